"""The document and the worksheet are there for staff to take away, under the plan's own title."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tasks.planparser import parse_bytes
from tasks.plans.models import Plan
from tests.tracker.intake.imports import read
from tests.world import World
from tracker.intake.selectors.recognition import kin_of
from tracker.intake.services.drafts import draft_begin

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("kind", TYPES)
def test_a_plan_is_taken_away(kind: str, as_staff: Client, world: World) -> None:
    response = as_staff.get(reverse(f"plan_{kind}", args=[world.plan.pk]))
    assert response.headers["Content-Type"] == TYPES[kind]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert f"{world.plan.title}.{kind}" in unquote(response.headers["Content-Disposition"])
    found = parse_bytes(response.content)
    assert found.title == world.plan.title
    assert [task.title for task in found.tasks()] == ["争取命名1", "争取命名2"]
    assert [unit.name for unit in found.tasks()[0].responsibilities] == ["司法局", "教育局", "有关部门"]


@pytest.mark.parametrize("kind", TYPES)
def test_a_title_breaks_no_header(kind: str, as_staff: Client, world: World) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(title='某区"2024"\r\nSet-Cookie: x=1/../方案')
    response = as_staff.get(reverse(f"plan_{kind}", args=[world.plan.pk]))
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("kind", TYPES)
def test_it_is_only_read(kind: str, as_staff: Client, world: World) -> None:
    assert as_staff.post(reverse(f"plan_{kind}", args=[world.plan.pk])).status_code == 405


@pytest.mark.parametrize("kind", TYPES)
def test_it_is_recognised_when_it_comes_back(kind: str, as_staff: Client, world: World) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(document_number="某政办发〔2024〕1号")
    data = as_staff.get(reverse(f"plan_{kind}", args=[world.plan.pk])).content
    draft = draft_begin(user=world.staff, name=f"方案.{kind}", data=data).draft
    assert draft
    read(draft)
    kin = kin_of(draft)
    assert kin
    assert (kin.plan, kin.kind) == (world.plan, "format")
