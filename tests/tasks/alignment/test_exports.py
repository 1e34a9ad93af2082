"""The coverage as XLSX: a line for each task that carries an upper one out, and for each upper task that has none."""

import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tasks.alignment.models import TaskCoverage
from tasks.plans.models import Plan, Task
from tests.tasks.alignment.above import Above, build_above
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(world: World) -> Above:
    return build_above(world)


def sheet(above: Above, client: Client) -> Any:
    response = client.get(reverse("plan_coverage_export", args=[above.lower_plan.pk]))
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    return load_workbook(io.BytesIO(data)).active


def rows(above: Above, client: Client) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet(above, client).iter_rows()]


def test_a_long_task_is_shown_whole(above: Above, as_staff: Client) -> None:
    Task.objects.filter(pk=above.upper[0].pk).update(title="长" * 100)
    page = sheet(above, as_staff)
    assert page["C2"].alignment.wrap_text
    assert (page.row_dimensions[2].height, page.row_dimensions[3].height) == (75, 15)


def test_one_line_for_each_task_that_carries_one_out(world: World, above: Above, as_staff: Client) -> None:
    above.lower[0].responsibilities.create(position=1, role="responsible", name="司法局", unit=world.justice)
    Task.objects.filter(pk=above.lower[0].pk).update(deadline_text="2024年6月底前")
    now = timezone.now()
    for lower, extent in ((0, "partly"), (1, "partly"), (2, "none")):
        TaskCoverage.objects.create(
            plan=above.lower_plan, upper=above.upper[0], lower=above.lower[lower], extent=extent, score=46,
            decided_by=world.staff, decided_at=now,
        )  # fmt: skip
    TaskCoverage.objects.create(plan=above.lower_plan, upper=above.upper[2], extent="exempt", decided_at=now)
    head, first, second, third, fourth = rows(above, as_staff)
    assert head == [
        "序号",
        "上级行动",
        "上级任务",
        "承接情况",
        "本级任务",
        "责任单位",
        "完成时限",
        "相似度",
        "确认人",
        "确认时间",
    ]
    assert first[:9] == [
        1, "规范执法行动", "1. 规范执法文书使用", "部分承接",
        "1. 规范执法文书使用", "司法局", "2024年6月底前", 0.46, "王审核",
    ]  # fmt: skip
    assert first[9].date() == timezone.localtime(now).date()
    assert second[4] == "2. 加强行政调解"
    assert third[:5] == [2, "规范执法行动", "2. 做实行政调解工作", "待确认", None]
    assert fourth[3] == "不涉及本级"
    assert fourth[9]


def test_a_formula_stays_text(above: Above, as_staff: Client) -> None:
    above.plan.actions.filter(position=1).update(heading="=1+1")
    assert rows(above, as_staff)[1][1] == "=1+1"


def test_the_file_is_named_for_the_plan(above: Above, as_staff: Client) -> None:
    Plan.objects.filter(pk=above.lower_plan.pk).update(title='某区 "2024/落实"方案')
    response = as_staff.get(reverse("plan_coverage_export", args=[above.lower_plan.pk]))
    response.close()
    name = unquote(response.headers["Content-Disposition"].partition("''")[2])
    assert name.startswith("上级任务承接情况-某区2024落实方案-")
