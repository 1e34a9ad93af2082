"""A new version comes into force: work stays with its task, what goes is withdrawn with its history, or nothing is."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.events.models import Event
from tasks.people.models import UnitAlias
from tasks.planparser import ParsedDeadline, ParsedPlan
from tasks.plans.difference import records
from tasks.plans.models import Action, Plan, PlanVersion, Responsibility, SourceDocument, Task
from tasks.plans.services.plans import Document
from tasks.work.models import Assignment, ProgressReport
from tasks.work.services.progress import ProgressContent, progress_accept, progress_save
from tasks.work.services.publishing import responsibility_link
from tests.history import last_step, steps_of
from tests.tasks.plans.difference.plans import action
from tests.tasks.work.reports import draft
from tests.tasks.work.test_publishing import import_text
from tests.tracker.intake.revisions import (
    names_of,
    new_task,
    revise,
    said_now,
    states,
    tasks_of,
    with_task,
    with_tasks,
    with_unit,
    without_task,
)
from tests.world import World

DEADLINE = ParsedDeadline("2024年9月", "date", dt.date(2024, 9, 30))
ONGOING = ParsedDeadline("长期坚持", "ongoing", ongoing=True)


def in_force(plan: Plan) -> list[tuple[int, int, str]]:
    rows = Task.objects.in_force().filter(action__plan=plan).order_by("action__position", "position")
    return list(rows.values_list("action__position", "position", "title"))


class TestWork:
    def test_the_same_wording_again_changes_nothing_but_the_version(self, world: World) -> None:
        before = said_now(world.plan)
        rows = list(Assignment.objects.order_by("pk").values("pk", "state", "role", "sources"))
        done = revise(world, said_now(world.plan))
        assert records(done.difference, {}) == []
        assert said_now(world.plan) == before
        assert list(Assignment.objects.order_by("pk").values("pk", "state", "role", "sources")) == rows
        assert not Event.objects.filter(object_type="tasks.assignment").exclude(reason="方案发布").exists()
        assert (done.version.number, done.version.changes) == (2, [])

    def test_a_reworded_task_keeps_its_row_and_its_reports(self, world: World) -> None:
        words = {"title": "争取示范命名2", "text": "争取示范命名2。开展创建，总结经验。"}
        revise(world, with_task(said_now(world.plan), 1, **words, deadline=DEADLINE))
        task = Task.objects.get(pk=world.ongoing_task.pk)
        assert (task.title, task.deadline_kind, task.due_on) == ("争取示范命名2", "date", dt.date(2024, 9, 30))
        world.submitted.refresh_from_db()
        assert world.submitted.assignment.task == task
        assert states(task) == {"司法局": ("open", "responsible"), "教育局": ("open", "responsible")}

    def test_a_dropped_task_is_withdrawn_with_its_history(self, world: World) -> None:
        now = timezone.now()
        done = revise(world, without_task(said_now(world.plan), 1), now=now)
        task = Task.objects.get(pk=world.ongoing_task.pk)
        assert task.withdrawn_at == now
        assert {state for state, _ in states(task).values()} == {"withdrawn"}
        step = last_step(world.submitted.assignment)
        assert (step.from_state, step.to_state, step.actor_id) == ("open", "withdrawn", world.staff.pk)
        assert step.reason == "方案修订：任务已删除"
        assert ProgressReport.objects.get() == world.submitted
        assert names_of(task) == ["政府组成部门"]
        assert done.reconciled is not None
        assert len(done.reconciled.withdrawn) == 2

    def test_a_dropped_task_that_comes_back_has_its_work_again(self, world: World) -> None:
        before = said_now(world.plan)
        held = states(world.ongoing_task)
        revise(world, without_task(before, 1))
        done = revise(world, before)
        task = Task.objects.get(pk=world.ongoing_task.pk)
        assert task.withdrawn_at is None
        assert states(task) == held
        assert names_of(task) == ["政府组成部门"]
        assert said_now(world.plan) == before
        assert ProgressReport.objects.get() == world.submitted
        assert last_step(world.submitted.assignment).reason == "方案修订：重新列为承办单位"
        assert [row["what"] for row in done.version.changes] == [["restored"]]

    def test_an_added_task_has_its_assignments(self, world: World) -> None:
        now = said_now(world.plan)
        revise(world, with_tasks(now, [new_task(names=("司法局", "政府组成部门", "无名局")), *tasks_of(now)]))
        task = Task.objects.get(title="建立观察点")
        assert states(task) == {"司法局": ("open", "responsible"), "教育局": ("open", "responsible")}
        assert {last_step(row).reason for row in task.assignments.all()} == {"方案修订"}
        assert task.assignments.get(unit=world.justice).sources.count() == 2
        assert [row[2] for row in in_force(world.plan)] == ["建立观察点", "争取命名1", "争取命名2"]

    def test_a_unit_no_longer_named_is_withdrawn_and_a_new_one_comes(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        revise(world, with_unit(said_now(world.plan), 1, name="财政局"))
        assert states(world.task) == {
            "司法局": ("open", "responsible"),
            "教育局": ("withdrawn", "responsible"),
            "财政局": ("open", "responsible"),
        }
        assert last_step(world.assignment).reason == "方案修订：不再列为承办单位"
        assert world.assignment.progress_reports.get() == report
        assert names_of(world.task) == ["司法局", "财政局", "有关部门"]

    def test_a_unit_named_again_is_reinstated(self, world: World) -> None:
        first = said_now(world.plan)
        revise(world, _without_education(first))
        revise(world, first)
        assert states(world.task)["教育局"] == ("open", "responsible")
        reasons = [step.reason for step in steps_of(world.assignment)]
        assert reasons == ["方案发布", "方案修订：不再列为承办单位", "方案修订：重新列为承办单位"]

    def test_one_that_was_done_is_done_when_it_is_named_again(self, world: World) -> None:
        _accept_whole(world)
        first = said_now(world.plan)
        revise(world, _without_education(first))
        assert states(world.task)["教育局"][0] == "withdrawn"
        revise(world, first)
        assert states(world.task)["教育局"][0] == "done"

    def test_one_that_was_done_is_open_when_its_task_does_not_end_any_more(self, world: World) -> None:
        _accept_whole(world)
        revise(world, with_task(said_now(world.plan), 0, deadline=ONGOING))
        assert states(world.task)["教育局"][0] == "open"
        assert last_step(world.assignment).reason == "方案修订：改为长期任务，继续办理"

    @pytest.mark.parametrize(
        ("role", "words"),
        [("lead", "角色由责任改为牵头"), ("support", "角色由责任改为配合")],
        ids=["stronger", "weaker"],
    )
    def test_a_role_changes_both_ways(self, world: World, role: str, words: str) -> None:
        revise(world, with_unit(said_now(world.plan), 1, role=role))
        assert states(world.task)["教育局"] == ("open", role)
        step = last_step(world.assignment)
        assert (step.from_state, step.to_state, step.reason) == ("open", "open", f"方案修订：{words}")
        assert [source.role for source in world.assignment.sources.all()] == [role]

    def test_a_name_that_somebody_linked_keeps_its_unit(self, world: World) -> None:
        responsibility_link(responsibility=world.unresolved, target=world.finance, user=world.staff, now=timezone.now())
        UnitAlias.objects.all().delete()
        revise(world, with_unit(said_now(world.plan), 2, role="responsible"))
        assert states(world.task)["财政局"] == ("open", "responsible")

    def test_a_task_put_into_another_action_keeps_its_work(self, world: World) -> None:
        now = said_now(world.plan)
        *_, last = tasks_of(now)
        left = without_task(now, len(tasks_of(now)) - 1)
        revise(world, replace(left, actions=(action("新的行动", [last]), *left.actions)))
        task = Task.objects.get(pk=world.ongoing_task.pk)
        assert (task.action.heading, task.action.position, task.position) == ("新的行动", 1, 1)
        assert states(task)["教育局"][0] == "open"

    def test_a_dropped_action_is_withdrawn_with_its_tasks(self, world: World) -> None:
        revise(world, replace(said_now(world.plan), actions=(action("全新行动", [new_task()]),)))
        assert in_force(world.plan) == [(1, 1, "建立观察点")]
        assert Action.objects.in_force().get(plan=world.plan).heading == "全新行动"
        assert world.plan.actions.exclude(withdrawn_at=None).get().heading == "示范创建行动"

    def test_what_a_person_said_about_tasks_holds(self, world: World) -> None:
        now, new = said_now(world.plan), new_task()
        revise(world, with_tasks(now, [new, *tasks_of(now)[1:]]), pairs={new.id: world.task.pk})
        task = Task.objects.get(pk=world.task.pk)
        assert (task.title, task.key) == ("建立观察点", world.task.key)


def _without_education(plan: ParsedPlan) -> ParsedPlan:
    """The plan without the unit that the first task names second."""
    one, _, three = tasks_of(plan)[0].responsibilities
    return with_task(plan, 0, responsibilities=(one, three))


def _accept_whole(world: World) -> None:
    """Education's part of the dated task is done."""
    content = ProgressContent("全部完成。", 100)
    report = progress_save(
        user=world.liaison,
        assignment=world.assignment,
        period=world.period,
        content=content,
        revision=None,
        now=timezone.now(),
    )
    ProgressReport.objects.filter(pk=report.pk).update(status="submitted")
    report.refresh_from_db()
    progress_accept(user=world.staff, report=report, now=timezone.now())


