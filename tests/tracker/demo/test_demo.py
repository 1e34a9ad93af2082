"""The demo: four plans of three jurisdictions, and a report that carries every accepted figure of its year."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from reports.compose import MISSING, compose
from reports.gather import gather
from reports.models import AnnualReport
from reports.officialdoc import Paragraph
from tasks.common.numbers import amount_text
from tasks.events.acts import EventAct
from tasks.people.models import User
from tasks.plans.models import Plan
from tasks.work.lights import Light
from tasks.work.models import Assignment, Figure, ProgressReport
from tasks.work.selectors.assignments import assignments_of, published_plans
from tests.conftest import signed_in
from tests.history import steps_of
from tracker.demo import seed as demo

TODAY = dt.date(2026, 3, 1)  # after every plan: each is judged as of its last day


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[demo.DemoSeed]:
    """The demo, loaded once for all tests here, and gone after them."""
    as_for_each_test = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), as_for_each_test, transaction.atomic():
        yield demo.seed(password="Demo-Password-2024")
        transaction.set_rollback(True)


@pytest.fixture
def seeded(loaded: demo.DemoSeed, db: None) -> demo.DemoSeed:
    return loaded


def test_a_second_time_changes_nothing(seeded: demo.DemoSeed) -> None:
    before = (User.objects.count(), ProgressReport.objects.count())
    again = demo.seed(password=None)
    assert not again.created
    assert (User.objects.count(), ProgressReport.objects.count()) == before


def test_every_role_can_sign_in(seeded: demo.DemoSeed) -> None:
    for name in ("admin", "fazhike1", "zhengfuban"):
        assert User.objects.get(username=name).check_password("Demo-Password-2024")


def test_work_is_in_every_state(seeded: demo.DemoSeed) -> None:
    states = set(ProgressReport.objects.values_list("status", flat=True))
    assert states == {"draft", "submitted", "accepted", "returned"}


def test_the_report_carries_every_accepted_figure(seeded: demo.DemoSeed) -> None:
    report = AnnualReport.objects.get()
    document = compose(gather(report))
    text_of = {
        source: block.lead_in + block.text
        for block in document.blocks
        if isinstance(block, Paragraph)
        for source in block.sources
    }
    accepted = Figure.objects.filter(report__status="accepted")
    assert accepted.count() > 30
    for figure in accepted:
        assert amount_text(figure.value, figure.unit) in text_of[figure.report_id].replace(" ", ""), figure


def test_the_report_asks_for_no_word_on_the_plan_that_runs_beside_the_years_own(seeded: demo.DemoSeed) -> None:
    facts = gather(AnnualReport.objects.get())
    assert len(facts.actions) == 8
    document = compose(facts)
    assert not [block for block in document.blocks if MISSING in block.text]


def test_four_plans_of_three_places_are_published(seeded: demo.DemoSeed) -> None:
    shown = Plan.objects.published().values_list("jurisdiction__name", "first_year", "last_year")
    assert set(shown) == {
        ("西夏区", 2020, 2020),
        ("红寺堡区", 2023, 2025),
        ("红寺堡区", 2024, 2024),
        ("宁夏回族自治区", 2025, 2025),
    }


@pytest.mark.parametrize(
    ("username", "years"),
    [
        ("fazhike1", [2025, 2024, 2023]),
        ("fagaiju", [2025, 2024, 2023]),
        ("xixia", [2020]),
        ("zhenbeibuzhen", [2020]),
        ("ningxia", [2025]),
        ("admin", [2025, 2024, 2023, 2020]),
    ],
)
def test_each_has_the_years_of_the_own_plans(seeded: demo.DemoSeed, username: str, years: list[int]) -> None:
    answer = signed_in(User.objects.get(username=username)).get(reverse("home"))
    assert answer.context["years"] == years


@pytest.mark.parametrize("username", ["fazhike1", "xixia"])
def test_the_newest_year_is_no_wall_of_red(seeded: demo.DemoSeed, username: str) -> None:
    user = User.objects.get(username=username)
    plans = published_plans(user)
    newest = [plan for plan in plans if plan.covers(max(plan.last_year for plan in plans))]
    lights = Counter(assignments_of(user, newest, TODAY).order_by().values_list("light", flat=True))
    assert 0 < lights[Light.RED] < lights.total() / 20
    assert lights[Light.BLUE] > lights[Light.RED]


def test_what_is_written_at_once_is_as_the_services_leave_it(seeded: demo.DemoSeed) -> None:
    """Two units say the same on one task, one by the services, one at once: the rows differ by nothing but the unit."""
    plan = Plan.objects.get(first_year=2023)
    entry = {"period": "2025年第三季度", "narrative": "制定完毕。", "completion": 100}
    progress = demo.DemoProgress(plan)
    progress.hand_in([{**entry, "unit": "医保局", "action": 2, "number": 11, "figures": [], "outcome": "accepted"}])
    assert progress.write_accepted([{**entry, "by": ["大河乡"], "task": 11}]) == 1
    one, other = (_whole_story(plan, unit) for unit in ("医保局", "大河乡"))
    assert one == other


def _whole_story(plan: Plan, unit: str) -> list[object]:
    """All columns of what one unit handed in on task 11 in that quarter, keys apart, and which side made each step."""
    assignment = Assignment.objects.get(task__action__plan=plan, task__number=11, unit__short_name=unit)
    report = assignment.progress_reports.get(period__label="2025年第三季度")
    apart = {"id", "assignment_id", "author_id", "created_at", "object_id", "object_name", "actor_id", "report_id"}
    apart |= {"actor_name", "submitted_by_id"}

    def columns(row: object) -> dict[str, object]:
        return {key: value for key, value in vars(row).items() if key not in apart and not key.startswith("_")}

    steps = [*steps_of(report), *steps_of(assignment, EventAct.ASSIGNMENT_DONE)]
    reviewer = User.objects.get(username="fazhike1")
    people = [(step.actor_id == report.author_id, step.actor_id == reviewer.pk) for step in steps]
    return [assignment.state, columns(report), [columns(row) for row in [*report.versions.all(), *steps]], people]
