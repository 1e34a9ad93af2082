"""The plan above: which one is proposed and why, who may name which, who may read it."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.alignment.models import TaskCoverage
from tasks.alignment.selectors.upper import proposed_upper, upper_choice
from tasks.alignment.services.upper import plan_set_upper
from tasks.common.errors import ServiceError, StaleError
from tasks.plans.models import Plan, Task
from tests.conftest import signed_in
from tests.history import last_step
from tests.tasks.alignment.above import Above, build_above, give_staff
from tests.world import World, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(world: World) -> Above:
    return build_above(world, named=False)


def name_upper(above: Above, world: World, upper: Plan | None, seen: int | None = None) -> None:
    plan_set_upper(plan=above.lower_plan, upper=upper, seen=seen, user=world.staff, now=timezone.now())


class TestProposal:
    @pytest.mark.parametrize(
        ("number", "cites", "is_cited"),
        [
            ("某政办发〔2024〕9号", ["某政办发〔2024〕9号"], True),
            ("某政办发〔2024〕9号", ["别的〔2020〕1号", "某政办发[2024] 9 号"], True),
            ("某政办发〔２０２４〕９号", ["某政办发【2024】9号"], True),
            ("某政办发〔2024〕9号", ["某政办发〔2024〕19号"], False),
            ("", [""], False),
        ],
    )
    def test_a_plan_whose_number_is_cited(self, above: Above, number: str, cites: list[str], is_cited: bool) -> None:
        above.plan.document_number, above.lower_plan.cites = number, cites
        proposal = proposed_upper(above.lower_plan, [above.plan])
        assert proposal
        assert (proposal.reason == f"本方案引用了它的文号“{number}”") is is_cited

    def test_else_one_that_covers_a_year_of_it(self, above: Above) -> None:
        proposal = proposed_upper(above.lower_plan, [above.plan])
        assert proposal
        assert (proposal.plan, proposal.reason) == (above.plan, "两份方案都包含2024年")

    def test_the_years_that_both_cover(self, above: Above) -> None:
        above.plan.first_year, above.plan.last_year = 2021, 2025
        above.lower_plan.first_year, above.lower_plan.last_year = 2023, 2027
        proposal = proposed_upper(above.lower_plan, [above.plan])
        assert proposal
        assert proposal.reason == "两份方案都包含2023至2025年"

    def test_what_is_cited_goes_before_what_is_of_the_year(self, above: Above) -> None:
        older = make_plan(above.region, title="某省2020年方案", years=(2020, 2020))
        older.document_number, above.lower_plan.cites = "某政办发〔2020〕9号", ["某政办发〔2020〕9号"]
        proposal = proposed_upper(above.lower_plan, [above.plan, older])
        assert proposal
        assert proposal.plan == older

    def test_nothing_where_no_year_is_shared(self, above: Above) -> None:
        above.plan.first_year = above.plan.last_year = 2020
        assert proposed_upper(above.lower_plan, [above.plan]) is None

    def test_the_nearest_place_stands_first(self, world: World, above: Above) -> None:
        assert world.place.parent
        near = make_plan(world.place.parent, title="某市方案")
        choice = upper_choice(above.lower_plan, world.staff)
        assert choice
        assert choice.plans == [near, above.plan]

    def test_none_for_a_place_with_no_other_above(self, world: World, above: Above) -> None:
        assert upper_choice(above.plan, world.staff) is None


class TestNaming:
    def test_it_is_named_with_its_history(self, world: World, above: Above) -> None:
        name_upper(above, world, above.plan)
        assert Plan.objects.get(pk=above.lower_plan.pk).upper_plan == above.plan
        last = last_step(above.lower_plan)
        assert (last.actor_id, last.reason) == (world.staff.pk, "上级方案定为“某省2024年工作方案”")

    def test_it_is_taken_back_and_what_was_decided_stays(self, world: World, above: Above) -> None:
        name_upper(above, world, above.plan)
        TaskCoverage.objects.create(
            plan=above.lower_plan, upper=above.upper[0], extent="exempt", decided_at=timezone.now()
        )
        name_upper(above, world, None, seen=above.plan.pk)
        assert Plan.objects.get(pk=above.lower_plan.pk).upper_plan is None
        assert above.lower_plan.coverage.count() == 1
        last = last_step(above.lower_plan)
        assert last.reason == "取消上级方案"

    def test_the_second_is_told(self, world: World, above: Above) -> None:
        name_upper(above, world, above.plan)
        with pytest.raises(StaleError, match="已由他人更改"):
            name_upper(above, world, None, seen=None)

    def test_a_neighbour_s_plan_is_refused_and_one_s_own_too(self, world: World, above: Above) -> None:
        for plan in (make_plan(world.elsewhere), world.plan):
            Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.PUBLISHED)
            with pytest.raises(ServiceError, match="请重新选择"):
                name_upper(above, world, plan)

    def test_a_draft_of_a_place_that_has_staff_of_its_own_is_refused(self, world: World, above: Above) -> None:
        draft = make_plan(above.region, title="某省草稿")
        give_staff(above.region)
        with pytest.raises(ServiceError, match="请重新选择"):
            name_upper(above, world, draft)

    def test_a_plan_that_leads_back_is_refused(self, world: World, above: Above) -> None:
        """So it may be once a place was put under another."""
        Plan.objects.filter(pk=above.plan.pk).update(upper_plan=above.lower_plan)
        with pytest.raises(ServiceError, match="请重新选择"):
            name_upper(above, world, Plan.objects.get(pk=above.plan.pk))


class TestPage:
    def post(self, above: Above, client: Client, **data: Any) -> str:
        response = client.post(reverse("plan_upper", args=[above.lower_plan.pk]), data, follow=True)
        assert response.status_code == 200
        return str(response.content.decode())

    def test_the_page_of_the_plan_proposes_and_says_why(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("plan_detail", args=[above.lower_plan.pk])).content.decode()
        assert "两份方案都包含2024年" in html
        assert "定为上级方案" in html

    def test_without_a_plan_above_it_says_what_to_do(self, world: World, above: Above, as_staff: Client) -> None:
        Task.objects.filter(action__plan=above.plan).delete()
        above.plan.delete()
        html = as_staff.get(reverse("plan_detail", args=[above.lower_plan.pk])).content.decode()
        assert "系统中还没有上级地区的方案。" in html

    def test_it_is_named_and_leads_to_the_coverage(self, above: Above, as_staff: Client) -> None:
        html = self.post(above, as_staff, upper=above.plan.pk)
        assert "上级方案已定为《某省2024年工作方案》。" in html
        assert reverse("plan_coverage", args=[above.lower_plan.pk]) in html
        assert "上级方案：某省2024年工作方案" in as_staff.get("/plans/").content.decode()

    def test_it_is_taken_back(self, above: Above, as_staff: Client) -> None:
        self.post(above, as_staff, upper=above.plan.pk)
        assert "已取消上级方案" in self.post(above, as_staff, upper="", seen=above.plan.pk)

    @pytest.mark.parametrize("sent", ["foreign", "999999", "x", "<b>"])
    def test_what_is_not_offered_is_refused(self, world: World, above: Above, as_staff: Client, sent: str) -> None:
        foreign = make_plan(world.elsewhere)
        Plan.objects.filter(pk=foreign.pk).update(status=Plan.Status.PUBLISHED)
        html = self.post(above, as_staff, upper=foreign.pk if sent == "foreign" else sent)
        assert "所选方案不是上级地区的方案，请重新选择。" in html
        assert Plan.objects.get(pk=above.lower_plan.pk).upper_plan is None


class TestReaders:
    """Staff of a place below, once the region has staff of its own."""

    @pytest.fixture(autouse=True)
    def region_has_staff(self, above: Above) -> None:
        give_staff(above.region)

    def test_they_read_the_published_plan_and_can_do_nothing_to_it(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("plan_detail", args=[above.plan.pk])).content.decode()
        assert "做实行政调解工作" in html
        for words in ("确认发布", "未对应的名称", "解析提示", "记录", 'id="upper"', 'id="versions"'):
            assert words not in html
        assert as_staff.post(reverse("plan_publish", args=[above.plan.pk])).status_code == 404

    def test_they_take_its_file(self, above: Above, as_staff: Client) -> None:
        above.plan.source.file.save("plan.txt", ContentFile(b"text"))
        response = as_staff.get(reverse("plan_source", args=[above.plan.pk]))
        response.close()
        assert response.status_code == 200

    def test_they_read_its_tasks_but_not_how_the_work_stands(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("task_detail", args=[above.upper[0].pk])).content.decode()
        assert "规范执法文书使用" in html
        assert 'id="timeline"' not in html

    def test_it_stands_on_their_list(self, above: Above, as_staff: Client) -> None:
        assert above.plan in as_staff.get("/plans/").context["plans"]

    def test_a_draft_is_hidden_and_so_is_a_neighbour_s_plan(self, world: World, above: Above, as_staff: Client) -> None:
        foreign = make_plan(world.elsewhere)
        Plan.objects.filter(pk=foreign.pk).update(status=Plan.Status.PUBLISHED)
        for plan in (make_plan(above.region, title="某省草稿"), foreign):
            assert as_staff.get(reverse("plan_detail", args=[plan.pk])).status_code == 404

    def test_a_liaison_and_the_staff_of_another_place_read_nothing_of_it(self, world: World, above: Above) -> None:
        for person in (world.liaison, world.foreign_staff):
            client = signed_in(person)
            assert client.get(reverse("plan_detail", args=[above.plan.pk])).status_code == 404
            assert client.get(reverse("task_detail", args=[above.upper[0].pk])).status_code == 404
