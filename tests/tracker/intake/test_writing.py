"""A plan of one's own from first choice to the plan tables: what is offered, taken over, printed and written."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Indicator, Target
from tasks.common.errors import ServiceError
from tasks.people.models import User
from tasks.planparser import ParsedResponsibility, new_id, parse_bytes
from tasks.plans.models import Action, Plan, Task
from tasks.work.models import Assignment
from tests.conftest import signed_in
from tests.tasks.planparser.reading import texts
from tests.tasks.plans.difference.plans import action
from tests.tracker.intake.drafting import written_draft
from tests.tracker.intake.imports import page, post, ready_draft, text_of, url
from tests.tracker.intake.revisions import with_task
from tests.world import World, make_plan, make_task
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.views.writing import MAX_TITLE, NO_TITLE

WRITE = reverse("draft_write")


@pytest.fixture
def above(world: World) -> Plan:
    """A published plan of the place above, with one task that last year's plan has too and one that is new."""
    world.place.parent = world.elsewhere
    world.place.save()
    plan = make_plan(world.elsewhere, title="上级2025年工作方案", years=(2025, 2025))
    action = plan.actions.get()
    for number, text in ((1, "争取命名1。开展创建。"), (2, "推进数字政府。建设一体化平台。")):
        task = make_task(action, number, kind="ongoing", units=[world.foreign_unit])
        Task.objects.filter(pk=task.pk).update(title=text.split("。")[0], text=text)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return plan


@pytest.fixture
def ahead(world: World) -> Indicator:
    """An indicator of last year's plan with a target for the new year."""
    Target.objects.create(indicator=world.indicator, position=2, year=2025, text="≥6", operator=">=", value=Decimal(6))
    return world.indicator


def chosen(world: World, **more: Any) -> dict[str, Any]:
    return {"place": world.place.pk, "years": "2025", "step": "tasks", **more}


def address(world: World, **more: Any) -> str:
    return f"{WRITE}?" + "&".join(f"{name}={value}" for name, value in chosen(world, **more).items())


class TestChoice:
    def test_the_list_of_plans_leads_here(self, world: World, as_staff: Client) -> None:
        for name in ("plan_list", "draft_new"):
            assert f'href="{WRITE}"' in text_of(as_staff.get(reverse(name)))

    def test_a_new_installation_is_told_to_import_first(self, db: None) -> None:
        admin = User.objects.create_superuser("first", name="管理员")
        html = text_of(signed_in(admin).get(reverse("draft_write")))
        assert "系统里还没有地区" in html
        assert f'href="{reverse("draft_new")}">导入方案' in html

    def test_proposes_next_year_and_the_plans_that_fit(self, world: World, as_staff: Client, above: Plan) -> None:
        form = as_staff.get(WRITE).context["form"]
        assert form["years"].value() == "2025"
        assert (form["upper"].value(), form["last"].value()) == (str(above.pk), str(world.plan.pk))

    def test_what_does_not_fit_the_place_is_proposed_anew(self, world: World, as_staff: Client, above: Plan) -> None:
        form = as_staff.get(WRITE, {"place": world.place.pk, "years": "2030", "last": world.plan.pk}).context["form"]
        assert form["last"].value() == "none"

    def test_no_plan_is_a_choice(self, world: World, as_staff: Client, above: Plan) -> None:
        response = as_staff.get(WRITE, chosen(world, upper="none", last="none"))
        assert "从空表开始" in text_of(response)

    @pytest.mark.parametrize("years", ["", "明年", "0001"])
    def test_years_that_are_none(self, world: World, as_staff: Client, years: str) -> None:
        assert "年度" in text_of(as_staff.get(WRITE, chosen(world) | {"years": years}))
        assert "还不能继续" in text_of(as_staff.get(WRITE, chosen(world) | {"years": years}))

    def test_another_place_is_not_offered(self, world: World, as_staff: Client) -> None:
        form = as_staff.get(WRITE, chosen(world) | {"place": world.elsewhere.pk}).context["form"]
        assert form.errors.keys() == {"place"}


