"""The table of rights, row by row: who may do which act, here, in a place above that keeps no plans, and elsewhere."""

from collections.abc import Mapping
from contextvars import Context

import pytest

from tasks.people.models import Membership, User
from tasks.rights.acts import READING, Act
from tasks.rights.refusals import taken
from tasks.rights.roles import REACH, Role
from tasks.rights.rules import OWN, RULES, NotAllowedError, may, may_anywhere, places_above, require
from tests.tasks.rights.people import ABOVE, ADMIN_ID, CAST, FOREIGN, HERE, OURS, THEIRS, THERE, TOP, person, post

EVERYONE = set(CAST)
NOBODY: set[str] = set()
BUREAU = {"admin", "staff"}
READERS = {"admin", "staff", "leader"}

# Where the thing is: of our unit and place, of another unit here, of the place above that keeps no plans itself, of the
# top that does, of another place.
WHERE: dict[str, Mapping[str, int]] = {
    "ours": {"place_id": HERE, "unit_id": OURS},
    "theirs": {"place_id": HERE, "unit_id": THEIRS},
    "above": {"place_id": ABOVE},
    "top": {"place_id": TOP},
    "elsewhere": {"place_id": THERE, "unit_id": FOREIGN},
}

# Act: who may do it to a thing of ours, theirs, of the place above; of the top and elsewhere only the admin may ever.
TABLE: list[tuple[Act, set[str], set[str], set[str]]] = [
    (Act.BUREAU_READ, READERS, READERS, READERS),  # of the whole site: where does not matter
    (Act.WORK_READ, READERS | {"liaison", "unit_head"}, READERS, {"admin"}),
    (Act.PLAN_READ, READERS, READERS, BUREAU),
    (Act.PLAN_DETAILS, READERS, READERS, BUREAU),
    (Act.REPORT_READ, READERS, READERS, {"admin"}),
    (Act.EVENTS_READ, {"admin"}, {"admin"}, {"admin"}),
    (Act.SITE_MANAGE, {"admin"}, {"admin"}, {"admin"}),
    (Act.PLACE_CREATE, {"admin"}, {"admin"}, {"admin"}),
    (Act.JOBS_MANAGE, {"admin"}, {"admin"}, {"admin"}),
    (Act.PLAN_PUBLISH, BUREAU, BUREAU, BUREAU),
    (Act.PLAN_REVISE, BUREAU, BUREAU, BUREAU),
    (Act.PLAN_DELETE, BUREAU, BUREAU, BUREAU),
    (Act.NAME_LINK, BUREAU, BUREAU, BUREAU),
    (Act.PROGRESS_FILL, {"liaison"}, NOBODY, NOBODY),
    (Act.PROGRESS_SUBMIT, {"liaison"}, NOBODY, NOBODY),
    (Act.PROGRESS_DECIDE, BUREAU, BUREAU, {"admin"}),
    (Act.EVIDENCE_ATTACH, {"liaison"}, NOBODY, NOBODY),
    (Act.EVIDENCE_REMOVE, {"liaison"}, NOBODY, NOBODY),
    (Act.UPPER_SET, BUREAU, BUREAU, BUREAU),
    (Act.COVERAGE_DECIDE, BUREAU, BUREAU, BUREAU),
    (Act.REPORT_BEGIN, BUREAU, BUREAU, {"admin"}),
    (Act.REPORT_SIGN, BUREAU, BUREAU, {"admin"}),
    (Act.REPORT_WRITE, BUREAU, BUREAU, {"admin"}),
    (Act.REPORT_BUILD, BUREAU, BUREAU, {"admin"}),
    (Act.DRAFT_BEGIN, BUREAU, BUREAU, BUREAU),  # of the whole site: whose plan it is is found out later
    (Act.DRAFT_WRITE, BUREAU, BUREAU, BUREAU),
    (Act.DRAFT_PLACE, BUREAU, BUREAU, BUREAU),
    (Act.DRAFT_CORRECT, BUREAU, BUREAU, BUREAU),
    (Act.DRAFT_CONFIRM, BUREAU, BUREAU, BUREAU),
    (Act.DRAFT_DISCARD, BUREAU, BUREAU, BUREAU),
]


