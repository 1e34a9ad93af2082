"""A scratch installation for the benchmarks: its own folder and database, with 100,000 assignments in it."""

import datetime as dt
import os
from itertools import product

ASSIGNMENTS = 100_000
TASKS, UNITS, ACTIONS = 2_000, 50, 40
TODAY_YEAR = dt.date.today().year  # noqa: DTZ011  the year that the pages open on
KINDS = ("date", "ongoing", "date", "annual", "date_then_ongoing", "none")


def set_up(home: str) -> None:
    """Point Django at an empty scratch database in `home`, and migrate it."""
    os.environ.update(TRACKER_HOME=home, DJANGO_SETTINGS_MODULE="tracker.settings", TRACKER_PROFILE="demo")
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from celery import current_app
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STATIC_ROOT = home  # WhiteNoise warns where the folder is not there
    current_app.conf.broker_url = "memory://"  # what waits for a worker is done here
    call_command("migrate", verbosity=0)


def fill() -> None:
    """One district, one plan of this year: 2,000 tasks for 50 units each, half of which have reported."""
    from django.utils import timezone

    from tasks.people.models import Jurisdiction, Unit
    from tasks.plans.models import Action, Plan, SourceDocument, Task
    from tasks.work.models import Assignment, ReportingPeriod
    from tasks.work.periods import periods_between

    place = Jurisdiction.objects.create(name="某区", full_name="某市某区", level="county")
    units = Unit.objects.bulk_create(
        Unit(jurisdiction=place, name=f"某区第{n}局", short_name=f"第{n}局", position=n) for n in range(UNITS)
    )
    source = SourceDocument.objects.create(sha256="0" * 64, name="plan.txt", file="plans/x", text="")
    plan = Plan.objects.create(
        jurisdiction=place,
        title=f"某区{TODAY_YEAR}年法治政府建设任务分工方案",
        first_year=TODAY_YEAR,
        last_year=TODAY_YEAR,
        status="published",
        published_at=timezone.now(),
        source=source,
    )
    periods = ReportingPeriod.objects.bulk_create(
        ReportingPeriod(plan=plan, label=label, starts_on=first, ends_on=last)
        for label, first, last in periods_between(plan.first_day, plan.last_day, "quarter")
    )
    actions = Action.objects.bulk_create(
        Action(plan=plan, position=n, heading=f"第{n}项提升行动") for n in range(1, ACTIONS + 1)
    )
    tasks = Task.objects.bulk_create(_task(actions[n % ACTIONS], n) for n in range(TASKS))
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(task=task, unit=unit, role="responsible", state="done" if task.pk % 9 == 0 else "open")
            for task, unit in product(tasks, units)
        ),
        batch_size=5_000,
    )
    _report(assignments, periods)


def _task(action: "Action", n: int) -> "Task":  # noqa: F821  models load after set-up
    from tasks.plans.models import Task

    kind = KINDS[n % len(KINDS)]
    dated = kind in ("date", "date_then_ongoing")
    month = n % 12 + 1
    return Task(
        action=action,
        position=n + 1,
        number=n + 1,
        title=f"健全第{n}项依法行政工作机制并抓好落实",
        text=f"健全第{n}项依法行政工作机制并抓好落实。细化措施，压实责任，定期调度。" * 3,
        deadline_text={"annual": "每年10月底前", "ongoing": "长期坚持"}.get(kind, f"{TODAY_YEAR}年{month}月"),
        deadline_kind=kind,
        due_on=dt.date(TODAY_YEAR, month, 28) if dated else None,
        annual_on="10-31" if kind == "annual" else "",
        is_ongoing=kind in ("ongoing", "date_then_ongoing"),
    )


def _report(assignments: "list[Assignment]", periods: "list[ReportingPeriod]") -> None:  # noqa: F821  models load after set-up
    """Every other assignment has reported in the last period."""
    from tasks.people.models import Membership, User
    from tasks.work.models import ProgressReport

    author = User.objects.create(username="staff", name="王审核")
    Membership.objects.create(user=author, unit=assignments[0].unit, role="staff")
    User.objects.create(username="admin", name="管理员", is_staff=True, is_superuser=True)
    ProgressReport.objects.bulk_create(
        (
            ProgressReport(
                assignment=row,
                period=period,
                author=author,
                narrative="已完成制度修订并开展培训。",
                completion=40 + row.pk % 61,
                status=("accepted", "submitted", "draft")[row.pk % 3],
            )
            for row in assignments[::2]
            for period in periods[-1:]
        ),
        batch_size=5_000,
    )
