"""One table: which rows of a model a person may see, or do an act to.

Lists, details, exports, downloads and search ask it.
A row of the table says by which columns a model's rows belong to a place and to a unit; the rules say the rest. Where
more counts than place and unit, a function below says what. Models stand here by their labels: they are of the rooms
above this one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from tasks.rights.acts import Act
from tasks.rights.rules import may_everywhere, places_above, places_where, units_where

if TYPE_CHECKING:
    from typing import Self

    from tasks.people.models import User

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=models.QuerySet[Any])
Condition = Callable[["User", Act], Q]
OF_PLAN = "task__action__plan__jurisdiction_id"
OF_REPORT = f"assignment__{OF_PLAN}"


@dataclass(frozen=True)
class Sight:
    """Which rows of one model a person reaches for an act.

    `reads` is the act that `visible_to` asks for. `reached` is for everyone but who may do the act everywhere; `only`
    holds for these as well.
    """

    reads: Act
    reached: Condition
    only: Condition | None = None


class VisibleQuerySet(models.QuerySet[M]):
    """What the querysets of all models with a row in the table inherit."""

    def visible_to(self, user: User) -> Self:
        """Those that this person may see."""
        return allowed(self, user, SIGHTS[self.model._meta.label_lower].reads)

    def allowed_to(self, user: User, act: Act) -> Self:
        """Those to which this person may do the act."""
        return allowed(self, user, act)


def allowed(rows: R, user: User, act: Act) -> R:
    """Those of these rows to which the person may do the act; for models whose querysets know no rights."""
    sight = SIGHTS[rows.model._meta.label_lower]
    if not may_everywhere(user, act):
        rows = rows.filter(sight.reached(user, act))
    return rows.filter(sight.only(user, act)) if sight.only else rows


# ---- what the conditions are made of ----
def _nothing() -> Q:
    """No row. Whatever is put beside it by `|` stands alone in the SQL."""
    return Q(pk__in=[])


def _in(column: str, ids: frozenset[int]) -> Q:
    """A column is one of these; a column that nobody reaches by costs no join."""
    return Q(**{f"{column}__in": ids}) if ids else _nothing()


def _of(*, place: str = "", unit: str = "") -> Condition:
    """Rows of the places, or of the units, for which the person may do the act."""

    def reached(user: User, act: Act) -> Q:
        here = _in(place, places_where(user, act)) if place else _nothing()
        return here | _in(unit, units_where(user, act)) if unit else here

    return reached


def _through(column: str, label: str) -> Condition:
    """Rows that belong to a row of another model which the person reaches for the act."""

    def reached(user: User, act: Act) -> Q:
        return Q(**{f"{column}__in": _rows(label, user, act)})

    return reached


def _all(label: str) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model(label)._base_manager.all()
    return rows


def _rows(label: str, user: User, act: Act) -> models.QuerySet[Any]:
    return allowed(_all(label), user, act)


# ---- where more counts than place and unit ----
def _plans(user: User, act: Act) -> Q:
    """Plans of the person's places. To see the work: also published ones that ask something of a unit served.

    To read: also what the governments above have published.
    """
    here = _in("jurisdiction_id", places_where(user, act))
    if act == Act.PLAN_READ and (above := places_above(user, act)):
        return here | Q(jurisdiction_id__in=above, status="published")
    if units := units_where(user, act):
        asked = _all("tasks.action").filter(tasks__assignments__unit_id__in=units).values("plan_id")
        return here | Q(status="published", pk__in=asked)
    return here


def _tasks(user: User, act: Act) -> Q:
    """Tasks of the person's places, and those that the units served have a part in.

    To read a plan: its tasks; how the work stands is not said with that.
    """
    if act == Act.PLAN_READ:
        return _tasks(user, Act.WORK_READ) | Q(action__plan__in=_rows("tasks.plan", user, act))
    found = _in("action__plan__jurisdiction_id", places_where(user, act))
    if units := units_where(user, act):
        found |= Q(pk__in=_all("tasks.assignment").filter(unit_id__in=units).values("task_id"))
    return found


def _reports(user: User, act: Act) -> Q:
    """The unit's reports from the first word on; those of a place once they are handed in."""
    found = _in("assignment__unit_id", units_where(user, act))
    if places := places_where(user, act):
        found |= Q(**{f"{OF_REPORT}__in": places}) & ~Q(status="draft")
    return found


