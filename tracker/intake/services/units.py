"""What a draft's names mean: in the jurisdiction's name book, or as a person decided; and carrying that out.

A decision is kept in the draft, as plain data: {"unit": 3}, {"group": 5}, {"new_unit": "司法局"},
{"new_group": "各部门", "members": [1, "司法局"]} (a unit, or the name of one that is new too), {"same": "司法局"} (what
that name means, which is new too) or {"leave": true}.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from tasks.common.errors import ServiceError
from tasks.people.models import Jurisdiction, Unit, UnitGroup
from tasks.people.names import Meanings, NameBook, Resolved, normal_name
from tasks.people.services import remember
from tasks.people.unit_kinds import kind_of
from tracker.intake.models import PlanDraft

MAX_NAME = 100
OUT_OF_USE = "为“{}”选择的单位或集合称谓已不在用，请重新选择。"
Decision = Mapping[str, Any]
Target = TypeVar("Target", Unit, UnitGroup)


def spoken_names(content: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """(action, task, name as written) for every responsibility, in document order; places from 1."""
    for a, action in enumerate(content["actions"], 1):
        for t, task in enumerate(action["tasks"], 1):
            for said in task["responsibilities"]:
                yield a, t, said["name"]


def is_new(decision: Decision) -> bool:
    """Whether a decision makes a unit or a group, which other names can mean too."""
    return "new_unit" in decision or "new_group" in decision


def decisions_that_hold(draft: PlanDraft) -> dict[str, Decision]:
    """The decisions on names that still stand in the draft; "the same as" one of them only while that one is new."""
    written = {normal_name(name) for _, _, name in spoken_names(draft.content)}
    standing = {key: said for key, said in draft.decisions.items() if key in written}
    return {key: said for key, said in standing.items() if "same" not in said or is_new(standing.get(said["same"], {}))}


def carry_out(draft: PlanDraft, place: Jurisdiction) -> Meanings:
    """Make the units, groups and aliases that were decided. Returns what the names decided on mean in this plan.

    No alias can say it where a name is that of two units. Raises ServiceError when a unit or group chosen is gone, or a
    new unit is one that is out of use.
    """
    decided: dict[str, Resolved] = {}
    book = NameBook(place, decided)
    written = {normal_name(name): name for _, _, name in spoken_names(draft.content)}
    for key, decision in sorted(decisions_that_hold(draft).items(), key=lambda row: _turn(row[1])):
        if book.resolve(key) == Resolved() and "leave" not in decision:
            decided[key] = _carry_out_one(place, book, written[key], decision)
    return decided


def _turn(decision: Decision) -> int:
    """Groups after the units that may be their members, and what is the same as either at the end."""
    return 2 if "same" in decision else int("new_group" in decision)


def _carry_out_one(place: Jurisdiction, book: NameBook, name: str, decision: Decision) -> Resolved:
    if len(name) > MAX_NAME:
        raise ServiceError(f"“{name[:20]}…”过长，不像单位名称，请先在任务中改正。")
    meant = _meant(place, book, name, decision)
    remember(name, meant)
    return Resolved(unit_id=meant.pk) if isinstance(meant, Unit) else Resolved(group_id=meant.pk)


def _meant(place: Jurisdiction, book: NameBook, name: str, decision: Decision) -> Unit | UnitGroup:
    """The unit or group decided on; a new one is made."""
    if "same" in decision:  # as a name that is made anew, so it was carried out before, or is known by now
        found = book.resolve(decision["same"])
        decision = {"unit": found.unit_id} if found.unit_id else {"group": found.group_id}
    if "new_unit" in decision:
        return _unit(place, name, decision["new_unit"])
    if "new_group" in decision:
        group, _ = UnitGroup.objects.get_or_create(jurisdiction=place, name=decision["new_group"])
        group.members.add(*_members(place, book, decision["members"]))
        return group
    if "unit" in decision:
        return _still_there(name, place.units.filter(pk=decision["unit"], is_active=True).first())
    return _still_there(name, place.unit_groups.filter(pk=decision["group"]).first())


def _members(place: Jurisdiction, book: NameBook, chosen: Sequence[int | str]) -> Iterator[Unit]:
    pks = [book.resolve(one).unit_id if isinstance(one, str) else one for one in chosen]
    yield from place.units.filter(pk__in=[pk for pk in pks if pk])


def _unit(place: Jurisdiction, name: str, full_name: str) -> Unit:
    last = place.units.order_by("-position").first()
    unit, _ = Unit.objects.get_or_create(
        jurisdiction=place,
        name=full_name,
        defaults={"short_name": name[:50], "kind": kind_of(full_name), "position": last.position + 1 if last else 1},
    )
    if not unit.is_active:
        raise ServiceError(f"单位“{full_name}”已停用，请先在系统管理中启用，或为“{name}”另选单位。")
    return unit


def _still_there(name: str, row: Target | None) -> Target:
    if row is None:
        raise ServiceError(OUT_OF_USE.format(name))
    return row