class TestPlan:
    def test_its_facts_source_and_history_are_the_new_version_s(self, world: World) -> None:
        words = {"title": "修订后的方案", "document_number": "某政发〔2024〕9号"}
        done = revise(world, replace(said_now(world.plan), **words))
        plan = Plan.objects.get(pk=world.plan.pk)
        assert (plan.title, plan.document_number, plan.source.name) == ("修订后的方案", "某政发〔2024〕9号", "v2.txt")
        assert [row.number for row in plan.versions.all()] == [1, 2]
        assert done.version.title == "修订后的方案"
        step = last_step(plan)
        assert (step.from_state, step.to_state, step.reason) == ("published", "published", "修订为第2版")

    def test_the_record_names_the_rows(self, world: World) -> None:
        now = said_now(world.plan)
        done = revise(world, with_tasks(now, [tasks_of(now)[0], new_task()]))
        changes = {row["task"]: row["what"] for row in done.version.changes}
        assert changes == {world.ongoing_task.pk: ["dropped"], Task.objects.get(title="建立观察点").pk: ["added"]}

    def test_periods_grow_with_the_years_and_those_with_reports_stay(self, world: World) -> None:
        revise(world, replace(said_now(world.plan), years=(2024, 2025)))
        assert world.plan.periods.count() == 8
        revise(world, replace(said_now(world.plan), years=(2025,)))
        labels = [period.label for period in world.plan.periods.order_by("starts_on")]
        assert labels == ["2024年第一季度", *(f"2025年第{n}季度" for n in "一二三四")]

    def test_a_draft_has_no_assignments_before_and_none_after(self, world: World) -> None:
        plan = import_text(world)
        now = said_now(plan)
        done = revise(world, with_tasks(now, [*tasks_of(now), new_task()]), plan=plan)
        assert done.reconciled is None
        assert not Assignment.objects.filter(task__action__plan=plan).exists()
        assert plan.periods.count() == 0

    def test_a_name_known_by_now_is_resolved(self, world: World) -> None:
        UnitAlias.objects.create(jurisdiction=world.place, name="有关部门", unit=world.finance)
        revise(world, said_now(world.plan))
        assert states(world.task)["财政局"] == ("open", "support")


