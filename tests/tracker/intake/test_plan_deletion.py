"""A draft plan is deleted: with what it holds, never with work; what it came from stays, so that it can come again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Indicator
from tasks.common.errors import ServiceError, StaleError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.plans.models import Plan
from tasks.rights.rules import NotAllowedError
from tests.tracker.intake.drafting import written_draft
from tests.tracker.intake.imports import Answer, confirm, decide, page, ready_draft, text_of
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.plan_deletion import plan_delete


@pytest.fixture
def draft(world: World) -> PlanDraft:
    """Of a plan that was imported, with a name that a person decided on."""
    draft = ready_draft(world)
    decide(draft, 财政部门={"unit": world.finance.pk})
    confirm(draft, world)
    draft.refresh_from_db()
    return draft


def plan_of(draft: PlanDraft) -> Plan:
    assert draft.plan
    return draft.plan


def delete(client: Client, plan: Plan) -> Answer:
    return client.post(reverse("plan_delete", args=[plan.pk]), follow=True)


class TestImported:
    def test_it_goes_with_all_it_holds(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        plan = plan_of(draft)
        html = text_of(delete(as_staff, plan))
        assert f"方案草稿“{plan.title}”已删除" in html
        assert not Plan.objects.filter(pk=plan.pk).exists()
        assert list(Indicator.objects.all()) == [world.indicator], "the other plan's own"

    def test_the_record_says_who_deleted_what(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        plan = plan_of(draft)
        delete(as_staff, plan)
        event = Event.objects.get(act=EventAct.PLAN_DELETE)
        assert (event.actor_id, event.object_id, event.object_name) == (world.staff.pk, plan.pk, plan.title)
        assert (event.place_id, event.from_state) == (world.place.pk, "draft")
        assert event.reason == "来源文件“方案.txt”"

    def test_the_same_file_again_gives_the_same_result(self, world: World, draft: PlanDraft) -> None:
        plan_delete(plan=plan_of(draft), user=world.staff)
        again = ready_draft(world)
        assert again.pk != draft.pk
        assert again.decisions == draft.decisions
        assert confirm(again, world).actions.count() == 2

    def test_its_import_says_what_became_of_it(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        delete(as_staff, plan_of(draft))
        assert "写入的方案草稿已删除" in page(as_staff, draft)

    def test_a_draft_that_revises_it_is_one_of_its_own(self, world: World, draft: PlanDraft) -> None:
        other = ready_draft(world, text="某区2026年方案\n\n（一）行动\n\n1. 争取。开展。", stands_alone=False)
        PlanDraft.objects.filter(pk=other.pk).update(revises=draft.plan, pairs={"t1": None})
        plan_delete(plan=plan_of(draft), user=world.staff)
        other.refresh_from_db()
        assert (other.revises, other.pairs, other.state) == (None, {}, "ready")
        assert "已删除" in Event.objects.get(act=EventAct.DRAFT_EDIT, object_id=other.pk).reason

    def test_who_confirms_a_new_version_of_it_at_that_moment_is_told(self, world: World, draft: PlanDraft) -> None:
        other = ready_draft(world, text="某区2026年方案\n\n（一）行动\n\n1. 争取。开展。", stands_alone=False)
        PlanDraft.objects.filter(pk=other.pk).update(revises=draft.plan, jurisdiction=world.place)
        seen = PlanDraft.objects.select_related("jurisdiction", "revises").get(pk=other.pk)
        plan_delete(plan=plan_of(draft), user=world.staff)
        with pytest.raises(StaleError):
            confirm_draft(draft=seen, revision=seen.revision, user=world.staff, now=timezone.now(), seen_version=1)
        other.refresh_from_db()
        assert other.state == "ready"


def test_what_was_written_here_is_under_review_again(world: World, as_staff: Client) -> None:
    draft = written_draft(world, "争取命名。开展创建。")
    PlanDraft.objects.update(stands_alone=True)
    plan = confirm(draft, world)
    assert "拟制稿退回待核对" in text_of(as_staff.get(reverse("plan_detail", args=[plan.pk])))
    html = text_of(delete(as_staff, plan))
    assert "拟制稿已退回待核对" in html
    draft.refresh_from_db()
    assert (draft.state, draft.plan) == ("ready", None)
    assert Event.objects.get(act=EventAct.DRAFT_REOPEN).object_id == draft.pk
    assert confirm(draft, world).actions.get().tasks.get().title == "争取命名"


class TestRefused:
    def test_a_published_plan(self, world: World, as_staff: Client) -> None:
        assert "这份方案已经发布，不能删除" in text_of(delete(as_staff, world.plan))
        assert "确认删除" not in text_of(as_staff.get(reverse("plan_detail", args=[world.plan.pk])))

    @pytest.mark.parametrize("who", ["foreign_staff", "liaison", "stranger"])
    def test_to_who_does_not_keep_the_plans_of_the_place(self, world: World, draft: PlanDraft, who: str) -> None:
        with pytest.raises(NotAllowedError):
            plan_delete(plan=plan_of(draft), user=getattr(world, who))
        assert Plan.objects.filter(pk=plan_of(draft).pk).exists()
        assert not Event.objects.filter(act=EventAct.PLAN_DELETE).exists()

    def test_work_is_never_deleted(self, world: World) -> None:
        Plan.objects.filter(pk=world.plan.pk).update(status=Plan.Status.DRAFT)
        with pytest.raises(ServiceError, match="已有单位承办"):
            plan_delete(plan=world.plan, user=world.staff)

    def test_a_plan_that_others_carry_out(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        plan = plan_of(draft)
        Plan.objects.filter(pk=world.plan.pk).update(upper_plan=plan)
        assert "某区的方案以它为上级方案，请先在那份方案中更换或取消上级方案" in text_of(delete(as_staff, plan))
        assert Plan.objects.filter(pk=plan.pk).exists()

    def test_the_second_of_two_is_told(self, world: World, draft: PlanDraft) -> None:
        plan = plan_of(draft)
        plan_delete(plan=Plan.objects.get(pk=plan.pk), user=world.staff)
        with pytest.raises(StaleError):
            plan_delete(plan=plan, user=world.staff)

    def test_a_link_deletes_nothing(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        assert as_staff.get(reverse("plan_delete", args=[plan_of(draft).pk])).status_code == 405
