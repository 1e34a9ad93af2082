"""The names of responsible units in a draft: what each means, or what it may mean."""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tasks.people.models import Jurisdiction, UnitAlias, UnitGroupAlias
from tasks.people.name_similarity import Proposer
from tasks.people.names import Resolved, normal_name
from tasks.people.unit_kinds import is_collective
from tracker.intake.decisions import Decision, Leave, NewGroup, NewUnit, SameAs
from tracker.intake.meanings import NOTHING, Meaning, NameMeanings, spoken_names
from tracker.intake.models import PlanDraft

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
    spoken = list(spoken_names(draft.reviewed))
    counts = Counter(normal_name(name) for _, name in spoken)
    panel = _Panel(draft)
    rows: dict[str, NameRow] = {}
    for task, name in spoken:
        key = normal_name(name)
        if key not in rows:
            rows[key] = panel.row(NameRow(name, key, counts[key], task.id))
    return list(rows.values())


def new_labels(meanings: NameMeanings) -> dict[str, str]:
    """What is made anew in a draft, as a choice for other names: value, and label."""
    return {
        NEW + key: f"{said.name}（本稿新建）"
        for key, said in meanings.decisions.items()
        if isinstance(said, NewUnit | NewGroup)
    }


class _Panel:
    """What names mean in the draft, in words; nothing where no jurisdiction is known."""

    def __init__(self, draft: PlanDraft) -> None:
        place, self._meanings = draft.jurisdiction, NameMeanings(draft)
        self._labels, spellings = _vocabulary(place) if place else ({}, [])
        new = new_labels(self._meanings)
        self._labels |= new
        spellings += [(key, key.removeprefix(NEW)) for key in new]
        self._proposer = Proposer(spellings, [place.name, place.full_name] if place else [])

    def row(self, bare: NameRow) -> NameRow:
        meaning = self._meanings.of(bare.key)
        if meaning.decision is None and meaning.known != NOTHING:
            return replace(bare, kind=Kind.KNOWN, meaning=self._label(meaning.known) or bare.name)
        bare = replace(bare, is_shared=self._meanings.is_shared(bare.key))
        if meaning.decision:
            kind, words = self._decided(meaning, meaning.decision, bare.name)
            return replace(bare, kind=kind, meaning=words, decided=True)
        found = self._proposer.propose(bare.key)
        return replace(bare, proposed=[(key, self._labels[key]) for key in found])

    def _decided(self, meaning: Meaning, said: Decision, name: str) -> tuple[Kind, str]:
        """What is made anew says its name where it is another than the document's, and a group how many it means."""
        if isinstance(said, Leave):
            return Kind.LEFT, "暂不对应"
        if isinstance(said, NewUnit):
            return Kind.NEW, "新建单位" + _unless_same(said.name, name)
        if isinstance(said, NewGroup):
            count = f"{len(said.members)} 个单位" if said.members else "还没有单位"
            return Kind.NEW, f"新建集合称谓{_unless_same(said.name, name)}（{count}）"
        if isinstance(said, SameAs):
            return Kind.KNOWN, self._labels[NEW + said.name]
        label = self._label(meaning.known)
        return (Kind.KNOWN, label) if label else (Kind.GONE, "已不在用，请重新选择")

    def _label(self, known: Resolved) -> str:
        return self._labels.get(f"unit-{known.unit_id}" if known.unit_id else f"group-{known.group_id}", "")


def _unless_same(new: str, name: str) -> str:
    return "" if new == name else f"：{new}"


def _vocabulary(place: Jurisdiction) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Labels of units and groups by key, and all spellings (key, spelling) that a name may be like. Four queries."""
    units = list(place.units.filter(is_active=True).values_list("pk", "name", "short_name"))
    groups = list(place.unit_groups.values_list("pk", "name"))
    of_units = UnitAlias.objects.filter(jurisdiction=place, unit__is_active=True).values_list("unit_id", "name")
    of_groups = UnitGroupAlias.objects.filter(jurisdiction=place).values_list("group_id", "name")
    labels = {f"unit-{pk}": name for pk, name, _ in units}
    labels |= {f"group-{pk}": f"{name}（集合称谓）" for pk, name in groups}
    spelt = [(pk, spelling) for pk, name, short in units for spelling in (name, short)]
    spellings = [(f"unit-{pk}", spelling) for pk, spelling in (*spelt, *of_units)]
    return labels, spellings + [(f"group-{pk}", spelling) for pk, spelling in (*groups, *of_groups)]
