"""The column of a plan under review: typed in Python, plain JSON in the database."""

import json
from dataclasses import replace

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.fields.json import KT

from tasks.common.errors import ServiceError
from tasks.planparser import ParsedPlan
from tests.tracker.intake.imports import TEXT, ready_draft
from tests.world import World
from tracker.intake.models import NOT_OPEN, PlanDraft


def plain_column(draft: PlanDraft) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM tasks_plandraft WHERE id = %s", [draft.pk])
        (column,) = cursor.fetchone()
    return json.loads(column) if isinstance(column, str) else column


def test_a_plan_comes_back_as_it_was_saved_and_stands_as_json_in_its_column(world: World) -> None:
    draft = ready_draft(world)
    assert isinstance(draft.content, ParsedPlan)
    draft.content = replace(draft.content, title="另一个标题")
    draft.save()
    assert PlanDraft.objects.get(pk=draft.pk).content == draft.content
    assert plain_column(draft) == draft.content.as_dict()


def test_an_update_writes_a_plan_too(world: World) -> None:
    draft = ready_draft(world)
    PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, title="改过"))
    draft.refresh_from_db()
    assert draft.title == "改过"


def test_no_plan_is_none_and_who_asks_for_it_is_refused(world: World) -> None:
    draft = PlanDraft.objects.create(name="方案.txt", owner=world.staff)
    draft.refresh_from_db()
    assert draft.content is None
    with pytest.raises(ServiceError, match=NOT_OPEN):
        _ = draft.reviewed


def test_the_database_can_look_into_the_column(world: World) -> None:
    ready_draft(world)
    title = TEXT.split("\n")[0]
    assert PlanDraft.objects.filter(content__title=title).exists()
    assert PlanDraft.objects.annotate(said=KT("content__title")).get().said == title
    assert PlanDraft.objects.values_list("content__actions__0__heading", flat=True).get() == "示范创建行动"


def test_a_fixture_holds_the_plain_form_and_is_read_back(world: World) -> None:
    draft = ready_draft(world)
    text = serializers.serialize("json", [draft])
    assert json.loads(text)[0]["fields"]["content"] == draft.reviewed.as_dict()
    (read,) = serializers.deserialize("json", text)
    assert read.object.content == draft.content


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(ValidationError):
        PlanDraft._meta.get_field("content").clean({"title": 3}, None)
