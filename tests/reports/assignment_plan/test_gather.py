"""What the importer wrote is gathered again as what the parser read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from indicators.models import Indicator, Target
from reports.assignment_plan.gather import gather
from tasks.people.names import find_jurisdiction
from tasks.planparser import parse_file
from tasks.plans.models import Action, Milestone, Plan, Responsibility, Task
from tests.world import World
from tracker.demo.fixture_files import FIXTURES, plan_documents
from tracker.intake.services.confirm import import_document

HONGSIBU = FIXTURES / "plans" / "hongsibu-2024-eight-actions.txt"


def imported(path: Path) -> Plan:
    now = timezone.now()
    plan = import_document(path=path, jurisdiction_name=None, publish=False, user=None, now=now).plan
    return Plan.objects.select_related("jurisdiction").get(pk=plan.pk)


@pytest.mark.parametrize("path", plan_documents(), ids=lambda path: path.stem)
def test_a_plan_is_gathered_as_it_was_read(path: Path, roster: None) -> None:
    plan, parsed = imported(path), parse_file(path)
    assert find_jurisdiction(parsed.jurisdiction or "") == plan.jurisdiction
    wanted = replace(parsed, jurisdiction=plan.jurisdiction.name)
    assert gather(plan) == wanted


def test_what_a_revision_dropped_is_left_out(roster: None) -> None:
    plan = imported(HONGSIBU)
    before = gather(plan)
    first, last = before.actions[0], before.actions[-1]
    now = timezone.now()
    Action.objects.filter(plan=plan, position=1).update(withdrawn_at=now)
    Task.objects.filter(action__plan=plan, action__position=8, position=1).update(withdrawn_at=now)
    after = gather(plan)
    assert [action.number for action in after.actions] == [1, 2, 3, 4, 5, 6, 7]
    assert [action.heading for action in after.actions] == [action.heading for action in before.actions[1:]]
    assert not {task.text for task in first.tasks} & {task.text for task in after.tasks()}
    assert after.actions[-1].tasks == last.tasks[1:]


def test_queries_do_not_grow_with_the_plan(world: World, django_assert_num_queries: Any) -> None:
    plan = Plan.objects.select_related("jurisdiction").get(pk=world.plan.pk)
    with django_assert_num_queries(6):
        gather(plan)
    for position in range(10, 30):
        action = Action.objects.create(plan=plan, position=position, heading=f"第{position}项行动")
        task = Task.objects.create(action=action, position=1, number=1, title="评查", text="评查。")
        Responsibility.objects.create(task=task, position=1, role="lead", name="司法局")
        Milestone.objects.create(task=task, position=1, text="6月底前", due_on="2024-06-30")
        row = Indicator.objects.create(plan=plan, position=position, area="", name="合格率")
        Target.objects.create(indicator=row, position=1, year=2024, text="≥90", operator=">=", value="90.5")
    with django_assert_num_queries(6):
        found = gather(plan)
    assert (len(found.actions), found.indicators[-1].targets[0].value) == (21, 90.5)
