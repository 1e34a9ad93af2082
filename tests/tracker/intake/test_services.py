"""Every service of a draft asks who may, and leaves a row in the record; a stranger changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.people.models import User
from tasks.planparser import ParsedDeadline
from tasks.rights.rules import NotAllowedError
from tests.tracker.intake.imports import TEXT, ready_draft
from tests.tracker.intake.places import action_id, indicator_id, task_at, task_id
from tests.world import World
from tracker.intake.corrections.lines import Target
from tracker.intake.decisions import Leave
from tracker.intake.grid import rows as grid
from tracker.intake.models import PlanDraft
from tracker.intake.services import items
from tracker.intake.services.drafts import draft_begin, draft_discard, draft_of_version
from tracker.intake.services.grid import draft_fill, draft_write
from tracker.intake.services.lines import draft_move_lines
from tracker.intake.services.review import draft_acknowledge, draft_decide, draft_pair, draft_place, draft_revise
from tracker.intake.services.undo import draft_restructure, draft_undo

Given = dict[str, Any]
Call = tuple[Callable[..., Any], Callable[[World, PlanDraft], Given]]


@pytest.fixture
def draft(world: World) -> PlanDraft:
    draft = ready_draft(world)
    draft_revise(draft=draft, revision=0, user=world.staff, plan=world.plan)
    draft.refresh_from_db()
    draft_restructure(draft=draft, revision=1, user=world.staff, at="x", what="y", given={"13": ""})
    draft.refresh_from_db()
    return draft


def first(draft: PlanDraft) -> str:
    return task_id(draft.reviewed, 1, 1)


def typed(draft: PlanDraft) -> list[grid.Row]:
    return [*grid.rows_of(draft.reviewed), grid.Row(grid.NEW_TASK, text="新任务。")]


ABOUT = {"title": "新标题", "years": [2025], "jurisdiction": "某区"}
# What is called, with what, what the record says was done, and which words it keeps.
CALLS: list[tuple[str, Callable[..., Any], Callable[[World, PlanDraft], Given], str, str]] = [
    ("about", items.draft_about_correct, lambda w, d: {**ABOUT, "place": w.place}, "修改方案信息", ""),
    ("action", items.draft_action_correct,
     lambda w, d: {"action": action_id(d.reviewed, 1), "heading": "新", "goal": ""},
     "修改行动：示范创建行动", "示范创建行动"),
    ("task", items.draft_task_correct, lambda w, d: {"task": first(d), "text": "新词。"},
     "修改任务：1. 争取命名", "争取命名。开展创建，2024年6月底前完成申报。巩固成果。"),
    ("a task's time alone", items.draft_task_correct, lambda w, d: {"task": first(d), "deadline": ParsedDeadline()},
     "修改任务：1. 争取命名", ""),
    ("add", items.draft_task_add, lambda w, d: {"action": action_id(d.reviewed, 2), "text": "补一项。"},
     "补充任务：4. 补一项", ""),
    ("merge", items.draft_task_merge, lambda w, d: {"task": first(d)},
     "合并任务：1. 争取命名，2. 加强宣传", "加强宣传。开展宣传。"),
    ("split", items.draft_task_split, lambda w, d: {"task": first(d), "offset": 5},
     "拆分任务：1. 争取命名", "争取命名。开展创建，2024年6月底前完成申报。巩固成果。"),
    ("move", items.draft_task_move,
     lambda w, d: {"task": first(d), "to_action": action_id(d.reviewed, 2), "to_place": 1},
     "移动任务：1. 争取命名", ""),
    ("delete", items.draft_task_delete, lambda w, d: {"task": task_id(d.reviewed, 1, 2)},
     "删除任务：2. 加强宣传", "加强宣传。开展宣传。"),
    ("indicator", items.draft_indicator_correct,
     lambda w, d: {"indicator": indicator_id(d.reviewed, 1), "name": "新", "area": "", "unit": None, "targets": []},
     "修改指标：示范项目", "示范项目"),
    ("delete an indicator", items.draft_indicator_delete, lambda w, d: {"indicator": indicator_id(d.reviewed, 1)},
     "删除指标：示范项目", "示范项目"),
    ("lines", draft_move_lines, lambda w, d: {"first": 7, "last": 7, "to": Target("none")}, "改第7行的归属", ""),
    ("grid", draft_fill, lambda w, d: {"rows": typed(d)}, "任务表格：新增1项", ""),
    ("a row of the grid", draft_fill, lambda w, d: {"rows": [grid.Row(f"task:{first(d)}", "1", "改。")], "part": True},
     "任务表格：修改1项：1. 改", "争取命名。开展创建，2024年6月底前完成申报。巩固成果。"),
    ("name", draft_decide, lambda w, d: {"decisions": {"财政部门": Leave()}}, "对应责任单位名称：财政部门", ""),
    ("place", draft_place, lambda w, d: {"place": None}, "地区改为未选择", ""),
    ("version", draft_revise, lambda w, d: {"plan": None}, "作为另一份方案", ""),
    ("pair", draft_pair, lambda w, d: {"item": first(d), "said": "none"}, "对应原方案的任务：1. 争取命名", ""),
    ("acknowledge", draft_acknowledge, lambda w, d: {"keys": [d.reviewed.diagnostics[0].id], "acknowledged": True},
     "1条提示标为已核对", ""),
    ("undo", draft_undo, lambda w, d: {}, "撤销上一步", ""),
]  # fmt: skip
NAMES = [row[0] for row in CALLS]


@pytest.mark.parametrize(("service", "given", "what", "words"), [row[1:] for row in CALLS], ids=NAMES)
def test_what_was_changed_stands_in_the_record(
    world: World, draft: PlanDraft, service: Callable[..., Any], given: Callable[[World, PlanDraft], Given],
    what: str, words: str,
) -> None:  # fmt: skip
    before = set(Event.objects.values_list("pk", flat=True))
    service(draft=draft, revision=draft.revision, user=world.admin, **given(world, draft))
    (event,) = Event.objects.exclude(pk__in=before)
    assert (event.act, event.actor_id, event.object_id) == (EventAct.DRAFT_EDIT, world.admin.pk, draft.pk)
    assert (event.reason, event.before) == (what, words)


STRANGERS: list[tuple[str, Callable[[World], User]]] = [
    ("staff of another place", lambda w: w.foreign_staff),
    ("a liaison", lambda w: w.liaison),
    ("a leader", lambda w: w.leader),
]


@pytest.mark.parametrize("stranger", [row[1] for row in STRANGERS], ids=[row[0] for row in STRANGERS])
@pytest.mark.parametrize(("service", "given"), [row[1:3] for row in CALLS], ids=NAMES)
def test_a_stranger_is_refused_by_the_service(
    world: World, draft: PlanDraft, service: Callable[..., Any], given: Callable[[World, PlanDraft], Given],
    stranger: Callable[[World], User],
) -> None:  # fmt: skip
    before = Event.objects.count()
    with pytest.raises(NotAllowedError):
        service(draft=draft, revision=draft.revision, user=stranger(world), **given(world, draft))
    revision = draft.revision
    draft.refresh_from_db()
    assert (draft.revision, Event.objects.count()) == (revision, before)


@pytest.mark.parametrize(("service", "given"), [row[1:3] for row in CALLS], ids=NAMES)
def test_who_has_not_seen_the_latest_is_refused_and_nothing_recorded(
    world: World, draft: PlanDraft, service: Callable[..., Any], given: Callable[[World, PlanDraft], Given]
) -> None:
    before = Event.objects.count()
    with pytest.raises(StaleError):
        service(draft=draft, revision=0, user=world.staff, **given(world, draft))
    assert Event.objects.count() == before


@pytest.mark.parametrize(("service", "given"), [row[1:3] for row in CALLS], ids=NAMES)
def test_what_is_confirmed_is_closed(
    world: World, draft: PlanDraft, service: Callable[..., Any], given: Callable[[World, PlanDraft], Given]
) -> None:
    PlanDraft.objects.filter(pk=draft.pk).update(state=PlanDraft.State.CONFIRMED)
    with pytest.raises(ServiceError):
        service(draft=draft, revision=draft.revision, user=world.staff, **given(world, draft))


class TestOthers:
    def test_throwing_a_colleague_s_draft_away_is_recorded(self, world: World, draft: PlanDraft) -> None:
        draft_discard(draft=draft, user=world.admin)
        event = Event.objects.get(act=EventAct.DRAFT_DISCARD)
        assert (event.actor_id, event.object_name) == (world.admin.pk, draft.title)
        assert (event.from_state, event.to_state) == ("ready", "discarded")

    @pytest.mark.parametrize("stranger", [row[1] for row in STRANGERS], ids=[row[0] for row in STRANGERS])
    def test_a_stranger_throws_nothing_away(
        self, world: World, draft: PlanDraft, stranger: Callable[[World], User]
    ) -> None:
        with pytest.raises(NotAllowedError):
            draft_discard(draft=draft, user=stranger(world))
        draft.refresh_from_db()
        assert draft.state == PlanDraft.State.READY

    def test_one_of_no_place_yet_is_its_owner_s(self, world: World) -> None:
        draft = ready_draft(world, world.foreign_staff, text=TEXT.replace("某区2024年", "江南新区2024年"))
        assert draft.jurisdiction is None
        with pytest.raises(NotAllowedError):
            draft_discard(draft=draft, user=world.staff)
        draft_discard(draft=draft, user=world.foreign_staff)

    def test_a_place_that_one_does_not_keep_is_not_chosen(self, world: World, draft: PlanDraft) -> None:
        with pytest.raises(NotAllowedError, match="没有管理这个地区"):
            draft_place(draft=draft, revision=draft.revision, user=world.staff, place=world.elsewhere)

    def test_what_is_brought_and_written_is_recorded(self, world: World, draft: PlanDraft) -> None:
        assert Event.objects.get(act=EventAct.DRAFT_BEGIN).object_id == draft.pk
        written = draft_write(user=world.staff, place=world.place, content=draft.reviewed, upper_plan=None)
        assert Event.objects.get(act=EventAct.DRAFT_WRITE).object_id == written.pk

    @pytest.mark.parametrize("stranger", [row[1] for row in STRANGERS[1:]], ids=[row[0] for row in STRANGERS[1:]])
    def test_who_brings_no_plans_is_refused(self, world: World, stranger: Callable[[World], User]) -> None:
        user = stranger(world)
        with pytest.raises(NotAllowedError):
            draft_begin(user=user, name="x.txt", data=TEXT.encode())
        with pytest.raises(NotAllowedError):
            draft_of_version(user=user, version=world.plan.versions.get())
        assert not PlanDraft.objects.exists()


def test_the_time_of_a_task_is_what_was_given(world: World, draft: PlanDraft) -> None:
    items.draft_task_correct(draft=draft, revision=2, user=world.staff, task=first(draft), deadline=ParsedDeadline())
    draft.refresh_from_db()
    assert task_at(draft.reviewed, 1, 1).deadline == ParsedDeadline()
