"""A document that is here already in some way is recognised, and said to be."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.plans.models import Plan
from tests.conftest import signed_in
from tests.tracker.intake.imports import TEXT, confirm, decide, page, post, ready_draft, text_of, url
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.recognition import kin_of
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.drafts import draft_begin
from tracker.intake.services.review import draft_place

NUMBERED = TEXT.replace("任务分工方案\n", "任务分工方案\n\n某政办发〔2024〕1号\n", 1)


def imported(world: World, text: str = TEXT) -> Plan:
    """The plan that this text became; the world's own is out of the way."""
    Plan.objects.filter(pk=world.plan.pk).update(first_year=2019, last_year=2019, title="旧方案")
    return confirm(ready_draft(world, text=text), world)


def draft_of(world: World, text: str) -> PlanDraft:
    return ready_draft(world, text=text, stands_alone=False)


def other_number(text: str) -> str:
    return text.replace("〔2024〕1号", "〔2024〕9号")


KINDS = [
    ("another format", NUMBERED, NUMBERED + "\n\n", "format", "完全相同，应是同一份方案的另一种文件格式"),
    (
        "another number",
        NUMBERED,
        other_number(NUMBERED),
        "number",
        "已有的是某政办发〔2024〕1号，这份是某政办发〔2024〕9号",
    ),
    ("no number", NUMBERED, TEXT, "number", "已有的是某政办发〔2024〕1号，这份没有写明。"),
    ("a new version", NUMBERED, NUMBERED.replace("巩固成果", "深化成果"), "version", "标题相同，可能是它的新版本"),
    (
        "another title, most tasks alike",
        NUMBERED,
        NUMBERED.replace("任务分工方案", "工作要点", 1).replace("3. 规范执法", "3. 培训干部"),
        "version",
        "年度重合，多数任务相同或相近",
    ),
]


@pytest.mark.parametrize(("first", "second", "kind", "sentence"), [r[1:] for r in KINDS], ids=[r[0] for r in KINDS])
def test_kinds(world: World, first: str, second: str, kind: str, sentence: str) -> None:
    plan = imported(world, first)
    kin = kin_of(draft_of(world, second))
    assert kin is not None
    assert (kin.plan, kin.kind) == (plan, kind)
    assert sentence in kin.sentence


def test_a_number_in_other_brackets_is_no_other_number(world: World) -> None:
    plan = imported(world, NUMBERED)
    draft = draft_of(world, NUMBERED + "\n\n")
    draft.content = replace(draft.reviewed, document_number="某政办发[2024] 1 号")
    kin = kin_of(draft)
    assert kin is not None
    assert (kin.plan, kin.kind) == (plan, "format")


OTHERS = [
    ("another year", NUMBERED.replace("2024", "2025"), None),
    ("other tasks", "某区2024年普法方案\n\n（一）宣传\n\n1. 开展宪法宣传周。组织活动。\n\n责任单位：司法局\n", None),
]


