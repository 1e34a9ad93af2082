"""One table: which roles may do which act. Services ask it with `require`, pages with `may` and `may_anywhere`.

Things are named by their ids, because this room knows none of the rooms above it. An act is done to something of a
place or of a unit: who reaches that place or that unit in one of the roles may. Without either, only the admin may;
an act of the whole site (`anywhere`) needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.common.errors import NOT_YOURS, ServiceError
from tasks.rights.acts import Act
from tasks.rights.refusals import Refusal, note
from tasks.rights.roles import Role
from tasks.rights.scope import scope_of

if TYPE_CHECKING:
    from tasks.people.models import User

REFUSED = "您没有权限办理“{act}”，如需办理，请联系系统管理员。"
OWN = "这份填报由您本人提交，不能由您本人审核，请由其他工作人员或系统管理员审核。"


class NotAllowedError(ServiceError):
    """This person may not do that."""


@dataclass(frozen=True)
class Rule:
    """Who may do an act. `not_own`: not to what the person handed in, the admin included."""

    roles: frozenset[Role]
    anywhere: bool = False
    not_own: bool = False
    refusal: str = ""


ADMIN = frozenset({Role.ADMIN})
BUREAU = ADMIN | {Role.STAFF}
KEEPERS = BUREAU | {Role.STAND_IN}
READERS = BUREAU | {Role.LEADER}
OF_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
REPORTING = frozenset({Role.LIAISON})

RULES: dict[Act, Rule] = {
    Act.BUREAU_READ: Rule(READERS, anywhere=True),
    Act.WORK_READ: Rule(READERS | OF_UNIT),
    Act.PLAN_READ: Rule(READERS | KEEPERS),
    Act.PLAN_DETAILS: Rule(READERS | KEEPERS),
    Act.REPORT_READ: Rule(READERS),
    Act.EVENTS_READ: Rule(ADMIN, anywhere=True),
    Act.SITE_MANAGE: Rule(ADMIN, anywhere=True),
    Act.PLACE_CREATE: Rule(ADMIN, anywhere=True, refusal="新建地区由系统管理员办理，请联系系统管理员。"),
    Act.JOBS_MANAGE: Rule(ADMIN, anywhere=True),
    Act.PLAN_PUBLISH: Rule(KEEPERS),
    Act.PLAN_REVISE: Rule(KEEPERS),
    Act.PLAN_DELETE: Rule(KEEPERS),
    Act.NAME_LINK: Rule(KEEPERS),
    Act.PROGRESS_FILL: Rule(REPORTING),
    Act.PROGRESS_SUBMIT: Rule(REPORTING),
    Act.PROGRESS_DECIDE: Rule(BUREAU, not_own=True),
    Act.EVIDENCE_ATTACH: Rule(REPORTING),
    Act.EVIDENCE_REMOVE: Rule(REPORTING),
    Act.UPPER_SET: Rule(KEEPERS),
    Act.COVERAGE_DECIDE: Rule(KEEPERS),
    Act.REPORT_BEGIN: Rule(BUREAU, refusal=NOT_YOURS),
    Act.REPORT_SIGN: Rule(BUREAU),
    Act.REPORT_WRITE: Rule(BUREAU),
    Act.REPORT_BUILD: Rule(BUREAU),
    Act.DRAFT_BEGIN: Rule(BUREAU, anywhere=True),
    Act.DRAFT_WRITE: Rule(KEEPERS, refusal=NOT_YOURS),
    Act.DRAFT_PLACE: Rule(KEEPERS, refusal=NOT_YOURS),
    Act.DRAFT_CORRECT: Rule(KEEPERS),
    Act.DRAFT_CONFIRM: Rule(KEEPERS, refusal="请先在“方案信息”中选择您管理的地区，再确认。"),
    Act.DRAFT_DISCARD: Rule(KEEPERS),
}


def places_where(user: User, act: Act) -> frozenset[int]:
    """The places in which this person may do the act by some membership; for the admin ask `may_everywhere` first."""
    scope = scope_of(user)
    return frozenset().union(*(scope.places(role) for role in RULES[act].roles))


def units_where(user: User, act: Act) -> frozenset[int]:
    """The units for whose part this person may do the act, other than through their place; the admin as before."""
    scope = scope_of(user)
    return frozenset().union(*(scope.units(role) for role in RULES[act].roles))


def places_above(user: User, act: Act) -> frozenset[int]:
    """The places above those in which this person may do the act, whether they keep their own plans or not."""
    scope = scope_of(user)
    return frozenset().union(*(scope.above(role) for role in RULES[act].roles))


def may_everywhere(user: User, act: Act) -> bool:
    """Whether this person may do the act to whatever it is: the admin, mostly."""
    return scope_of(user).is_admin and Role.ADMIN in RULES[act].roles


def may_anywhere(user: User, act: Act) -> bool:
    """Whether there is a place or a unit for which this person may do the act: whether a page of it is of use."""
    return may_everywhere(user, act) or bool(places_where(user, act) or units_where(user, act))


def may(
    user: User | None,
    act: Act,
    *,
    place_id: int | None = None,
    unit_id: int | None = None,
    handed_in_by: int | None = None,
    begun_by: int | None = None,
) -> bool:
    """Whether this person may do the act to a thing of this place or this unit; None is the system, which may all.

    `handed_in_by`: who handed in what is to be decided. `begun_by`: who began what has no place of its own yet; it is
    that person's alone, and `place_id` is then the place for which it was begun.
    """
    if user is None:
        return True
    if RULES[act].not_own and handed_in_by == user.pk:
        return False
    if may_everywhere(user, act):
        return True
    if begun_by not in (None, user.pk):
        return False
    if RULES[act].anywhere:
        return may_anywhere(user, act)
    return place_id in places_where(user, act) or unit_id in units_where(user, act)


def require(
    user: User | None,
    act: Act,
    *,
    place_id: int | None = None,
    unit_id: int | None = None,
    handed_in_by: int | None = None,
    begun_by: int | None = None,
) -> None:
    """Raises NotAllowedError where `may` says no; the refusal is noted for the record of events."""
    if may(user, act, place_id=place_id, unit_id=unit_id, handed_in_by=handed_in_by, begun_by=begun_by):
        return
    assert user is not None  # noqa: S101  the system may all
    note(Refusal(act, user, place_id, unit_id))
    is_own = RULES[act].not_own and handed_in_by == user.pk
    raise NotAllowedError(OWN if is_own else RULES[act].refusal or REFUSED.format(act=act.label))