class TestRefusal:
    """Whatever is refused leaves all as it was."""

    def refused(self, world: World, error: type[ServiceError], sentence: str, **given: object) -> None:
        now = said_now(world.plan)
        changes: Any = given.pop("changes", {})
        changed = replace(with_tasks(now, [tasks_of(now)[0], new_task()]), **changes)
        before = self.state(world)
        with pytest.raises(error, match=sentence), transaction.atomic():
            revise(world, changed, **given)
        assert self.state(world) == before

    @staticmethod
    def state(world: World) -> list[object]:
        models = (Plan, Action, Task, Responsibility, Assignment, PlanVersion, SourceDocument, Event)
        return [list(model.objects.order_by("pk").values()) for model in models]

    def test_another_version_came_first(self, world: World) -> None:
        revise(world, said_now(world.plan))
        self.refused(world, StaleError, "刚刚修订过", seen_version=1)

    def test_no_year(self, world: World) -> None:
        self.refused(world, ServiceError, "没有写明年度", changes={"years": ()})

    def test_a_title_too_long(self, world: World) -> None:
        self.refused(world, ServiceError, "“标题”有301字", changes={"title": "长" * 301})

    def test_a_name_too_long_at_the_very_end(self, world: World) -> None:
        now = said_now(world.plan)
        longer = with_tasks(now, [*tasks_of(now), new_task(names=("长" * 201,))])
        self.refused(world, ServiceError, "“原文名称”有201字", changes={"actions": longer.actions})

    def test_the_file_of_another_plan(self, world: World) -> None:
        other = import_text(world)
        with other.source.file.open("rb") as file:
            data = file.read()
        document = Document("x.txt", data, "x")
        self.refused(world, ServiceError, "这份文件已作为", document=document)

    def test_work_that_changed_meanwhile(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        from tasks.work.services import assignments

        reconcile = assignments.reconcile

        def meanwhile(*given: object) -> object:
            found = reconcile(*given)
            Assignment.objects.filter(task=world.ongoing_task).update(state="done")
            return found

        monkeypatch.setattr(assignments, "reconcile", meanwhile)
        self.refused(world, StaleError, "刚刚被他人办结或更改")


def test_statements_do_not_grow_with_the_work(world: World, django_assert_max_num_queries: Any) -> None:
    now = said_now(world.plan)
    more = [new_task(f"新任务{n}号", names=("司法局", "财政局")) for n in range(40)]
    with django_assert_max_num_queries(60):
        revise(world, with_tasks(now, [*tasks_of(now), *more]))