@pytest.mark.parametrize(("text", "kin"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_a_plan_of_its_own(world: World, text: str, kin: None) -> None:
    imported(world, NUMBERED)
    assert kin_of(draft_of(world, text)) is kin


def test_another_place_s_plan_is_no_kin(world: World) -> None:
    imported(world)
    draft = draft_of(world, TEXT + "\n\n")
    PlanDraft.objects.filter(pk=draft.pk).update(jurisdiction=world.elsewhere)
    assert kin_of(PlanDraft.objects.get(pk=draft.pk)) is None


def test_a_file_that_became_a_plan_after_it_was_uploaded(world: World) -> None:
    draft = draft_of(world, TEXT)
    PlanDraft.objects.filter(pk=draft.pk).update(sha256=world.plan.source.sha256)
    kin = kin_of(PlanDraft.objects.get(pk=draft.pk))
    assert kin is not None
    assert kin.kind == "file"
    assert "现行第1版的文件" in kin.sentence


class TestVersions:
    """Files of versions gone by."""

    def revised(self, world: World) -> Plan:
        plan = imported(world, NUMBERED)
        draft = draft_of(world, other_number(NUMBERED))
        PlanDraft.objects.filter(pk=draft.pk).update(revises=plan)
        draft.refresh_from_db()
        result = confirm_draft(draft=draft, revision=0, user=world.staff, now=timezone.now(), seen_version=1)
        assert (result.plan, result.version) == (plan, 2)
        return plan

    def test_an_earlier_file_leads_to_the_plan_and_says_so(self, world: World) -> None:
        plan = self.revised(world)
        begun = draft_begin(user=world.staff, name="方案.txt", data=NUMBERED.encode())
        assert begun.plan == plan
        html = text_of(signed_in(world.staff).post(reverse("draft_new"), {"text": NUMBERED}, follow=True))
        assert "第1版的文件，现行为第2版，未作任何更改" in html
        assert "【退回到这一版】" in html

    def test_an_earlier_file_makes_no_second_plan(self, world: World) -> None:
        self.revised(world)
        draft = ready_draft(world, text=NUMBERED + "\n\n")
        first = PlanDraft.objects.filter(state="confirmed").order_by("pk").first()
        assert first
        PlanDraft.objects.filter(pk=draft.pk).update(sha256=first.sha256, file=first.file.name)
        with pytest.raises(ServiceError, match="未作任何更改"):
            confirm(draft, world)


class TestChoice:
    @pytest.fixture
    def draft(self, world: World) -> PlanDraft:
        return draft_of(world, TEXT)  # called as the world's plan is

    def test_the_page_says_so_and_nothing_is_confirmed_before_the_choice(
        self, world: World, as_staff: Client, draft: PlanDraft
    ) -> None:
        html = page(as_staff, draft)
        assert "标题相同，可能是它的新版本" in html
        assert "请先选择这份稿件是不是已有方案的新版本" in html
        response = post(as_staff, url("draft_confirm", draft), draft)
        assert "请先选择它是不是该方案的新版本，再确认导入。" in text_of(response)
        assert draft.state == "ready"

    def test_another_plan(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        post(as_staff, url("draft_revises", draft), draft, act="another")
        assert (draft.stands_alone, draft.revises) == (True, None)
        assert "可能是它的新版本" not in page(as_staff, draft)
        post(as_staff, url("draft_confirm", draft), draft)
        assert draft.state == "confirmed"
        assert draft.plan != world.plan

    def test_a_new_version_and_back_again(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        response = post(as_staff, url("draft_revises", draft), draft, act="revise", plan=world.plan.pk)
        assert "修订差异" in text_of(response)
        assert draft.revises == world.plan
        assert "将作为《" in page(as_staff, draft)
        post(as_staff, url("draft_revises", draft), draft, act="another")
        assert draft.revises is None

    def test_the_same_plan_is_thrown_away(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        response = post(as_staff, url("draft_revises", draft), draft, act="drop", plan=world.plan.pk)
        assert "已放弃这份稿件，这里就是已有的方案" in text_of(response)
        assert draft.state == "discarded"

    def test_what_was_corrected_is_thrown_away_only_once_that_is_said(self, world: World, as_staff: Client) -> None:
        imported(world, NUMBERED)
        draft = draft_of(world, NUMBERED + "\n\n")
        warning = "核对时所作的修改都不再保留，不能恢复"
        html = page(as_staff, draft)
        assert "放弃这份，打开已有方案" in html
        assert warning not in html
        decide(draft, 财政部门={"leave": True})
        html = page(as_staff, draft)
        assert '<summary class="btn btn-primary btn-sm">放弃这份，打开已有方案</summary>' in html
        assert warning in html

    def test_what_a_colleague_corrected_meanwhile_is_not_thrown_away(
        self, world: World, as_staff: Client, draft: PlanDraft
    ) -> None:
        decide(draft, 财政部门={"leave": True})
        data = {"revision": 0, "act": "drop", "plan": world.plan.pk}
        response = as_staff.post(url("draft_revises", draft), data, follow=True)
        assert "刚刚被他人修改" in text_of(response)
        draft.refresh_from_db()
        assert draft.state == "ready"

    def test_any_plan_of_the_place_can_be_chosen(self, world: World, as_staff: Client) -> None:
        draft = draft_of(world, TEXT.replace("2024年法治政府建设", "2030年普法"))
        assert kin_of(draft) is None
        assert f'<option value="{world.plan.pk}">' in page(as_staff, draft)

    @pytest.mark.parametrize("plan", ["", "x", "999999", "foreign"])
    def test_a_bad_choice_gets_a_sentence(self, world: World, as_staff: Client, draft: PlanDraft, plan: str) -> None:
        if plan == "foreign":
            foreign = Plan.objects.create(
                jurisdiction=world.elsewhere, title="x", first_year=2024, last_year=2024, source=world.plan.source
            )
            plan = str(foreign.pk)
        response = post(as_staff, url("draft_revises", draft), draft, act="revise", plan=plan)
        assert "请选择这是哪份方案的新版本。" in text_of(response)
        assert draft.revises is None

    def test_somebody_else_changed_the_draft(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        data = {"revision": 7, "act": "another"}
        response = as_staff.post(url("draft_revises", draft), data, follow=True)
        assert "刚刚被他人修改" in text_of(response)

    def test_another_place_takes_the_choice_back(self, world: World, draft: PlanDraft) -> None:
        PlanDraft.objects.filter(pk=draft.pk).update(revises=world.plan, pairs={"line-5": None})
        draft.refresh_from_db()
        draft_place(draft=draft, revision=0, place=world.elsewhere, user=world.admin)
        draft.refresh_from_db()
        assert (draft.revises, draft.pairs) == (None, {})


def test_the_queries_do_not_grow_with_the_plans(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(8):
        confirm(ready_draft(world, text=TEXT.replace("任务分工方案", f"方案之{n}", 1)), world)
    draft = draft_of(world, TEXT.replace("任务分工方案", "工作要点", 1))
    with django_assert_max_num_queries(9):
        assert kin_of(draft) is not None
