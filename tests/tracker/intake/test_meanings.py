"""What a name means in a draft is one thing: on the review page, in the grid, in the preview and in what is written."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.people.models import Unit, UnitAlias, UnitGroup
from tests.tracker.intake.imports import TEXT, decide, ready_draft
from tests.world import World
from tracker.intake.decisions import (
    Decision,
    Leave,
    NewGroup,
    NewUnit,
    SameAs,
    ToGroup,
    ToUnit,
    decision_of,
    plain_decision,
)
from tracker.intake.meanings import NameMeanings
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.names import Kind, name_rows
from tracker.intake.services.units import carry_out

NAMES = TEXT.replace("教育局、财政部门", "水利局、水力局")


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world, text=NAMES)


# What is decided on 水力局 (and 水利局); the units that 水力局 stands for, by name those to be made; how it is shown.
ROWS: list[tuple[str, Callable[[World], dict[str, Decision]], Callable[[World], Any], Kind]] = [
    ("nothing", lambda w: {}, lambda w: None, Kind.OPEN),
    ("nothing for now", lambda w: {"水力局": Leave()}, lambda w: None, Kind.LEFT),
    ("a unit", lambda w: {"水力局": ToUnit(w.finance.pk)}, lambda w: [w.finance.pk], Kind.KNOWN),
    ("a group", lambda w: {"水力局": ToGroup(w.departments.pk)}, lambda w: [w.justice.pk, w.education.pk], Kind.KNOWN),
    ("a new unit", lambda w: {"水力局": NewUnit("某区水利局")}, lambda w: ["某区水利局"], Kind.NEW),
    ("a new unit of a name that is known", lambda w: {"水力局": NewUnit("财政局")}, lambda w: [w.finance.pk], Kind.NEW),
    ("a new group", lambda w: {"水力局": NewGroup("涉水部门", (w.finance.pk,))}, lambda w: [w.finance.pk], Kind.NEW),
    (
        "a new group of a new unit",
        lambda w: {"水利局": NewUnit("某区水利局"), "水力局": NewGroup("涉水部门", ("水利局", w.finance.pk))},
        lambda w: ["某区水利局", w.finance.pk],
        Kind.NEW,
    ),
    (
        "the same as one that is new",
        lambda w: {"水利局": NewUnit("某区水利局"), "水力局": SameAs("水利局")},
        lambda w: ["某区水利局"],
        Kind.KNOWN,
    ),
    ("the same as one that is not new", lambda w: {"水力局": SameAs("水利局")}, lambda w: None, Kind.OPEN),
]


@pytest.mark.parametrize(("decided", "units", "kind"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_preview_says_what_is_written(
    world: World, draft: PlanDraft, decided: Callable[[World], dict[str, Decision]],
    units: Callable[[World], Any], kind: Kind,
) -> None:  # fmt: skip
    decide(draft, **decided(world))
    draft.refresh_from_db()
    meanings = NameMeanings(draft)
    assert meanings.units("水力局") == units(world)
    assert meanings.is_unknown("水力局") == (kind == Kind.OPEN)
    (row,) = [row for row in name_rows(draft) if row.name == "水力局"]
    assert row.kind == kind
    meant = carry_out(draft, world.place).get("水力局")
    names = [one if isinstance(one, str) else Unit.objects.get(pk=one).name for one in units(world) or []]
    assert _written(meant) == sorted(names)


def _written(meant: Any) -> list[str]:
    """The units that a name stands for once the decisions are carried out."""
    if meant is None:
        return []
    group = UnitGroup.objects.filter(pk=meant.group_id).first()
    return sorted(unit.name for unit in group.members.all()) if group else [Unit.objects.get(pk=meant.unit_id).name]


def test_what_the_place_knows_goes_before_a_decision(world: World, draft: PlanDraft) -> None:
    decide(draft, 水力局=NewUnit("某区水利局"))
    draft.refresh_from_db()
    UnitAlias.objects.create(jurisdiction=world.place, unit=world.finance, name="水力局")
    meaning = NameMeanings(draft).of("水 力 局")
    assert (meaning.known.unit_id, meaning.decision) == (world.finance.pk, None)
    assert carry_out(draft, world.place) == {}


def test_a_decision_on_a_name_that_is_typed_again_counts_before_it_is_saved(world: World, draft: PlanDraft) -> None:
    draft.decisions = {"他局": Leave()}
    meanings = NameMeanings(draft)
    assert not meanings.is_unknown("他局")
    assert meanings.decisions == {}, "but nothing is carried out for it"


def test_where_no_place_is_known_no_name_is_unknown(world: World) -> None:
    draft = ready_draft(world, text=TEXT.replace("某区2024年", "江南新区2024年"))
    assert not NameMeanings(draft).is_unknown("财政部门")


PLAIN: list[tuple[dict[str, Any], Decision]] = [
    ({"unit": 3}, ToUnit(3)),
    ({"group": 5}, ToGroup(5)),
    ({"new_unit": "司法局"}, NewUnit("司法局")),
    ({"new_group": "各部门", "members": [1, "司法局"]}, NewGroup("各部门", (1, "司法局"))),
    ({"same": "司法局"}, SameAs("司法局")),
    ({"leave": True}, Leave()),
]


@pytest.mark.parametrize(("plain", "decision"), PLAIN)
def test_a_decision_has_one_plain_form(plain: dict[str, Any], decision: Decision) -> None:
    assert (decision_of(plain), plain_decision(decision)) == (decision, plain)


@pytest.mark.parametrize("plain", [{}, {"unit": "3"}, {"leave": False}, {"other": 1}])
def test_what_is_no_decision_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no decision"):
        decision_of(plain)