def allowed(act: Act, where: str) -> set[str]:
    return {name for name, user in CAST.items() if may(user, act, **WHERE[where])}


def test_each_act_has_a_rule_and_a_row_in_this_table() -> None:
    assert set(RULES) == set(Act) == {row[0] for row in TABLE}
    assert set(REACH) == set(Role)


def test_each_role_of_a_membership_is_one_of_the_roles() -> None:
    assert set(Membership.Role.values) <= set(Role.values)


@pytest.mark.parametrize(("act", "ours", "theirs", "above"), TABLE, ids=[row[0] for row in TABLE])
def test_who_may(act: Act, ours: set[str], theirs: set[str], above: set[str]) -> None:
    assert allowed(act, "ours") == ours
    assert allowed(act, "theirs") == theirs
    assert allowed(act, "above") == above
    elsewhere = ours if RULES[act].anywhere else ours & {"admin"}
    assert allowed(act, "top") == allowed(act, "elsewhere") == elsewhere


@pytest.mark.parametrize("act", Act)
def test_nobody_but_the_admin_may_do_an_act_to_nothing_named(act: Act) -> None:
    """A service that forgets to say of which place a thing is refuses."""
    unsaid = {name for name, user in CAST.items() if may(user, act)}
    assert unsaid <= ({"admin"} if not RULES[act].anywhere else EVERYONE)


@pytest.mark.parametrize("act", Act)
def test_the_system_itself_may_all(act: Act) -> None:
    require(None, act)


@pytest.mark.parametrize("act", Act)
def test_whoever_serves_nothing_may_nothing(act: Act) -> None:
    assert not any(may(CAST["nobody"], act, **where) for where in WHERE.values())
    assert not may_anywhere(CAST["nobody"], act)


@pytest.mark.parametrize("act", sorted(set(Act) - READING))
def test_a_leader_and_a_unit_head_change_nothing(act: Act) -> None:
    assert not may_anywhere(CAST["leader"], act)
    assert not may_anywhere(CAST["unit_head"], act)


def test_a_page_of_an_act_is_for_who_may_do_it_somewhere() -> None:
    assert {name for name, user in CAST.items() if may_anywhere(user, Act.PROGRESS_FILL)} == {"liaison"}
    assert {name for name, user in CAST.items() if may_anywhere(user, Act.PLAN_PUBLISH)} == BUREAU


def test_who_serves_in_two_roles_may_what_either_may() -> None:
    both = person(post(Role.STAFF, FOREIGN, THERE), post(Role.LIAISON))
    assert may(both, Act.PROGRESS_FILL, **WHERE["ours"])
    assert may(both, Act.PROGRESS_DECIDE, **WHERE["elsewhere"])
    assert not may(both, Act.PROGRESS_DECIDE, **WHERE["ours"])


class TestStandIn:
    """Staff below keep the plans of a place above that does not keep its own (代录)."""

    def test_only_staff_stand_in_not_a_leader(self) -> None:
        assert may(CAST["staff"], Act.DRAFT_WRITE, place_id=ABOVE)
        assert not may(CAST["leader"], Act.PLAN_READ, place_id=ABOVE)

    def test_a_place_that_keeps_its_own_plans_is_not_stood_in_for(self) -> None:
        assert not may(CAST["staff"], Act.DRAFT_WRITE, place_id=TOP)

    def test_they_keep_its_plans_not_its_work_and_not_its_reports(self) -> None:
        acts = (Act.PROGRESS_DECIDE, Act.REPORT_BEGIN, Act.WORK_READ)
        assert not any(may(CAST["staff"], act, place_id=ABOVE) for act in acts)

    def test_a_leader_s_place_above_is_not_stood_in_for_by_serving_below_another(self) -> None:
        both = person(post(Role.LEADER, unkept={ABOVE}), post(Role.STAFF, FOREIGN, THERE, above={TOP}))
        assert not may(both, Act.DRAFT_WRITE, place_id=ABOVE)

    def test_the_places_above_are_those_of_staff_and_leaders(self) -> None:
        assert places_above(CAST["staff"], Act.PLAN_READ) == places_above(CAST["leader"], Act.PLAN_READ) == {ABOVE, TOP}
        assert places_above(CAST["liaison"], Act.PLAN_READ) == frozenset()


