"""The demo: 红寺堡区 in 2024. Roster, accounts, the plan as published, and a year through the real services."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reports.models import AnnualReport, ReportSection, SectionFigure
from tasks.models import Assignment, Jurisdiction, Membership, Plan, ProgressReport, ReportingPeriod, Unit, User
from tasks.services.progress import (
    FigureContent,
    ProgressContent,
    progress_accept,
    progress_return,
    progress_save,
    progress_submit,
)
from tracker.importing import import_document

FIXTURES = settings.BASE_DIR / "fixtures"
PLAN_FILE = FIXTURES / "plans" / "hongsibu-2024-eight-actions.txt"
DISTRICT = "红寺堡区"
YEAR = 2024
DATED_ON = dt.date(2025, 3, 28)  # the day the real report was published
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class DemoSeed:
    """What seeding did: `password` is None where the demo was there already."""

    created: bool
    password: str | None


@transaction.atomic
def seed(*, password: str | None) -> DemoSeed:
    """Load the demo once. All accounts share `password`, or a random one where none is given."""
    if User.objects.exists():
        return DemoSeed(created=False, password=None)
    password = password or secrets.token_urlsafe(9)
    call_command("loaddata", str(FIXTURES / "roster.json"), verbosity=0)
    place = Jurisdiction.objects.get(name=DISTRICT)
    _create_accounts(place, password)
    plan = import_document(path=PLAN_FILE, jurisdiction_name=DISTRICT, publish=True, user=None, now=timezone.now()).plan
    _Year(place, plan).replay(_read("progress-2024.json"))
    _write_sections(place, _read("sections-2024.json"))
    return DemoSeed(created=True, password=password)


def accounts() -> list[dict[str, Any]]:
    """The demo's accounts as listed in its file: username, name, role, unit. Whoever serves two units has two rows."""
    listed: list[dict[str, Any]] = _read("accounts.json")
    return listed


def _read(name: str) -> Any:
    return json.loads((FIXTURES / "demo" / name).read_text(encoding="utf-8"))


def _create_accounts(place: Jurisdiction, password: str) -> None:
    units = {unit.short_name: unit for unit in Unit.objects.filter(jurisdiction=place)}
    hashed = make_password(password)  # hashed once: forty hashes would take longer than all the rest
    for row in accounts():
        admin = row["role"] == "admin"
        user, _ = User.objects.get_or_create(
            username=row["username"],
            defaults={"name": row["name"], "password": hashed, "is_superuser": admin, "is_staff": admin},
        )
        if not admin:
            Membership.objects.create(user=user, unit=units[row["unit"]], role=row["role"])


class _Year:
    """Replays a year's entries: each is saved, submitted and decided at a moment within its own period."""

    def __init__(self, place: Jurisdiction, plan: Plan) -> None:
        self._assignments = {
            (row.unit.short_name, row.task.action.position, row.task.number): row
            for row in Assignment.objects.filter(task__action__plan=plan).select_related("unit", "task__action")
        }
        self._periods = {period.label: period for period in plan.periods.all()}
        staff = Membership.objects.filter(unit__jurisdiction=place, role=Membership.Role.STAFF)
        self._reviewer = staff.select_related("user").order_by("pk")[0].user
        liaisons = Membership.objects.filter(unit__jurisdiction=place, role=Membership.Role.LIAISON)
        self._liaisons = {row.unit_id: row.user for row in liaisons.select_related("user").order_by("-pk")}

    def replay(self, entries: list[Entry]) -> None:
        for serial, entry in enumerate(entries):
            self._hand_in(entry, serial)

    def _hand_in(self, entry: Entry, serial: int) -> None:
        assignment = self._assignments[entry["unit"], entry["action"], entry["number"]]
        period = self._periods[entry["period"]]
        author, moment = self._liaisons[assignment.unit_id], _moment(period, serial)
        if first := entry.get("first_narrative"):
            returned = self._save(author, assignment, period, {**entry, "narrative": first}, revision=None)
            self._submit_and_return(returned, author, entry["return_reason"], moment - dt.timedelta(days=1))
            report = self._save(author, assignment, period, entry, revision=returned.revision)
        else:
            report = self._save(author, assignment, period, entry, revision=None)
        if entry["outcome"] == "returned":
            self._submit_and_return(report, author, entry["return_reason"], moment)
        elif entry["outcome"] != "draft":
            progress_submit(user=author, report=report, now=moment)
        if entry["outcome"] == "accepted":
            progress_accept(user=self._reviewer, report=report, now=moment + dt.timedelta(days=1, minutes=35))

    def _save(
        self, author: User, assignment: Assignment, period: ReportingPeriod, entry: Entry, *, revision: int | None
    ) -> ProgressReport:
        figures = [_figure(row) for row in entry["figures"]]
        content = ProgressContent(entry["narrative"], entry["completion"], figures)
        return progress_save(user=author, assignment=assignment, period=period, content=content, revision=revision)

    def _submit_and_return(self, report: ProgressReport, author: User, reason: str, moment: dt.datetime) -> None:
        progress_submit(user=author, report=report, now=moment)
        progress_return(user=self._reviewer, report=report, reason=reason, now=moment + dt.timedelta(minutes=95))


def _moment(period: ReportingPeriod, serial: int) -> dt.datetime:
    """A working hour in the last three weeks of the period, different from entry to entry."""
    day = period.ends_on - dt.timedelta(days=4 + serial % 17)
    return dt.datetime.combine(day, dt.time(9 + serial % 8, serial * 7 % 60), tzinfo=timezone.get_default_timezone())


def _figure(row: Entry) -> FigureContent:
    previous = row.get("previous_value")
    return FigureContent(
        row["label"], Decimal(row["value"]), row.get("unit", ""), None if previous is None else Decimal(previous)
    )


def _write_sections(place: Jurisdiction, sections: Mapping[str, Entry]) -> None:
    report = AnnualReport.objects.create(jurisdiction=place, year=YEAR, dated_on=DATED_ON)
    for kind, content in sections.items():
        section = ReportSection.objects.create(report=report, kind=kind, text=content["text"], revision=1)
        SectionFigure.objects.bulk_create(
            SectionFigure(
                section=section,
                position=n,
                label=row["label"],
                value=Decimal(row["value"]),
                unit=row["unit"],
                source=row["source"],
            )
            for n, row in enumerate(content.get("figures", []), 1)
        )
