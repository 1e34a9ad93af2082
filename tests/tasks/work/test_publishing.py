"""Plans become drafts, drafts become the year's work, names find their units; nothing is done twice."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from indicators.services import indicators_import
from tasks.common.errors import ServiceError, StaleError
from tasks.people.models import Unit, UnitAlias, UnitGroupAlias
from tasks.planparser import ParsedIndicator, ParsedPlan, ParsedTarget, parse_bytes
from tasks.plans.models import Plan, Responsibility
from tasks.plans.services.plans import Document, plan_import, unresolved_names
from tasks.work.models import Assignment
from tasks.work.services.publishing import plan_publish, responsibility_link
from tests.history import last_step, steps_of
from tests.tasks.work.reports import draft
from tests.tasks.work.test_progress import together
from tests.world import World, build_world, make_plan, make_task

TEXT = """某区2024年法治政府建设任务分工方案

（一）示范创建行动

1. 争取命名。开展创建，2024年6月底前完成申报。

责任单位：司法局、教育局、有关方面

完成时限：2024年12月

2. 加强宣传。开展宣传。

责任单位：政府组成部门

完成时限：长期坚持
"""


# a document, what is said of it
LONG = [
    ("a task's title", TEXT.replace("加强宣传。", "加强" * 251 + "。"), "^第11行：任务的“任务”有50[0-9]字，最多500字"),
    ("a deadline", TEXT.replace("长期坚持", "长期坚持" * 51), "第11行：任务的“完成时限”有20[0-9]字，最多200字"),
    ("a unit's name", TEXT.replace("有关方面", "有关方面" * 51), "第5行：责任分工的“原文名称”有204字，最多200字"),
    ("a heading", TEXT.replace("示范创建", "示范创建" * 80), "第3行：行动的“标题”有32[0-9]字，最多300字"),
]  # fmt: skip


def import_text(world: World, text: str = TEXT) -> Plan:
    return import_parsed(world, parse_bytes(text.encode()), text)


def import_parsed(world: World, parsed: ParsedPlan, text: str = TEXT) -> Plan:
    return plan_import(
        parsed=parsed,
        document=Document("plan.txt", text.encode(), text),
        jurisdiction=world.place,
        user=None,
        now=timezone.now(),
    ).plan


def publish(plan: Plan, world: World) -> int:
    return plan_publish(plan=plan, user=world.staff, now=timezone.now())


class TestImport:
    def test_a_document_becomes_a_draft(self, world: World) -> None:
        plan = import_text(world)
        assert (plan.status, plan.first_year, plan.last_year) == ("draft", 2024, 2024)
        tasks = list(plan.actions.get().tasks.order_by("position"))
        assert [(task.number, task.deadline_kind, task.due_on) for task in tasks] == [
            (1, "date", dt.date(2024, 12, 31)),
            (2, "ongoing", None),
        ]
        assert [mark.due_on for mark in tasks[0].milestones.all()] == [dt.date(2024, 6, 30)]
        assert [(str(said), said.is_resolved) for said in tasks[0].responsibilities.all()] == [
            ("责任：司法局", True),
            ("责任：教育局", True),
            ("责任：有关方面", False),
        ]
        assert not Assignment.objects.filter(task__in=tasks).exists()

    def test_the_same_file_again_changes_nothing(self, world: World) -> None:
        first, second = import_text(world), import_text(world)
        assert first == second
        assert len(steps_of(first)) == 1

    def test_a_document_without_a_year_is_refused(self, world: World) -> None:
        with pytest.raises(ServiceError, match="没有写明年度"):
            import_text(world, "法治政府建设任务分工方案\n\n1. 争取命名。开展创建。\n\n责任单位：司法局\n")

    @pytest.mark.parametrize(("text", "sentence"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
    def test_what_is_too_long_is_refused_and_not_cut(self, world: World, text: str, sentence: str) -> None:
        before = Plan.objects.count()
        with pytest.raises(ServiceError, match=sentence), transaction.atomic():
            import_text(world, text)
        assert Plan.objects.count() == before

    def test_a_document_number_and_an_issuer_too_long_are_refused(self, world: World) -> None:
        parsed = parse_bytes(TEXT.encode())
        for change, sentence in (
            ({"document_number": "号" * 101}, "^工作方案的“文号”有101字，最多100字，请在文件中改短或分段后重新导入。"),
            ({"issuer": "府" * 201}, "“发文机关”有201字"),
            ({"title": "案" * 301}, "“标题”有301字"),
        ):
            with pytest.raises(ServiceError, match=sentence), transaction.atomic():
                import_parsed(world, replace(parsed, **change))

    def test_an_indicator_that_is_too_long_is_refused(self, world: World) -> None:
        target = ParsedTarget(year=2024, text="目" * 501, operator=None, value=None)
        parsed = parse_bytes(TEXT.encode())
        for change, sentence in (
            ({"unit": "个" * 21}, "^第7行：指标的“单位”有21字，最多20字"),
            ({"targets": (target,)}, "^第7行：目标值的“原文”有501字"),
        ):
            indicator = replace(ParsedIndicator(1, "领域", "名称", "个", (), 7), **change)
            with pytest.raises(ServiceError, match=sentence), transaction.atomic():
                indicators_import(
                    plan=make_plan(world.place), parsed=replace(parsed, indicators=(indicator,)), user=None
                )

    def test_a_nul_that_a_reader_left_is_not_kept(self, world: World) -> None:
        parsed = parse_bytes(TEXT.encode())
        assert import_parsed(world, parsed, f"{TEXT}\0").source.text == TEXT

    def test_the_source_keeps_every_line(self, world: World) -> None:
        plan = import_text(world)
        assert plan.source.lines(5, 7) == [
            (5, "1. 争取命名。开展创建，2024年6月底前完成申报。"),
            (7, "责任单位：司法局、教育局、有关方面"),
        ]
        assert plan.source.lines(0, 1) == [(1, "某区2024年法治政府建设任务分工方案")]


class TestPublish:
    def test_responsibilities_become_assignments(self, world: World) -> None:
        plan = import_text(world)
        assert publish(plan, world) == 4
        rows = Assignment.objects.filter(task__action__plan=plan)
        assert sorted(str(row.unit) for row in rows) == ["司法局", "司法局", "教育局", "教育局"]
        assert [period.label for period in plan.periods.all()] == [f"2024年第{n}季度" for n in "一二三四"]
        steps = [step for row in rows for step in steps_of(row)]
        assert [(step.to_state, step.actor_id) for step in steps] == [("open", world.staff.pk)] * 4

    def test_twice_is_once(self, world: World) -> None:
        plan = import_text(world)
        publish(plan, world)
        with pytest.raises(StaleError, match="已经发布"):
            publish(Plan.objects.get(pk=plan.pk), world)
        assert len(steps_of(plan)) == 2

    def test_the_strongest_role_wins_and_the_rest_is_recorded(self, world: World) -> None:
        action = make_plan(world.place).actions.get()
        task = make_task(action, 1, group=world.departments)
        Responsibility.objects.create(task=task, position=1, role="support", name="教育局", unit=world.education)
        lead = Responsibility.objects.create(task=task, position=9, role="lead", name="司法局", unit=world.justice)
        publish(action.plan, world)
        roles = {str(row.unit): row.role for row in task.assignments.all()}
        assert roles == {"司法局": "lead", "教育局": "responsible"}
        justice = task.assignments.get(unit=world.justice)
        assert set(justice.sources.all()) == {lead, task.responsibilities.get(name="政府组成部门")}

    def test_a_group_leaves_out_units_out_of_use(self, world: World) -> None:
        Unit.objects.filter(pk=world.education.pk).update(is_active=False)
        action = make_plan(world.place).actions.get()
        task = make_task(action, 1, group=world.departments)
        publish(action.plan, world)
        assert [row.unit for row in task.assignments.all()] == [world.justice]

    def test_a_monthly_plan_has_twelve_periods(self, world: World) -> None:
        plan = import_text(world)
        plan.reporting_cycle = Plan.Cycle.MONTH
        plan.save()
        publish(plan, world)
        assert plan.periods.count() == 12


class TestLink:
    def link(self, world: World, target: object) -> int:
        return responsibility_link(
            responsibility=world.unresolved,
            target=target,
            user=world.staff,
            now=timezone.now(),
        )

    def test_a_unit_gets_its_assignment_and_the_name_is_remembered(self, world: World) -> None:
        assert self.link(world, world.finance) == 1
        assert world.task.assignments.get(unit=world.finance).role == "support"
        assert UnitAlias.objects.get(name="有关部门").unit == world.finance
        assert unresolved_names(world.plan) == []
        last = last_step(world.plan)
        assert (last.actor_id, last.reason) == (world.staff.pk, "“有关部门”对应到财政局")

    def test_a_group_absorbs_and_loses_no_work(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        assert self.link(world, world.departments) == 0  # its members have the task already, in a stronger role
        world.assignment.refresh_from_db()
        assert (world.assignment.role, world.assignment.sources.count()) == ("responsible", 2)
        assert world.assignment.progress_reports.get() == report
        assert UnitGroupAlias.objects.get(name="有关部门").group == world.departments

    def test_a_stronger_role_is_taken_on(self, world: World) -> None:
        Responsibility.objects.filter(pk=world.unresolved.pk).update(role="lead")
        world.unresolved.refresh_from_db()
        self.link(world, world.education)
        world.assignment.refresh_from_db()
        assert world.assignment.role == "lead"
        last = last_step(world.assignment)
        assert (last.from_state, last.to_state, last.actor_id) == ("open", "open", world.staff.pk)
        assert last.reason == "对应单位：角色由责任改为牵头"

    def test_a_role_that_was_changed_meanwhile_is_not_overwritten(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Responsibility.objects.filter(pk=world.unresolved.pk).update(role="lead")

        def meanwhile(role: str, other: str) -> bool:
            Assignment.objects.filter(pk=world.assignment.pk).update(role="support")
            return True

        monkeypatch.setattr("tasks.work.services.assignments._is_stronger", meanwhile)
        with pytest.raises(StaleError, match="承办角色刚刚被他人更改"):
            self.link(world, world.education)

    def test_the_history_says_that_it_came_of_a_link(self, world: World) -> None:
        self.link(world, world.finance)
        assert [step.reason for step in steps_of(world.task.assignments.get(unit=world.finance))] == ["对应单位"]
        assert [step.reason for step in steps_of(world.assignment)] == ["方案发布"]

    def test_in_a_plan_published_meanwhile_the_assignments_come(self, world: World) -> None:
        plan = import_text(world)
        opened = Responsibility.objects.select_related("task__action__plan").get(
            task__action__plan=plan, name="有关方面"
        )
        publish(plan, world)
        assert opened.task.action.plan.status == "draft"
        count = responsibility_link(responsibility=opened, target=world.finance, user=world.staff, now=timezone.now())
        assert count == 1

    def test_every_place_of_the_name_is_linked(self, world: World) -> None:
        Responsibility.objects.create(task=world.ongoing_task, position=9, role="support", name="有关部门")
        assert self.link(world, world.finance) == 2

    def test_in_a_draft_there_are_no_assignments_yet(self, world: World) -> None:
        plan = import_text(world)
        said = Responsibility.objects.get(task__action__plan=plan, name="有关方面")
        count = responsibility_link(responsibility=said, target=world.finance, user=world.staff, now=timezone.now())
        assert count == 0
        assert publish(plan, world) == 5

    def test_a_unit_of_another_district_is_refused(self, world: World) -> None:
        with pytest.raises(ServiceError, match="不属于这份方案的地区"):
            self.link(world, world.foreign_unit)

    def test_the_second_is_told(self, world: World) -> None:
        self.link(world, world.finance)
        with pytest.raises(StaleError, match="已由他人对应"):
            self.link(world, world.justice)

    def test_a_name_too_long_for_an_alias_is_linked_and_not_remembered(self, world: World) -> None:
        Responsibility.objects.filter(pk=world.unresolved.pk).update(name="长" * 150)
        world.unresolved.refresh_from_db()
        assert self.link(world, world.finance) == 1
        assert not UnitAlias.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once() -> None:
    world = build_world()
    plan = import_text(world)
    copies = [Plan.objects.get(pk=plan.pk) for _ in range(2)]
    assert together(*[lambda copy=copy: publish(copy, world) for copy in copies]) == ["StaleError", "ok"]
    assert (plan.periods.count(), Assignment.objects.filter(task__action__plan=plan).count()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_two_names_of_one_task_linked_to_one_unit_at_once() -> None:
    world = build_world()
    other = Responsibility.objects.create(task=world.task, position=10, role="lead", name="有关单位")

    def link(said: Responsibility) -> Callable[[], object]:
        opened = Responsibility.objects.get(pk=said.pk)
        return lambda: responsibility_link(
            responsibility=opened, target=world.finance, user=world.staff, now=timezone.now()
        )

    assert together(link(world.unresolved), link(other)) == ["ok", "ok"]
    assignment = world.task.assignments.get(unit=world.finance)
    assert (assignment.role, assignment.sources.count()) == ("lead", 2)
