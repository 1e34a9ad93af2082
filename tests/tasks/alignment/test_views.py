"""The coverage page: figures that filter, proposals with their words, deciding with htmx and without it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.alignment.models import TaskCoverage
from tasks.alignment.selectors.coverage import coverage
from tasks.plans.models import Plan, Task
from tests.conftest import signed_in
from tests.tasks.alignment.above import Above, add_task, build_above, give_staff
from tests.tracker.intake.imports import HTMX
from tests.world import World, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(world: World) -> Above:
    return build_above(world)


def page(above: Above, client: Client, **query: object) -> str:
    response = client.get(reverse("plan_coverage", args=[above.lower_plan.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def post(above: Above, client: Client, act: str, at: int = 0, **data: Any) -> Any:
    address = reverse(f"plan_coverage_{act}", args=[above.lower_plan.pk, above.upper[at].pk])
    return client.post(address, {"seen": "", **data})


def swap(above: Above, client: Client, act: str, at: int = 0, **data: Any) -> str:
    address = reverse(f"plan_coverage_{act}", args=[above.lower_plan.pk, above.upper[at].pk])
    response = client.post(address, {"seen": "", **data}, headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


class TestPage:
    def test_figures_lead_to_their_tasks(self, above: Above, as_staff: Client) -> None:
        html = page(above, as_staff)
        assert "<b>3</b>项上级任务" in html
        assert [
            (part["state"], part["value"])
            for part in as_staff.get(reverse("plan_coverage", args=[above.lower_plan.pk])).context["parts"]
        ] == [("covered", 0), ("partly", 0), ("undecided", 2), ("open", 1), ("exempt", 0)]
        narrowed = page(above, as_staff, state="open")
        assert "推进数据平台建设" in narrowed
        assert "做实行政调解工作" not in narrowed

    def test_tasks_stand_under_their_actions_with_proposals(self, above: Above, as_staff: Client) -> None:
        html = page(above, as_staff)
        assert html.index("规范执法行动") < html.index("做实行政调解工作") < html.index("数据共享行动")
        assert "<mark>行政调解职责清单</mark>" in html or "行政调解职责清单" in html.split("<mark>")[1]
        assert "没有措辞相近的本级任务。" in html

    def test_a_state_that_is_none_shows_all(self, above: Above, as_staff: Client) -> None:
        assert "推进数据平台建设" in page(above, as_staff, state="<b>", at="x", page="y")

    def test_a_state_with_nothing_in_it(self, above: Above, as_staff: Client) -> None:
        assert "没有这样的上级任务" in page(above, as_staff, state="exempt")

    def test_without_an_upper_plan_it_says_what_to_do(self, world: World, as_staff: Client) -> None:
        html = as_staff.get(reverse("plan_coverage", args=[world.plan.pk])).content.decode()
        assert "还没有可以对照的上级方案" in html
        response = as_staff.get(reverse("plan_coverage_export", args=[world.plan.pk]))
        assert response.headers["Location"] == reverse("plan_coverage", args=[world.plan.pk])

    def test_an_upper_plan_that_may_not_be_read_is_not_shown(self, above: Above, as_staff: Client) -> None:
        Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
        give_staff(above.region)
        html = page(above, as_staff)
        assert "还没有可以对照的上级方案" in html
        assert "推进数据平台建设" not in html
        assert post(above, as_staff, "exempt").status_code == 404

    def test_a_reader_of_the_upper_plan_decides_nothing_there(self, above: Above, as_staff: Client) -> None:
        give_staff(above.region)
        assert as_staff.get(reverse("plan_coverage", args=[above.plan.pk])).status_code == 404

    def test_a_text_is_shown_as_text(self, above: Above, as_staff: Client) -> None:
        text = "规范执法文书使用。统一行政执法文书<script>格式，案卷归档完整。"
        Task.objects.filter(pk__in=[above.upper[0].pk, above.lower[0].pk]).update(text=text)
        assert "<script>格式" not in page(above, as_staff)

    def test_long_plans_are_paged(self, above: Above, as_staff: Client) -> None:
        action = above.plan.actions.latest("position")
        tasks = [add_task(action, n, f"推进第{n}项工作。按期完成。") for n in range(10, 80)]
        assert "第 1 至 60 条，共 73 条" in page(above, as_staff)
        assert f'id="upper-{tasks[-1].pk}"' in page(above, as_staff, at=tasks[-1].pk)

    def test_queries_do_not_grow(self, above: Above, as_staff: Client, django_assert_max_num_queries: Any) -> None:
        page(above, as_staff)
        with django_assert_max_num_queries(25) as few:
            page(above, as_staff)
        count = len(few)
        action, lower = above.plan.actions.latest("position"), above.lower_plan.actions.get()
        for n in range(10, 30):
            task, other = (add_task(part, n, f"推进第{n}项工作。按期完成。") for part in (action, lower))
            TaskCoverage.objects.create(
                plan=above.lower_plan, upper=task, lower=other, extent="full", decided_at=timezone.now()
            )
        with django_assert_max_num_queries(count):
            page(above, as_staff)


class TestDecide:
    def test_with_htmx_the_task_and_the_figures_come_back(self, above: Above, as_staff: Client) -> None:
        html = swap(above, as_staff, "decide", decision=f"full-{above.lower[0].pk}")
        assert html.lstrip().startswith("<article")
        assert "完全承接" in html
        assert 'id="coverage-figures" hx-swap-oob="true"' in html
        row = TaskCoverage.objects.get()
        assert (row.lower, row.extent) == (above.lower[0], "full")
        assert row.score
        assert row.score > 30

    def test_without_it_one_comes_back_to_the_task(self, above: Above, as_staff: Client) -> None:
        response = post(above, as_staff, "decide", decision=f"partly-{above.lower[0].pk}", state="undecided")
        pk = above.upper[0].pk
        assert response.headers["Location"].endswith(f"/coverage/?state=undecided&at={pk}#upper-{pk}")
        html = as_staff.get(response.headers["Location"]).content.decode()
        assert f'id="upper-{pk}"' in html  # it stays in sight, though it is not undecided any more
        assert "撤销" in html

    def test_any_other_task_is_named_by_hand(self, above: Above, as_staff: Client) -> None:
        pk = above.upper[2].pk
        html = page(above, as_staff, at=pk, pick=1)
        assert html.count("<select") == 1
        assert f'<option value="{above.lower[2].pk}">3. 开展普法宣传</option>' in html
        swap(above, as_staff, "decide", at=2, decision="partly", lower=above.lower[2].pk)
        assert TaskCoverage.objects.get().lower == above.lower[2]

    def test_the_choice_opens_in_place(self, above: Above, as_staff: Client) -> None:
        address = reverse("plan_coverage", args=[above.lower_plan.pk])
        response = as_staff.get(address, {"at": above.upper[2].pk, "pick": 1}, headers=HTMX)
        assert response.content.decode().lstrip().startswith("<article")
        assert "<select" in response.content.decode()

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"decision": "full"}, "请先选择一项本级任务。"),
            ({"decision": "full-999999"}, "请先选择一项本级任务。"),
            ({"decision": "full-x"}, "请先选择一项本级任务。"),
            ({}, "请先选择一项本级任务。"),
            ({"decision": "full", "seen": "9:full"}, "请先选择一项本级任务。"),
        ],
    )
    def test_a_bad_choice_gets_a_sentence(
        self, above: Above, as_staff: Client, data: dict[str, str], sentence: str
    ) -> None:
        assert sentence in swap(above, as_staff, "decide", **data)
        response = post(above, as_staff, "decide", **data)
        assert sentence in as_staff.get(response.headers["Location"]).content.decode()
        assert not TaskCoverage.objects.exists()

    def test_somebody_was_first(self, world: World, above: Above, as_staff: Client) -> None:
        swap(above, signed_in(world.admin), "decide", decision=f"full-{above.lower[0].pk}")
        html = swap(above, as_staff, "decide", decision=f"none-{above.lower[0].pk}")
        assert "刚刚已由他人更改" in html
        assert "管理员" in html  # what stands now is shown
        assert TaskCoverage.objects.get().extent == "full"

    def test_a_task_that_is_not_in_the_upper_plan_any_more(self, above: Above, as_staff: Client) -> None:
        Task.objects.filter(pk=above.upper[0].pk).update(withdrawn_at=timezone.now())
        address = reverse("plan_coverage_exempt", args=[above.lower_plan.pk, above.upper[0].pk])
        response = as_staff.post(address, {"seen": ""}, headers=HTMX)
        assert response.headers["HX-Redirect"] == reverse("plan_coverage", args=[above.lower_plan.pk])
        assert "已不在上级方案中" in page(above, as_staff)

    def test_a_task_of_a_plan_that_one_may_not_read(self, world: World, above: Above, as_staff: Client) -> None:
        foreign = add_task(make_plan(world.elsewhere).actions.get(), 1, "别处的任务。")
        address = reverse("plan_coverage_exempt", args=[above.lower_plan.pk, foreign.pk])
        assert as_staff.post(address, {"seen": ""}).status_code == 404

    def test_exempt_and_taken_back(self, above: Above, as_staff: Client) -> None:
        assert "不涉及本级" in swap(above, as_staff, "exempt")
        html = swap(above, as_staff, "clear", seen=":exempt", clear="")
        assert not TaskCoverage.objects.exists()
        assert "待确认" in html

    def test_one_decision_taken_back(self, above: Above, as_staff: Client) -> None:
        swap(above, as_staff, "decide", decision=f"none-{above.lower[0].pk}")
        seen = f"{above.lower[0].pk}:none"
        assert "已排除 1 项" in page(above, as_staff)
        swap(above, as_staff, "clear", seen=seen, clear=str(above.lower[0].pk))
        assert not TaskCoverage.objects.exists()


class TestAcceptAll:
    @pytest.fixture(autouse=True)
    def same_wording(self, above: Above) -> None:
        Task.objects.filter(pk=above.lower[0].pk).update(text=above.upper[0].text)

    def accept(self, above: Above, client: Client, pairs: str) -> str:
        address = reverse("plan_coverage_accept", args=[above.lower_plan.pk])
        return str(client.post(address, {"pairs": pairs}, follow=True).content.decode())

    def test_it_says_how_many_and_does_it(self, above: Above, as_staff: Client) -> None:
        pairs = f"{above.upper[0].pk}-{above.lower[0].pk}"
        html = page(above, as_staff)
        assert "确认全部90%以上的提议（1 项）" in html
        assert f'value="{pairs}"' in html
        html = self.accept(above, as_staff, pairs)
        assert "已确认1项90%以上的提议。" in html
        assert "确认全部90%以上的提议（" not in html
        assert TaskCoverage.objects.get().score == 100

    def test_other_proposals_than_were_shown(self, above: Above, as_staff: Client) -> None:
        assert "提议刚刚有变化" in self.accept(above, as_staff, "")
        assert not TaskCoverage.objects.exists()


class TestTaskPage:
    @pytest.fixture(autouse=True)
    def decided(self, above: Above, as_staff: Client) -> None:
        swap(above, as_staff, "decide", decision=f"partly-{above.lower[0].pk}")

    def test_a_task_names_what_it_carries_out(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("task_detail", args=[above.lower[0].pk])).content.decode()
        assert "上级任务" in html
        assert reverse("task_detail", args=[above.upper[0].pk]) in html

    def test_an_upper_task_names_what_carries_it_out(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("task_detail", args=[above.upper[0].pk])).content.decode()
        assert "下级任务" in html
        assert reverse("task_detail", args=[above.lower[0].pk]) in html

    def test_not_once_another_upper_plan_is_named(self, above: Above, as_staff: Client) -> None:
        Plan.objects.filter(pk=above.lower_plan.pk).update(upper_plan=None)
        for task in (above.lower[0], above.upper[0]):
            assert "上下级承接" not in as_staff.get(reverse("task_detail", args=[task.pk])).content.decode()

    def test_a_refused_one_is_not_named(self, above: Above, as_staff: Client) -> None:
        TaskCoverage.objects.update(extent="none")
        html = as_staff.get(reverse("task_detail", args=[above.lower[0].pk])).content.decode()
        assert "上下级承接" not in html

    def test_a_liaison_sees_the_words_and_no_link(self, world: World, above: Above) -> None:
        TaskCoverage.objects.update(plan=world.plan, lower=world.task)
        Plan.objects.filter(pk=world.plan.pk).update(upper_plan=above.plan)
        html = signed_in(world.liaison).get(reverse("task_detail", args=[world.task.pk])).content.decode()
        assert "规范执法文书使用" in html
        assert reverse("task_detail", args=[above.upper[0].pk]) not in html

    def test_the_upper_plan_lists_the_lower_one(self, above: Above, as_staff: Client) -> None:
        html = as_staff.get(reverse("plan_detail", args=[above.plan.pk])).content.decode()
        assert "承接 1/3 项" in html


def test_the_admin_reads_the_decisions(world: World, above: Above) -> None:
    TaskCoverage.objects.create(
        plan=above.lower_plan, upper=above.upper[0], lower=above.lower[0], extent="full", decided_at=timezone.now()
    )
    html = signed_in(world.admin).get(f"/admin/tasks/plan/{above.lower_plan.pk}/change/").content.decode()
    assert "完全承接" in html
    assert 'name="coverage-0-extent"' not in html


class TestUpperThatMayNotBeRead:
    """The region got staff of its own and has not published its plan: who kept it in the meantime reads it no more."""

    @pytest.fixture
    def hidden(self, above: Above) -> Above:
        Plan.objects.filter(pk=above.plan.pk).update(status=Plan.Status.DRAFT)
        give_staff(above.region)
        return above

    def test_nothing_of_it_is_shown(self, hidden: Above, as_staff: Client) -> None:
        html = page(hidden, as_staff)
        assert "<b>3</b>项上级任务" not in html
        assert f"{hidden.upper[0].pk}-{hidden.lower[0].pk}" not in html

    def test_nor_one_task_alone(self, hidden: Above, as_staff: Client) -> None:
        address = reverse("plan_coverage", args=[hidden.lower_plan.pk])
        response = as_staff.get(address, {"at": hidden.upper[0].pk}, headers=HTMX)
        assert "规范执法文书使用" not in response.content.decode()

    def test_its_proposals_are_not_accepted(self, hidden: Above, as_staff: Client) -> None:
        address = reverse("plan_coverage_accept", args=[hidden.lower_plan.pk])
        found = coverage(hidden.lower_plan).sure
        pairs = " ".join(f"{row.task.pk}-{best.task.pk}" for row, best in found)
        assert as_staff.post(address, {"pairs": pairs}).status_code == 404
        assert not TaskCoverage.objects.exists()
