"""The queue and the decisions: oldest first, one after the other, no decision on what nobody read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.events.acts import EventAct
from tasks.work.forms import MAX_REASON
from tasks.work.models import ProgressReport
from tasks.work.services.progress import progress_accept, progress_return
from tasks.work.views.review import PAGE_SIZE
from tests.conftest import signed_in
from tests.history import last_step, steps_of
from tests.tasks.work.reports import attach, draft, liaison_of, published_plan, resubmit
from tests.tracker.intake.revisions import revise, said_now, without_task
from tests.world import World, make_submitted

QUEUE = "/review/"


def decide(client: Client, report: ProgressReport, act: str, query: str = "", **data: Any) -> Any:
    return client.post(reverse(f"progress_{act}", args=[report.pk]) + query, data)


@pytest.fixture
def second(world: World) -> ProgressReport:
    """The Justice Bureau's report, handed in after that of Education."""
    return make_submitted(
        world.ongoing_task.assignments.get(unit=world.justice), world.period, liaison_of(world.justice)
    )


class TestQueue:
    def test_the_oldest_comes_first(self, world: World, second: ProgressReport, as_staff: Client) -> None:
        page = as_staff.get(QUEUE).context["page"]
        assert list(page.object_list) == [world.submitted, second]

    def test_only_what_waits_is_in_it(self, world: World, second: ProgressReport, as_staff: Client) -> None:
        draft(world.assignment, world.period, world.liaison)
        progress_accept(user=world.staff, report=second, now=timezone.now())
        assert list(as_staff.get(QUEUE).context["page"].object_list) == [world.submitted]

    def test_staff_of_another_district_see_nothing_of_it(self, world: World) -> None:
        html = signed_in(world.foreign_staff).get(QUEUE).content.decode()
        assert "没有待审核的填报" in html
        assert "教育局" not in html

    # what the address says, how many are left of two
    @pytest.mark.parametrize(
        ("query", "count"),
        [("?unit={unit}", 1), ("?action={action}", 2), ("?unit=999", 0), ("?unit=x", 2), (f"?action={'9' * 30}", 2)],
    )
    def test_it_can_be_narrowed(
        self, world: World, second: ProgressReport, as_staff: Client, query: str, count: int
    ) -> None:
        query = query.format(unit=world.justice.pk, action=world.task.action_id)
        response = as_staff.get(QUEUE + query)
        assert response.context["page"].paginator.count == count
        assert ("这个条件下没有待审核的填报" in response.content.decode()) == (count == 0)

    def test_it_pages(self, world: World, as_staff: Client) -> None:
        plan = published_plan(world, [world.education], tasks=PAGE_SIZE + 1)
        period = plan.periods.first()
        for action in plan.actions.all():
            for task in action.tasks.all():
                make_submitted(task.assignments.get(), period, world.liaison)
        page = as_staff.get(f"{QUEUE}?page=2").context["page"]
        assert (page.paginator.count, len(page.object_list)) == (PAGE_SIZE + 2, 2)
        assert as_staff.get(f"{QUEUE}?page=x").status_code == 200

    def test_queries_do_not_grow(self, world: World, as_staff: Client, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(15) as few:
            as_staff.get(QUEUE)
        count = len(few)
        plan = published_plan(world, [world.education, world.justice], tasks=8)
        period = plan.periods.first()
        for task in plan.actions.get().tasks.all():
            for assignment in task.assignments.all():
                make_submitted(assignment, period, liaison_of(assignment.unit))
        with django_assert_max_num_queries(count):
            assert as_staff.get(QUEUE).context["page"].paginator.count == 17


class TestDetail:
    def page(self, client: Client, report: ProgressReport) -> str:
        response = client.get(reverse("progress_detail", args=[report.pk]))
        assert response.status_code == 200
        return str(response.content.decode())

    def test_it_shows_text_figures_and_files(self, world: World, as_staff: Client) -> None:
        html = self.page(as_staff, world.submitted)
        assert "组织学法培训，覆盖全体干部。" in html
        assert '<td>培训</td><td class="num">4</td><td>场次</td><td class="num">3</td>' in html

    def test_only_staff_get_the_decisions(self, world: World, as_staff: Client, as_liaison: Client) -> None:
        assert 'data-key="a"' in self.page(as_staff, world.submitted)
        assert 'data-key="a"' not in self.page(as_liaison, world.submitted)

    def test_a_draft_is_hidden_from_staff(self, world: World, as_staff: Client, as_liaison: Client) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        assert as_staff.get(reverse("progress_detail", args=[report.pk])).status_code == 404
        assert "初稿。" in self.page(as_liaison, report)

    def test_staff_read_what_they_returned_not_what_is_being_typed(self, world: World, as_staff: Client) -> None:
        progress_return(user=world.staff, report=world.submitted, reason="补充。", now=timezone.now())
        ProgressReport.objects.filter(pk=world.submitted.pk).update(narrative="改到一半")
        html = self.page(as_staff, world.submitted)
        assert "组织学法培训，覆盖全体干部。" in html
        assert "改到一半" not in html

    def test_queries_do_not_grow_with_versions(
        self, world: World, as_staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        self.page(as_staff, world.submitted)
        with django_assert_max_num_queries(25) as few:
            self.page(as_staff, world.submitted)
        count = len(few)
        report = world.submitted
        for n in range(4):
            attach(report, world.liaison, f"{n}.pdf", b"%PDF-" + bytes([n]))
            report.refresh_from_db()
            progress_return(user=world.staff, report=report, reason="补充。", now=timezone.now())
            report = resubmit(report, world.liaison, f"第{n}次补充。")
        with django_assert_max_num_queries(count):
            self.page(as_staff, report)


class TestDecide:
    def test_accepting_leads_to_the_next(self, world: World, second: ProgressReport, as_staff: Client) -> None:
        response = decide(as_staff, world.submitted, "accept", revision=world.submitted.revision)
        assert response.headers["Location"] == reverse("progress_detail", args=[second.pk])
        world.submitted.refresh_from_db()
        assert world.submitted.status == "accepted"

    def test_the_filter_goes_along(self, world: World, second: ProgressReport, as_staff: Client) -> None:
        query = f"?unit={world.education.pk}"
        response = decide(as_staff, world.submitted, "accept", query)
        assert response.headers["Location"] == reverse("review_queue")
        assert second.status == "submitted"

    def test_the_last_leads_to_the_empty_queue(self, world: World, as_staff: Client) -> None:
        url = reverse("progress_accept", args=[world.submitted.pk])
        html = as_staff.post(url, follow=True).content.decode()
        assert "待审核的已全部处理完。" in html
        assert "没有待审核的填报" in html

    def test_returning_tells_the_liaison_why(self, world: World, as_staff: Client) -> None:
        assert decide(as_staff, world.submitted, "return", reason="请补充数据。").status_code == 302
        last = last_step(world.submitted)
        assert (last.to_state, last.reason) == ("returned", "请补充数据。")

    @pytest.mark.parametrize(
        ("reason", "sentence"),
        [("", "请写明退回理由"), ("  ", "请写明退回理由"), ("长" * (MAX_REASON + 1), f"退回理由最多{MAX_REASON}字")],
        ids=["none", "blank", "too long"],
    )
    def test_a_bad_reason_stays_on_the_page(self, world: World, as_staff: Client, reason: str, sentence: str) -> None:
        response = decide(as_staff, world.submitted, "return", reason=reason)
        assert response.status_code == 200
        html = response.content.decode()
        assert sentence in html
        assert reason.strip() in html
        world.submitted.refresh_from_db()
        assert world.submitted.status == "submitted"

    def test_two_reviewers_the_second_keeps_the_typed_reason(self, world: World, as_staff: Client) -> None:
        decide(signed_in(world.admin), world.submitted, "accept")
        response = decide(as_staff, world.submitted, "return", reason="我认为缺数据。")
        html = response.content.decode()
        assert response.status_code == 200
        assert "这份填报已被他人处理" in html
        assert "我认为缺数据。</textarea>" in html
        assert len(steps_of(world.submitted, EventAct.PROGRESS_ACCEPT, EventAct.PROGRESS_RETURN)) == 1

    def test_accepting_what_was_handed_in_again_meanwhile(self, world: World, as_staff: Client) -> None:
        read = world.submitted.revision
        progress_return(user=world.admin, report=world.submitted, reason="补充。", now=timezone.now())
        resubmit(world.submitted, world.liaison, "换了一篇。")
        url = reverse("progress_accept", args=[world.submitted.pk])
        html = as_staff.post(url, {"revision": read}, follow=True).content.decode()
        assert "这份填报已被他人处理，请刷新页面查看最新状态。" in html
        world.submitted.refresh_from_db()
        assert world.submitted.status == "submitted"

    @pytest.mark.parametrize("revision", ["x", "-1", "9" * 30])
    def test_a_revision_that_no_page_sent_decides_nothing(self, world: World, as_staff: Client, revision: str) -> None:
        decide(as_staff, world.submitted, "accept", revision=revision)
        world.submitted.refresh_from_db()
        assert world.submitted.status == "submitted"

    @pytest.mark.parametrize("act", ["accept", "return"])
    def test_a_draft_cannot_be_decided(self, world: World, as_staff: Client, act: str) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        assert decide(as_staff, report, act, reason="补充。").status_code == 404

    @pytest.mark.parametrize("act", ["accept", "return"])
    def test_a_link_decides_nothing(self, world: World, as_staff: Client, act: str) -> None:
        assert as_staff.get(reverse(f"progress_{act}", args=[world.submitted.pk])).status_code == 405


class TestWithdrawn:
    """A revision dropped the task while its report waited: it can still be decided, and nobody is asked to answer."""

    @pytest.fixture
    def withdrawn(self, world: World) -> ProgressReport:
        revise(world, without_task(said_now(world.plan), 1))
        world.submitted.refresh_from_db()
        return world.submitted

    def test_the_queue_says_so(self, withdrawn: ProgressReport, as_staff: Client) -> None:
        assert "任务已撤回" in as_staff.get(QUEUE).content.decode()
        html = as_staff.get(reverse("progress_detail", args=[withdrawn.pk])).content.decode()
        assert "这项任务已撤回。仍可审核通过" in html

    def test_it_is_accepted_for_the_record(self, withdrawn: ProgressReport, as_staff: Client) -> None:
        decide(as_staff, withdrawn, "accept", revision=withdrawn.revision)
        withdrawn.refresh_from_db()
        assert (withdrawn.status, withdrawn.assignment.state) == ("accepted", "withdrawn")

    def test_once_returned_nobody_is_asked_for_more(
        self, world: World, withdrawn: ProgressReport, as_staff: Client, as_liaison: Client
    ) -> None:
        decide(as_staff, withdrawn, "return", revision=withdrawn.revision, reason="不属实")
        html = as_liaison.get(reverse("progress_detail", args=[withdrawn.pk])).content.decode()
        assert "修改后再提交" not in html
        assert "这项任务已撤回，不再需要填报。" in html
        assert "已退回" not in as_liaison.get(f"/?year={world.plan.first_year}").content.decode()
