"""The difference page: what a new version changes, what hangs on it, which task is which, and confirming it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.jobs.models import Job
from tasks.people.models import Membership
from tasks.plans.models import Plan, Responsibility, Task
from tasks.work.models import Assignment
from tests.conftest import signed_in
from tests.history import steps_of
from tests.jobs import work_off
from tests.tracker.intake.imports import TEXT, confirm, post, read, ready_draft, text_of, url
from tests.world import World
from tracker.intake.carryover import empty_plan
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_discard, draft_of_version

REVISED = (
    TEXT.replace("2024年6月底前完成申报", "2024年9月底前完成申报")
    .replace("责任单位：政府组成部门", "牵头单位：司法局\n\n责任单位：政府组成部门")
    .replace("3. 规范执法。公示执法信息。", "3. 培训执法人员。每人不少于六十学时。")
    .replace("≥5", "≥6")
)
NEW = {"new_unit": "某区水利局"}


@pytest.fixture
def plan(world: World, as_staff: Client) -> Plan:
    """TEXT, published."""
    Plan.objects.filter(pk=world.plan.pk).update(first_year=2019, last_year=2019, title="旧方案")
    plan = confirm(ready_draft(world), world)
    as_staff.post(f"/plans/{plan.pk}/publish/")
    return plan


@pytest.fixture
def draft(world: World, plan: Plan) -> PlanDraft:
    draft = ready_draft(world, text=REVISED, stands_alone=False)
    PlanDraft.objects.filter(pk=draft.pk).update(revises=plan)
    draft.refresh_from_db()
    return draft


def difference(client: Client, draft: PlanDraft, query: str = "") -> str:
    return text_of(client.get(url("draft_difference", draft) + query))


class TestPage:
    def test_changes_are_shown_with_their_words(self, as_staff: Client, draft: PlanDraft) -> None:
        html = difference(as_staff, draft)
        assert "2024年<del>6</del><ins>9</ins>月底前完成申报" in html
        for chip in ("全部变更 4", "新增 1", "修改 1", "删除 1", "单位 1", "未变 0"):
            assert f">{chip}</a>" in html
        assert "<ins>培训执法人员</ins>" in html
        assert "<del>规范执法</del>" in html
        assert "<del>≥5</del> <ins>≥6</ins>" in html

    def test_it_is_narrowed_to_one_kind(self, as_staff: Client, draft: PlanDraft) -> None:
        html = difference(as_staff, draft, "?show=dropped")
        assert "<del>规范执法</del>" in html
        assert "<ins>培训执法人员</ins>" not in html
        assert "没有这一类任务" in difference(as_staff, draft, "?show=moved")
        assert "<ins>培训执法人员</ins>" in difference(as_staff, draft, "?show=nonsense")

    def test_it_says_what_confirming_does(self, as_staff: Client, draft: PlanDraft) -> None:
        html = difference(as_staff, draft)
        assert "将修订为第2版" in html
        assert "新生成 <b>1</b> 项，撤回 <b>1</b> 项，角色改变 <b>1</b> 项" in html

    def test_it_says_what_becomes_of_the_indicators(self, as_staff: Client, draft: PlanDraft) -> None:
        html = difference(as_staff, draft)
        assert "指标：新增 <b>0</b> 项，修改 <b>1</b> 项，删除 <b>0</b> 项。" in html
        assert "没有读出指标" not in html

    def test_it_warns_before_all_indicators_go(self, as_staff: Client, draft: PlanDraft) -> None:
        PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, indicators=()))
        html = difference(as_staff, draft)
        lost = len(draft.reviewed.indicators)
        assert f"这份稿件没有读出指标，确认后现行版的 {lost} 项指标将全部删除。" in html
        assert f"删除 <b>{lost}</b> 项，删除的连同各年目标不再保留。" in html
        assert f'#indicators">指标 {lost}</a>' in html

    def test_numbers_are_those_of_confirming(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        page = as_staff.get(url("draft_difference", draft)).context["page"]
        post(as_staff, url("draft_confirm", draft), draft, version=1)
        rows = [row for task in Task.objects.filter(action__plan=draft.plan) for row in task.assignments.all()]
        reasons = [step.reason for row in rows for step in steps_of(row)[-1:]]
        assert reasons.count("方案修订") == page.effects.new
        assert sum(row.state == "withdrawn" for row in rows) == page.effects.withdrawn

    @pytest.mark.parametrize(
        "decisions",
        [
            pytest.param({"水利局": {"new_unit": "某区水利局"}, "水务部门": {"same": "水利局"}}, id="the same"),
            pytest.param({"水利局": {"new_group": "水", "members": ["水务部门"]}, "水务部门": NEW}, id="a new member"),
            pytest.param({"水利局": {"new_unit": "某区教育局"}, "水务部门": {"leave": True}}, id="a unit that is here"),
            pytest.param({"水利局": {"leave": True}, "水务部门": {"same": "水利局"}}, id="the same as nothing"),
        ],
    )
    def test_names_decided_on_count_as_in_confirming(
        self, world: World, as_staff: Client, draft: PlanDraft, decisions: object
    ) -> None:
        text = REVISED.replace("牵头单位：司法局\n\n责任单位：政府组成部门", "责任单位：水利局、水务部门、教育局")
        text = text.replace("牵头单位：教育局", "牵头单位：水务部门")
        draft_discard(draft=draft, user=world.staff)
        again = ready_draft(world, text=text, stands_alone=False)
        PlanDraft.objects.filter(pk=again.pk).update(revises=draft.revises, decisions=decisions)
        self.test_numbers_are_those_of_confirming(world, as_staff, again)

    def test_a_name_that_only_a_dropped_task_was_linked_by_counts_as_in_confirming(
        self, world: World, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        named = {"name": "大数据中心", "unit": world.finance}
        Responsibility.objects.filter(task__action__plan=plan, task__title="规范执法").update(**named)
        draft_discard(draft=draft, user=world.staff)
        text = REVISED.replace("牵头单位：教育局", "牵头单位：大数据中心")
        again = ready_draft(world, text=text, stands_alone=False)
        PlanDraft.objects.filter(pk=again.pk).update(revises=plan)
        self.test_numbers_are_those_of_confirming(world, as_staff, again)

    def test_a_draft_that_revises_nothing_has_none(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        PlanDraft.objects.filter(pk=draft.pk).update(revises=None)
        assert as_staff.get(url("draft_difference", draft)).status_code == 302

    def test_queries_do_not_grow(
        self, world: World, as_staff: Client, plan: Plan, django_assert_max_num_queries: Any
    ) -> None:
        more = "\n\n".join(f"{n}. 新任务{n}号。办理第{n}件实事。\n\n责任单位：司法局、教育局" for n in range(10, 60))
        draft = ready_draft(world, text=REVISED.replace("（二）", f"{more}\n\n（二）"), stands_alone=False)
        PlanDraft.objects.filter(pk=draft.pk).update(revises=plan)
        with django_assert_max_num_queries(34):
            assert "新增 51" in difference(as_staff, draft)


class TestPairs:
    def pair(self, client: Client, draft: PlanDraft, **data: object) -> str:
        return text_of(post(client, url("draft_pair", draft), draft, **data))

    def item(self, draft: PlanDraft) -> str:
        """The new task that nothing is like."""
        return draft.reviewed.actions[1].tasks[0].id

    def test_a_new_task_is_said_to_be_an_old_one_and_back(self, as_staff: Client, plan: Plan, draft: PlanDraft) -> None:
        old = Task.objects.get(action__plan=plan, title="规范执法")
        assert "是原第2-1项 规范执法" in difference(as_staff, draft)
        html = self.pair(as_staff, draft, item=self.item(draft), task=old.pk)
        assert "新增 0" in html
        assert "修改 2" in html
        assert "您选定的对应" in html
        html = self.pair(as_staff, draft, item=self.item(draft), task="auto")
        assert "新增 1" in html

    def test_two_that_were_taken_for_one_are_two(self, as_staff: Client, draft: PlanDraft) -> None:
        html = self.pair(as_staff, draft, item=draft.reviewed.tasks()[0].id, task="none")
        assert "新增 2" in html
        assert "删除 2" in html

    def test_what_was_said_and_fits_no_more_is_said(self, as_staff: Client, draft: PlanDraft) -> None:
        PlanDraft.objects.filter(pk=draft.pk).update(pairs={"gone": None})
        assert "有 1 处您选过的任务对应" in difference(as_staff, draft)

    BAD = [
        ({"item": "", "task": "none"}, "请先选择对应的任务。"),
        ({"item": "gone", "task": "none"}, "这项任务已不在稿件中"),
        ({"item": "real", "task": "999999"}, "请选择是原方案的哪一项。"),
        ({"item": "real", "task": "<b>"}, "请选择是原方案的哪一项。"),
    ]

    @pytest.mark.parametrize(("data", "sentence"), BAD)
    def test_a_bad_choice_gets_a_sentence(
        self, as_staff: Client, draft: PlanDraft, data: dict[str, str], sentence: str
    ) -> None:
        sent = {**data, "item": self.item(draft) if data["item"] == "real" else data["item"]}
        assert sentence in self.pair(as_staff, draft, **sent)
        assert draft.pairs == {}

    def test_a_task_of_another_plan_is_refused(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        self.pair(as_staff, draft, item=self.item(draft), task=world.task.pk)
        assert draft.pairs == {}


class TestConfirm:
    def test_the_plan_has_its_second_version(
        self, world: World, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        html = text_of(post(as_staff, url("draft_confirm", draft), draft, version=1))
        assert "方案已修订为第2版" in html
        assert "任务删除" in html
        assert draft.plan == plan
        plan.refresh_from_db()
        assert plan.indicators.get().targets.get().text == "≥6"
        changes = plan.versions.get(number=2).changes
        assert [row["what"] for row in changes if row["of"] == "indicator"] == [["targets"]]

    def test_a_second_click_writes_nothing_and_leads_to_the_plan(
        self, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        post(as_staff, url("draft_confirm", draft), draft, version=1)
        html = text_of(post(as_staff, url("draft_confirm", draft), draft, version=1))
        assert "没有重复写入" in html
        assert '<a href="#versions">现行第2版</a>' in html
        assert plan.versions.count() == 2
        assert plan.title in text_of(as_staff.get(url("draft_detail", draft)))

    def test_a_version_that_came_first_is_told_and_nothing_is_lost(
        self, world: World, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        html = text_of(post(as_staff, url("draft_confirm", draft), draft, version=7))
        assert "这份方案刚刚修订过" in html
        assert (draft.state, plan.versions.count()) == ("ready", 1)

    def test_without_having_seen_the_difference_it_is_refused(self, as_staff: Client, draft: PlanDraft) -> None:
        post(as_staff, url("draft_confirm", draft), draft)
        assert draft.state == "ready"

    def test_the_dropped_task_still_opens_for_who_had_it(
        self, world: World, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        post(as_staff, url("draft_confirm", draft), draft, version=1)
        task = Task.objects.exclude(withdrawn_at=None).get()
        for client in (as_staff, signed_in(world.liaison)):
            html = text_of(client.get(f"/tasks/{task.pk}/"))
            assert "已撤回" in html
            assert "方案修订：任务已删除" in html
        assert signed_in(world.stranger).get(f"/tasks/{task.pk}/").status_code == 404
        assert "规范执法" not in text_of(signed_in(world.liaison).get("/tasks/?year=2024"))

    def test_the_task_page_tells_old_and_new_words(
        self, world: World, as_staff: Client, plan: Plan, draft: PlanDraft
    ) -> None:
        post(as_staff, url("draft_confirm", draft), draft, version=1)
        task = Task.objects.get(action__plan=plan, title="争取命名")
        html = text_of(as_staff.get(f"/tasks/{task.pk}/"))
        assert "2024年<del>6</del><ins>9</ins>月底前" in html
        assert "第2版" in html


class TestBack:
    """A wrong revision is put right by the version before it."""

    @pytest.fixture
    def again(self, as_staff: Client, plan: Plan, draft: PlanDraft) -> Callable[[int], Any]:
        """The second version comes into force; then a version is taken in hand again."""
        post(as_staff, url("draft_confirm", draft), draft, version=1)

        def take(number: int) -> Any:
            response = as_staff.post(f"/plans/{plan.pk}/versions/{number}/again/")
            work_off(Job.Queue.DOCUMENTS)
            return as_staff.get(response.url, follow=True)

        return take

    def test_an_earlier_version_is_put_back_with_its_tasks(
        self, world: World, as_staff: Client, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        rows = Assignment.objects.filter(task__action__plan=plan, task__title="规范执法")
        html = text_of(again(1))
        assert f"将作为《{plan.title}》的新版本" in html
        back = PlanDraft.objects.get(state="ready")
        html = difference(as_staff, back)
        assert ">恢复 1</a>" in html
        assert "恢复 <b>1</b> 项" in html
        assert {row.state for row in rows.all()} == {"withdrawn"}
        html = text_of(post(as_staff, url("draft_confirm", back), back, version=2))
        assert "方案已修订为第3版" in html
        assert {row.state for row in rows.all()} == {"open"}
        titles = Task.objects.in_force().filter(action__plan=plan).values_list("title", flat=True)
        assert sorted(titles) == sorted(["争取命名", "加强宣传", "规范执法"])
        plan.refresh_from_db()
        assert plan.source == plan.versions.get(number=1).source
        assert plan.indicators.get().targets.get().text == "≥5"

    def test_the_button_stands_beside_earlier_versions_only(
        self, as_staff: Client, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        html = text_of(as_staff.get(f"/plans/{plan.pk}/"))
        assert f"/plans/{plan.pk}/versions/1/again/" in html
        assert f"/plans/{plan.pk}/versions/2/again/" not in html
        assert "第2版就是现行版" in text_of(again(2))
        assert not PlanDraft.objects.in_hand().exists()

    def test_a_second_click_leads_to_the_draft_in_hand(self, again: Callable[[int], Any]) -> None:
        again(1)
        assert "已为您打开原来的导入稿" in text_of(again(1))
        assert PlanDraft.objects.in_hand().count() == 1

    def test_a_draft_in_hand_that_revised_nothing_revises_the_plan(
        self, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        again(1)
        PlanDraft.objects.in_hand().update(revises=None, stands_alone=True)
        assert f"将作为《{plan.title}》的新版本" in text_of(again(1))
        assert PlanDraft.objects.in_hand().get().revises == plan

    def test_what_others_do_with_the_file_elsewhere_is_theirs(
        self, world: World, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        """The same file is in hand in another place, and was confirmed there: the admin sees both."""
        version = plan.versions.get(number=1)
        content = {"content": (elsewhere := empty_plan("别处", "他区", [2024])), "parsed": elsewhere}
        of_file = {"sha256": version.source.sha256, "jurisdiction": world.elsewhere, "owner": world.foreign_staff}
        PlanDraft.objects.create(state="confirmed", **content, **of_file)
        PlanDraft.objects.create(state="ready", **content, **of_file)
        begun = draft_of_version(user=world.admin, version=version)
        assert begun.created
        assert begun.draft
        read(begun.draft)
        assert (begun.draft.jurisdiction, begun.draft.revises, begun.draft.title) == (
            plan.jurisdiction,
            plan,
            plan.title,
        )

    def test_ones_own_draft_of_the_file_for_another_place_is_first_seen_to(
        self, world: World, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        Membership.objects.create(user=world.staff, unit=world.foreign_unit, role=Membership.Role.STAFF)
        sha256 = plan.versions.get(number=1).source.sha256
        content = {"content": (elsewhere := empty_plan("别处", "他区", [2024])), "parsed": elsewhere}
        own = {"sha256": sha256, "jurisdiction": world.elsewhere, "owner": world.staff}
        PlanDraft.objects.create(state="ready", **content, **own)
        assert "请先确认或放弃那一份，再退回到这一版" in text_of(again(1))

    def test_one_that_is_out_of_reach_is_not_in_the_way(
        self, world: World, plan: Plan, again: Callable[[int], Any]
    ) -> None:
        """Kept for a place above, which keeps its own plans by now."""
        sha256 = plan.versions.get(number=1).source.sha256
        own = {"sha256": sha256, "jurisdiction": world.elsewhere, "owner": world.staff}
        PlanDraft.objects.create(state="ready", content={"title": "别处"}, parsed={}, **own)
        again(1)
        assert PlanDraft.objects.in_hand().filter(jurisdiction=plan.jurisdiction, revises=plan).exists()

    def test_a_file_that_is_gone_gets_a_sentence(self, plan: Plan, again: Callable[[int], Any]) -> None:
        source = plan.versions.get(number=1).source
        source.file.storage.delete(source.file.name)
        assert "这一版的文件已不在服务器上" in text_of(again(1))
        assert not PlanDraft.objects.in_hand().exists()
