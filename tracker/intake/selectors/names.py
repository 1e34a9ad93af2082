"""The names of responsible units in a draft: what each means, or what it may mean."""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tasks.people.models import Jurisdiction, UnitAlias, UnitGroupAlias
from tasks.people.name_similarity import Proposer
from tasks.people.names import NameBook, Resolved, normal_name
from tasks.people.unit_kinds import is_collective
from tracker.intake.corrections import task_anchor
from tracker.intake.models import PlanDraft
from tracker.intake.services.units import Decision, decisions_that_hold, is_new, spoken_names

NEW = "new-"  # the value of a choice that is made anew in the same draft: new-司法局


class Kind(StrEnum):
    """How it stands with a name."""

    OPEN = "open"  # nobody has said yet
    KNOWN = "known"  # it is another name of a unit or group: of one that is here, or made anew in the same draft
    NEW = "new"  # a unit or group of its own, made on confirmation
    LEFT = "left"  # by decision it means nothing for now
    GONE = "gone"  # the unit or group that was chosen is out of use


@dataclass(frozen=True)
class NameRow:
    """A name as written, each once: what it means, or what it may mean ((value, label), best first).

    `is_shared`: it is that of several units, so that a decision on it is for this plan alone.
    """

    name: str
    key: str
    count: int
    anchor: str
    kind: Kind = Kind.OPEN
    meaning: str = ""
    decided: bool = False
    is_shared: bool = False
    proposed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.kind == Kind.OPEN

    @property
    def is_collective(self) -> bool:
        return is_collective(self.name)


def name_rows(draft: PlanDraft) -> list[NameRow]:
    """Each name of the draft once, in document order, with its meaning or proposals. Eight queries at most."""
    spoken = list(spoken_names(draft.content))
    counts = Counter(normal_name(name) for _, _, name in spoken)
    meanings = _Meanings(draft)
    rows: dict[str, NameRow] = {}
    for a, t, name in spoken:
        key = normal_name(name)
        if key not in rows:
            rows[key] = meanings.row(NameRow(name, key, counts[key], task_anchor(a, t)))
    return list(rows.values())


def new_labels(draft: PlanDraft) -> dict[str, str]:
    """What is made anew in this draft, as a choice for other names: value, and label."""
    return {
        NEW + key: f"{said.get('new_unit') or said.get('new_group')}（本稿新建）"
        for key, said in decisions_that_hold(draft).items()
        if is_new(said)
    }


class _Meanings:
    """What names mean in the draft's jurisdiction, or by decision; nothing where no jurisdiction is known."""

    def __init__(self, draft: PlanDraft) -> None:
        self._decisions = decisions_that_hold(draft)
        place = draft.jurisdiction
        self._book = NameBook(place) if place else None
        self._labels, spellings = _vocabulary(place) if place else ({}, [])
        new = new_labels(draft)
        self._labels |= new
        spellings += [(key, key.removeprefix(NEW)) for key in new]
        self._proposer = Proposer(spellings, [place.name, place.full_name] if place else [])

    def row(self, bare: NameRow) -> NameRow:
        meant = self._book.resolve(bare.key) if self._book else Resolved()
        if meant != Resolved():
            key = f"unit-{meant.unit_id}" if meant.unit_id else f"group-{meant.group_id}"
            return replace(bare, kind=Kind.KNOWN, meaning=self._labels.get(key, bare.name))
        bare = replace(bare, is_shared=bool(self._book and self._book.is_shared(bare.key)))
        decision = self._decisions.get(bare.key)
        if decision:
            kind, meaning = self._decided(decision, bare.name)
            return replace(bare, kind=kind, meaning=meaning, decided=True)
        found = self._proposer.propose(bare.key)
        return replace(bare, proposed=[(key, self._labels[key]) for key in found])

    def _decided(self, said: Decision, name: str) -> tuple[Kind, str]:
        """What is made anew says its name where it is another than the document's, and a group how many it means."""
        if "leave" in said:
            return Kind.LEFT, "暂不对应"
        if "new_unit" in said:
            return Kind.NEW, "新建单位" + _unless_same(said["new_unit"], name)
        if "new_group" in said:
            count = f"{len(said['members'])} 个单位" if said["members"] else "还没有单位"
            return Kind.NEW, f"新建集合称谓{_unless_same(said['new_group'], name)}（{count}）"
        if "same" in said:
            return Kind.KNOWN, self._labels[NEW + said["same"]]
        key = f"unit-{said['unit']}" if "unit" in said else f"group-{said['group']}"
        label = self._labels.get(key)
        return (Kind.KNOWN, label) if label else (Kind.GONE, "已不在用，请重新选择")


def _unless_same(new: str, name: str) -> str:
    return "" if new == name else f"：{new}"


def _vocabulary(place: Jurisdiction) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Labels of units and groups by key, and all spellings (key, spelling) that a name may be like. Four queries."""
    units = place.units.filter(is_active=True).order_by("position", "id").values_list("pk", "name", "short_name")
    labels, spellings = {}, []
    for pk, name, short in units:
        labels[f"unit-{pk}"] = name
        spellings += [(f"unit-{pk}", name), (f"unit-{pk}", short)]
    for pk, name in place.unit_groups.order_by("name").values_list("pk", "name"):
        labels[f"group-{pk}"] = f"{name}（集合称谓）"
        spellings.append((f"group-{pk}", name))
    for alias in UnitAlias.objects.filter(jurisdiction=place, unit__is_active=True).values_list("unit_id", "name"):
        spellings.append((f"unit-{alias[0]}", alias[1]))
    for alias in UnitGroupAlias.objects.filter(jurisdiction=place).values_list("group_id", "name"):
        spellings.append((f"group-{alias[0]}", alias[1]))
    return labels, spellings