def _decidable(user: User, act: Act) -> Q:
    """To decide on: handed in, and not by the same person."""
    if act != Act.PROGRESS_DECIDE:
        return Q()
    own = _all("tasks.progressversion").filter(
        report=OuterRef("pk"), submitted_at=OuterRef("submitted_at"), submitted_by=user
    )
    return ~Q(status="draft") & ~Q(Exists(own))


def _evidence(user: User, act: Act) -> Q:
    """Files of the unit's reports; of a place's reports those handed in, that is, those that some version lists."""
    found = _in("report__assignment__unit_id", units_where(user, act))
    if places := places_where(user, act):
        reports = _all("tasks.progressreport").exclude(status="draft").filter(**{f"{OF_REPORT}__in": places})
        listed = _all("tasks.progressversion").annotate(listed=Cast("evidence", TextField()))
        listed = listed.filter(report=OuterRef("report"), listed__contains=OuterRef("evidence__sha256"))
        found |= Q(report__in=reports.values("pk")) & Q(Exists(listed))
    return found


def _drafts(user: User, act: Act) -> Q:
    """Drafts of the person's places; and one's own of no place yet, while one serves the place they were begun for."""
    places = places_where(user, act)
    if not places:
        return _nothing()
    return Q(jurisdiction_id__in=places) | Q(jurisdiction=None, owner=user, begun_for_id__in=places)


SIGHTS: dict[str, Sight] = {
    "tasks.jurisdiction": Sight(Act.WORK_READ, _of(place="pk")),
    "tasks.unit": Sight(Act.WORK_READ, _of(place="jurisdiction_id", unit="pk")),
    "tasks.plan": Sight(Act.WORK_READ, _plans),
    "tasks.planversion": Sight(Act.PLAN_DETAILS, _through("plan", "tasks.plan")),
    "tasks.action": Sight(Act.WORK_READ, _through("plan", "tasks.plan")),
    "tasks.task": Sight(Act.WORK_READ, _tasks),
    "tasks.responsibility": Sight(Act.WORK_READ, _through("task", "tasks.task")),
    "tasks.milestone": Sight(Act.WORK_READ, _through("task", "tasks.task")),
    "tasks.assignment": Sight(Act.WORK_READ, _of(place=OF_PLAN, unit="unit_id")),
    "tasks.reportingperiod": Sight(Act.WORK_READ, _through("plan", "tasks.plan")),
    "tasks.progressreport": Sight(Act.WORK_READ, _reports, only=_decidable),
    "tasks.progressversion": Sight(Act.WORK_READ, _through("report", "tasks.progressreport")),
    "tasks.figure": Sight(Act.WORK_READ, _through("report", "tasks.progressreport")),
    "tasks.evidencelink": Sight(Act.WORK_READ, _evidence),
    "tasks.taskcoverage": Sight(Act.PLAN_DETAILS, _through("plan", "tasks.plan")),
    "indicators.indicator": Sight(Act.WORK_READ, _through("plan", "tasks.plan")),
    "indicators.target": Sight(Act.WORK_READ, _through("indicator", "indicators.indicator")),
    "reports.annualreport": Sight(Act.REPORT_READ, _of(place="jurisdiction_id")),
    "reports.reportsection": Sight(Act.REPORT_READ, _of(place="report__jurisdiction_id")),
    "reports.sectionfigure": Sight(Act.REPORT_READ, _of(place="section__report__jurisdiction_id")),
    "reports.reportbuild": Sight(Act.REPORT_READ, _of(place="report__jurisdiction_id")),
    "tasks.job": Sight(Act.JOBS_MANAGE, _of(place="place_id")),
    "tasks.event": Sight(Act.EVENTS_READ, _of(place="place_id")),
    "tracker.plandraft": Sight(Act.DRAFT_CORRECT, _drafts),
}
