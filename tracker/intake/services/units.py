"""Making the units, groups and aliases that a person decided on."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from tasks.common.errors import ServiceError
from tasks.people.models import Jurisdiction, Unit, UnitGroup
from tasks.people.names import Meanings, Resolved, normal_name
from tasks.people.services import remember
from tasks.people.unit_kinds import kind_of
from tracker.intake.decisions import Decision, Leave, NewGroup, NewUnit, SameAs
from tracker.intake.meanings import Meaning, NameMeanings, spoken_names
from tracker.intake.models import PlanDraft

MAX_NAME = 100
OUT_OF_USE = "为“{}”选择的单位或集合称谓已不在用，请重新选择。"
Target = TypeVar("Target", Unit, UnitGroup)


def carry_out(draft: PlanDraft, place: Jurisdiction) -> Meanings:
    """Make the units, groups and aliases that were decided. Returns what the names decided on mean in this plan.

    No alias can say it where a name is that of two units. Raises ServiceError when a unit or group chosen is gone, or a
    new unit is one that is out of use.
    """
    meanings, decided = NameMeanings(draft), dict[str, Resolved]()
    written = {normal_name(name): name for _, name in spoken_names(draft.reviewed)}
    for key, decision in sorted(meanings.decisions.items(), key=lambda row: _turn(row[1])):
        meaning = meanings.of(key)
        if meaning.decision is not None and not isinstance(decision, Leave):
            meant = _make(place, meanings, written[key], meaning)
            remember(written[key], meant)
            decided[key] = Resolved(unit_id=meant.pk) if isinstance(meant, Unit) else Resolved(group_id=meant.pk)
    return decided


def _turn(decision: Decision) -> int:
    """Groups after the units that may be their members, and what is the same as either at the end."""
    return 2 if isinstance(decision, SameAs) else int(isinstance(decision, NewGroup))


def _make(place: Jurisdiction, meanings: NameMeanings, name: str, meaning: Meaning) -> Unit | UnitGroup:
    """The unit or group decided on; a new one is made, unless another name made it before."""
    if len(name) > MAX_NAME:
        raise ServiceError(f"“{name[:20]}…”过长，不像单位名称，请先在任务中改正。")
    if meaning.known.unit_id:
        return _still_there(name, place.units.filter(pk=meaning.known.unit_id, is_active=True).first())
    if meaning.known.group_id:
        return _still_there(name, place.unit_groups.filter(pk=meaning.known.group_id).first())
    if isinstance(meaning.new, NewUnit):
        return _unit(place, name, meaning.new.name)
    assert meaning.new  # noqa: S101  what is left alone does not come here
    group, _ = UnitGroup.objects.get_or_create(jurisdiction=place, name=meaning.new.name)
    group.members.add(*_members(place, meanings, meaning.new))
    return group


def _members(place: Jurisdiction, meanings: NameMeanings, group: NewGroup) -> QuerySet[Unit]:
    """The units chosen; those that are new too were made before."""
    pks = {one for one in group.members if isinstance(one, int)}
    meant = [meanings.of(one) for one in group.members if isinstance(one, str)]
    pks |= {meaning.known.unit_id for meaning in meant if meaning.known.unit_id}
    names = [meaning.new.name for meaning in meant if isinstance(meaning.new, NewUnit)]
    return place.units.filter(Q(pk__in=pks) | Q(name__in=names))


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
