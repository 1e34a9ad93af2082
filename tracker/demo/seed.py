"""The demo: four plans of three jurisdictions. Roster, accounts, the plans as published, and the work on them."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reports.models import AnnualReport, ReportSection, SectionFigure
from tasks.people.models import Jurisdiction, Membership, Unit, User
from tracker.demo.demo_progress import DemoProgress, Entry
from tracker.demo.fixture_files import FIXTURES, ROSTER
from tracker.intake.services.confirm import import_document

DISTRICT = "红寺堡区"
YEAR = 2024
DATED_ON = dt.date(2025, 3, 28)  # the day the real report was published


@dataclass(frozen=True)
class DemoPlan:
    """A plan document in fixtures/plans, whose it is, and the work on it in fixtures/demo.

    `accepted` is written at once, then `progress` is handed in through the services (see DemoProgress).
    """

    document: str
    place: str
    accepted: str = ""
    progress: str = ""


PLANS = (
    DemoPlan("hongsibu-2024-eight-actions.txt", DISTRICT, progress="progress-2024.json"),
    DemoPlan(
        "hongsibu-2023-2025-enforcement.txt",
        DISTRICT,
        accepted="accepted-2023-2025.json",
        progress="progress-2025.json",
    ),
    DemoPlan("ningxia-2025-four-actions.txt", "宁夏回族自治区"),
    DemoPlan("xixia-2020-implementation.txt", "西夏区", accepted="accepted-2020.json", progress="progress-2020.json"),
)


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
    call_command("loaddata", str(ROSTER), verbosity=0)
    _create_accounts(password)
    for plan in PLANS:
        _carry_out(plan)
    _write_sections(Jurisdiction.objects.get(name=DISTRICT), _read("sections-2024.json"))
    return DemoSeed(created=True, password=password)


def accounts() -> list[dict[str, Any]]:
    """The demo's accounts as listed in its file: username, name, role, place, unit.

    Whoever serves two units has two rows; the admin serves none.
    """
    listed: list[dict[str, Any]] = _read("accounts.json")
    return listed


def _read(name: str) -> Any:
    return json.loads((FIXTURES / "demo" / name).read_text(encoding="utf-8"))


def _create_accounts(password: str) -> None:
    units = {(unit.jurisdiction.name, unit.short_name): unit for unit in Unit.objects.select_related("jurisdiction")}
    hashed = make_password(password)  # hashed once: forty hashes would take longer than all the rest
    for row in accounts():
        admin = row["role"] == "admin"
        user, _ = User.objects.get_or_create(
            username=row["username"],
            defaults={"name": row["name"], "password": hashed, "is_superuser": admin, "is_staff": admin},
        )
        if not admin:
            Membership.objects.create(user=user, unit=units[row["place"], row["unit"]], role=row["role"])


def _carry_out(wanted: DemoPlan) -> None:
    """Import and publish a plan as the product does, and tell the work on it."""
    plan = import_document(
        path=FIXTURES / "plans" / wanted.document,
        jurisdiction_name=wanted.place,
        publish=True,
        user=None,
        now=timezone.now(),
    ).plan
    progress = DemoProgress(plan)
    if wanted.accepted:
        progress.write_accepted(_read(wanted.accepted))
    if wanted.progress:
        progress.hand_in(_read(wanted.progress))


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