class TestTasks:
    def test_offers_what_goes_on_and_says_what_is_asked_twice(
        self, world: World, as_staff: Client, above: Plan, ahead: Indicator
    ) -> None:
        response = as_staff.get(WRITE, chosen(world))
        text = text_of(response)
        assert "推进数字政府" in text
        assert "与上级任务“争取命名1”文字相近" in text
        assert "已定2025年目标 1 项" in text
        upper = set(Task.objects.filter(action__plan=above).values_list("pk", flat=True))
        twins = {world.task.pk, world.ongoing_task.pk} - set(response.context["chosen"].tasks)
        assert response.context["chosen"].tasks >= upper
        assert world.task.pk in twins, "ticked once, not twice"
        assert response.context["chosen"].indicators == {ahead.pk}

    def test_a_task_is_offered_with_its_words(self, world: World, as_staff: Client, above: Plan) -> None:
        Task.objects.filter(action__plan=above).update(title="规范程序", text="规范程序。公开目录。")
        text = text_of(as_staff.get(WRITE, chosen(world)))
        assert '规范程序</strong><span class="clamp-2 small">公开目录。</span>' in text

    def test_queries_do_not_grow(
        self, world: World, as_staff: Client, above: Plan, ahead: Indicator, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(28) as few:
            text_of(as_staff.get(WRITE, chosen(world)))
        for number in range(3, 60):
            make_task(world.plan.actions.get(), number, kind="ongoing", group=world.departments)
            make_task(above.actions.get(), number, units=[world.foreign_unit])
        with django_assert_max_num_queries(len(few)):
            as_staff.get(WRITE, chosen(world))


class TestWrite:
    def test_from_above_and_last_year(self, world: World, as_staff: Client, above: Plan, ahead: Indicator) -> None:
        upper = list(Task.objects.filter(action__plan=above).values_list("pk", flat=True))
        data = {"title": "某区2025年方案", "task": [*upper, world.ongoing_task.pk], "indicator": [ahead.pk]}
        response = as_staff.post(address(world), data)
        draft = PlanDraft.objects.get()
        assert response.headers["Location"] == url("draft_grid", draft)
        assert (draft.origin, draft.state, draft.upper_plan, draft.sha256) == ("written", "ready", above, "")
        plan = draft.reviewed
        assert (plan.title, plan.years, plan.jurisdiction) == ("某区2025年方案", (2025,), "某市某区")
        (action,) = plan.actions
        assert [(task.number, task.title, len(task.responsibilities)) for task in action.tasks] == [
            (1, "争取命名1", 0),
            (2, "推进数字政府", 0),
            (3, "争取命名2", 1),
        ]
        assert [target.text for target in plan.indicators[0].targets] == ["≥6"]

    def test_the_plan_above_is_cited_as_its_grounds(self, world: World, as_staff: Client, above: Plan) -> None:
        Plan.objects.filter(pk=above.pk).update(document_number="宁政办发〔2025〕9号")
        as_staff.post(address(world), {"title": "某区2025年方案", "task": [world.ongoing_task.pk]})
        document = as_staff.get(url("draft_docx", PlanDraft.objects.get())).content
        assert "根据宁政办发〔2025〕9号文件要求，制定本方案。" in "".join(texts(document))
        assert parse_bytes(document).cites == ("宁政办发〔2025〕9号",)

    def test_a_deadline_that_passed_leads_to_its_task(self, world: World, as_staff: Client) -> None:
        as_staff.post(address(world), {"title": "某区2025年方案", "task": [world.task.pk]})
        draft = PlanDraft.objects.get()
        html = page(as_staff, draft)
        (task,) = draft.reviewed.tasks()
        assert "“争取命名1”的上年时限“2024年12月”已过" in html
        assert f'<a class="nowrap" href="#{task.id}">看此项</a>' in html
        assert f'id="{task.id}"' in html

    def test_last_years_outline_stays_whole(self, world: World, as_staff: Client) -> None:
        as_staff.post(address(world), {"title": "方案"})
        draft = PlanDraft.objects.get()
        assert [(row.heading, row.tasks) for row in draft.reviewed.actions] == [("示范创建行动", ())]
        assert "下面还没有任务" in page(as_staff, draft)

    def test_from_nothing(self, world: World, as_staff: Client) -> None:
        as_staff.post(address(world, upper="none", last="none"), {"title": "方案"})
        assert [row.heading for row in PlanDraft.objects.get().reviewed.actions] == ["主要任务"]

    @pytest.mark.parametrize(
        ("title", "words"), [(" ", NO_TITLE), ("长" * (MAX_TITLE + 1), f"最多{MAX_TITLE}字")], ids=["none", "too long"]
    )
    def test_a_title_that_cannot_be(self, world: World, as_staff: Client, title: str, words: str) -> None:
        response = as_staff.post(address(world), {"title": title, "task": [world.ongoing_task.pk]})
        assert words in text_of(response)
        assert response.context["chosen"].tasks == {world.ongoing_task.pk}
        assert not PlanDraft.objects.exists()

    def test_a_task_of_another_plan_is_not_taken(self, world: World, as_staff: Client, above: Plan) -> None:
        foreign = Task.objects.filter(action__plan=above).first()
        assert foreign
        as_staff.post(address(world, upper="none"), {"title": "方案", "task": [foreign.pk, "x"]})
        assert PlanDraft.objects.get().reviewed.tasks() == []


class TestCarry:
    """What a draft under review lacks of last year."""

    TEXT = "某区2025年法治政府建设任务分工方案\n\n（一）依法行政行动\n\n1. 争取命名1。开展创建。\n\n责任单位：司法局\n"

    @pytest.fixture
    def draft(self, world: World, ahead: Indicator) -> PlanDraft:
        Task.objects.filter(pk=world.ongoing_task.pk).update(title="公示执法信息", text="公示执法信息。及时更新。")
        return ready_draft(world, text=self.TEXT)

    def test_the_review_leads_there(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        assert url("draft_carry", draft) in page(as_staff, draft)

    def test_a_new_version_is_not_led_there(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        PlanDraft.objects.filter(pk=draft.pk).update(revises=world.plan, stands_alone=False)
        assert url("draft_carry", draft) not in page(as_staff, draft)

    def test_offers_what_the_draft_is_without(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        text = text_of(as_staff.get(url("draft_carry", draft)))
        assert "公示执法信息" in text
        assert "争取命名1" not in text
        assert "2025年 ≥6" in text

    @pytest.mark.parametrize(
        ("heading", "headings"),
        [("", ["依法行政行动", "示范创建行动"]), ("依法行政行动", ["依法行政行动"])],
    )
    def test_takes_over_what_was_chosen(
        self, world: World, as_staff: Client, draft: PlanDraft, ahead: Indicator, heading: str, headings: list[str]
    ) -> None:
        data = {"task": [world.ongoing_task.pk], "indicator": [ahead.pk], "heading": heading}
        assert "已加入本稿" in text_of(post(as_staff, url("draft_carry", draft), draft, **data))
        assert [row.heading for row in draft.reviewed.actions] == headings
        assert [row.name for row in draft.reviewed.indicators] == ["示范项目"]
        assert "没有需要衔接的内容" in text_of(as_staff.get(url("draft_carry", draft)))

    def test_nothing_chosen_and_somebody_first(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        assert "请先勾选" in text_of(post(as_staff, url("draft_carry", draft), draft))
        data = {"task": [world.ongoing_task.pk], "revision": 9}
        assert "刚刚被他人修改" in text_of(post(as_staff, url("draft_carry", draft), draft, **data))

    def test_without_a_plan_of_last_year(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world)
        assert "没有上年方案" in text_of(as_staff.get(url("draft_carry", draft)))
        assert url("draft_carry", draft) not in page(as_staff, draft)


class TestConfirm:
    @pytest.fixture
    def draft(self, world: World, above: Plan) -> PlanDraft:
        draft = written_draft(world, "推进数字政府。2025年6月底前建成平台。", "加强宣传。开展宣传。")
        said = (ParsedResponsibility("lead", "司法局"),)
        content = with_task(draft.reviewed, 0, responsibilities=said)
        content = replace(content, actions=(*content.actions, action("空行动", [], number=2)))
        PlanDraft.objects.filter(pk=draft.pk).update(content=content, upper_plan=above)
        draft.refresh_from_db()
        return draft

    def confirm(self, world: World, draft: PlanDraft) -> Plan:
        return confirm_draft(draft=draft, revision=draft.revision, user=world.staff, now=timezone.now()).plan

    def test_what_is_printed_is_the_source(self, world: World, draft: PlanDraft, above: Plan) -> None:
        plan = self.confirm(world, draft)
        assert (plan.upper_plan, plan.status) == (above, "draft")
        assert plan.source.name == "某区2025年法治政府建设任务分工方案.docx"
        assert [action.heading for action in plan.actions.all()] == ["示范创建行动"], "one without tasks is left out"
        for task in Task.objects.filter(action__plan=plan):
            assert task.line
            assert task.title in dict(plan.source.lines(task.line, task.line))[task.line]
        with plan.source.file.open("rb") as file:
            read = parse_bytes(file.read())
        assert [task.text for task in read.tasks()] == [row.text for row in Task.objects.filter(action__plan=plan)]

    def test_it_can_be_published_and_worked_on(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        plan = self.confirm(world, draft)
        as_staff.post(reverse("plan_publish", args=[plan.pk]))
        assert list(Assignment.objects.filter(task__action__plan=plan).values_list("unit__short_name")) == [("司法局",)]

    def test_the_page_confirms(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        text = page(as_staff, draft)
        assert "确认写入" in text
        assert "<b>1</b> 个行动，<b>2</b> 项任务" in text
        assert 'aria-label="原文"' not in text, "there is no document beside it"
        assert "还有 <b>1</b> 项任务没有写明责任单位" in text
        written = text_of(post(as_staff, url("draft_confirm", draft), draft))
        assert "方案已写入为草稿" in written
        assert "有 <b>1</b> 项任务还没有单位承办" in written
        assert draft.state == "confirmed"
        assert "没有重复写入" in text_of(post(as_staff, url("draft_confirm", draft), draft))

    def test_an_empty_plan_is_not_written(self, world: World, as_staff: Client) -> None:
        empty = written_draft(world)
        assert "还没有任务" in page(as_staff, empty)
        with pytest.raises(ServiceError, match="还没有任务"):
            self.confirm(world, empty)
        assert not Plan.objects.filter(first_year=2025, jurisdiction=world.place).exists()

    def test_it_can_be_thrown_away(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_discard", draft), draft)
        assert draft.state == "discarded"

    def test_two_of_the_same_words_have_lines_of_their_own(self, world: World, draft: PlanDraft) -> None:
        content = draft.reviewed
        twice = [replace(row, id=new_id("task")) for row in content.actions[0].tasks]
        again = replace(content.actions[0], id=new_id("action"), number=2, tasks=tuple(twice))
        content = replace(content, actions=(content.actions[0], again))
        draft_change(draft=draft, revision=draft.revision, user=world.staff, what="", content=content)
        draft.refresh_from_db()
        plan = self.confirm(world, draft)
        rows = [*plan.actions.all(), *Task.objects.filter(action__plan=plan)]
        lines = plan.source.text.split("\n")
        assert len({row.line for row in rows}) == len(rows) == 6
        for row in rows:
            assert (row.heading if isinstance(row, Action) else row.title) in lines[(row.line or 0) - 1]


class TestExport:
    def test_a_draft_goes_out_as_document_and_worksheet(self, world: World, as_staff: Client) -> None:
        draft = written_draft(world, "推进数字政府。建设平台。")
        document = as_staff.get(url("draft_docx", draft))
        assert "attachment" in document.headers["Content-Disposition"]
        assert [task.text for task in parse_bytes(document.content).tasks()] == ["推进数字政府。建设平台。"]
        book = openpyxl.load_workbook(io.BytesIO(as_staff.get(url("draft_xlsx", draft)).content))
        assert any("推进数字政府" in str(cell) for row in book.worksheets[0].values for cell in row)

    @pytest.mark.parametrize("name", ["draft_docx", "draft_xlsx"])
    def test_also_one_that_says_nothing_yet(self, world: World, as_staff: Client, name: str) -> None:
        assert as_staff.get(url(name, written_draft(world, years=()))).status_code == 200

    @pytest.mark.parametrize("name", ["draft_docx", "draft_xlsx"])
    def test_not_to_another_place_and_not_once_it_is_over(self, world: World, as_staff: Client, name: str) -> None:
        draft = written_draft(world, "推进数字政府。")
        assert signed_in(world.foreign_staff).get(url(name, draft)).status_code == 404
        draft_change(draft=draft, revision=0, user=world.staff, what="", state=PlanDraft.State.CONFIRMED)
        assert as_staff.get(url(name, draft)).status_code == 404