class TestOwnDecision:
    """Nobody decides on what he handed in himself."""

    HERS = WHERE["ours"]

    @pytest.mark.parametrize("name", ["staff", "admin"])
    def test_it_is_refused_with_a_sentence_that_says_who_does_it(self, name: str) -> None:
        user = CAST[name]
        with pytest.raises(NotAllowedError, match=OWN):
            require(user, Act.PROGRESS_DECIDE, **self.HERS, handed_in_by=user.pk)

    def test_what_another_handed_in_is_decided_on(self) -> None:
        require(CAST["staff"], Act.PROGRESS_DECIDE, **self.HERS, handed_in_by=ADMIN_ID)

    def test_who_may_not_decide_at_all_is_told_so(self) -> None:
        liaison = CAST["liaison"]
        with pytest.raises(NotAllowedError) as refused:
            require(liaison, Act.PROGRESS_DECIDE, **self.HERS)
        assert str(refused.value) != OWN

    def test_other_acts_ask_no_such_thing(self) -> None:
        require(CAST["liaison"], Act.PROGRESS_SUBMIT, **self.HERS, handed_in_by=CAST["liaison"].pk)


class TestWhatHasNoPlaceYet:
    """A draft whose place nobody knows yet is of who began it, while that person serves the place it was begun for."""

    @pytest.mark.parametrize(
        ("name", "user", "place", "can"),
        [
            ("who began it", person(post(Role.STAFF), pk=7), HERE, True),
            ("a colleague", person(post(Role.STAFF), pk=8), HERE, False),
            ("who began it and serves elsewhere now", person(post(Role.STAFF, FOREIGN, THERE), pk=7), HERE, False),
            ("who began it and is a liaison now", person(post(Role.LIAISON), pk=7), HERE, False),
            ("who began it as the admin and is staff now", person(post(Role.STAFF), pk=7), None, False),
            ("the admin", person(admin=True, pk=9), HERE, True),
            ("the admin who began it", person(admin=True, pk=7), None, True),
        ],
    )
    def test_it_is_corrected_by(self, name: str, user: User, place: int | None, can: bool) -> None:
        assert may(user, Act.DRAFT_CORRECT, place_id=place, begun_by=7) is can, name


class TestRefusals:
    def test_a_refusal_is_noted_with_act_person_and_place(self) -> None:
        taken()
        with pytest.raises(NotAllowedError):
            require(CAST["leader"], Act.PLAN_PUBLISH, place_id=HERE)
        (refusal,) = taken()
        assert (refusal.act, refusal.user, refusal.place_id) == (Act.PLAN_PUBLISH, CAST["leader"], HERE)
        assert taken() == []

    def test_to_ask_is_no_refusal(self) -> None:
        taken()
        assert not may(CAST["leader"], Act.PLAN_PUBLISH, place_id=HERE)
        assert taken() == []

    def test_the_sentence_names_the_act(self) -> None:
        with pytest.raises(NotAllowedError, match=Act.PLAN_PUBLISH.label):
            require(CAST["leader"], Act.PLAN_PUBLISH, place_id=HERE)

    def test_outside_of_requests_nothing_piles_up(self) -> None:
        def refuse() -> list[object]:
            with pytest.raises(NotAllowedError):
                require(CAST["leader"], Act.PLAN_PUBLISH, place_id=HERE)
            return list(taken())

        assert Context().run(refuse) == []
