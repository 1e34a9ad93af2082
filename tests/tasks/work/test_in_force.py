"""Who reads a plan reads what is in force; what a revision dropped is seen where its work is."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.gather import gather
from tasks.plans.models import Responsibility, Task
from tasks.plans.selectors.plans import parsed_items, plan_rows, unknown_names
from tasks.plans.services.plans import PlanImport, unresolved_names
from tasks.work.selectors.publication import publication_preview
from tasks.work.services.progress import progress_accept
from tasks.work.services.publishing import plan_publish, responsibility_link
from tests.conftest import signed_in
from tests.tasks.plans.difference.plans import action
from tests.tasks.work.reports import draft, form_data
from tests.tasks.work.test_publishing import import_text
from tests.tracker.intake.imports import text_of
from tests.tracker.intake.revisions import new_task, revise, said_now, tasks_of, with_task, without_task
from tests.world import World, make_task
from tracker.management.commands.import_plan import summary


@pytest.fixture
def dropped(world: World) -> Task:
    """The task that names 有关部门, whom nobody knows, is dropped."""
    revise(world, without_task(said_now(world.plan), 0))
    return Task.objects.get(pk=world.task.pk)


class TestStaff:
    def test_counts_names_and_items(self, world: World, dropped: Task) -> None:
        row = plan_rows(world.staff).get(pk=world.plan.pk)
        assert (row.action_count, row.task_count, row.unknown_count) == (1, 1, 0)
        assert unknown_names(world.plan) == []
        assert unresolved_names(world.plan) == []
        assert [r.task for item in parsed_items(world.plan) for r in item.tasks] == [world.ongoing_task]

    def test_a_draft_is_published_without_what_was_dropped(self, world: World) -> None:
        plan = import_text(world)
        now = said_now(plan)
        gone = tasks_of(now)[0]
        revise(world, without_task(now, 0), plan=plan)
        assert publication_preview(plan).assignments == 2
        assert plan_publish(plan=plan, user=world.staff, now=timezone.now()) == 2
        assert not Task.objects.get(title=gone.title, action__plan=plan).assignments.exists()

    def test_a_name_is_not_linked_in_a_dropped_task(self, world: World, dropped: Task) -> None:
        said = Responsibility.objects.get(task=dropped, name="有关部门")
        with pytest.raises(Exception, match="已由他人对应"):
            responsibility_link(responsibility=said, target=world.finance, user=world.staff, now=timezone.now())
        assert not dropped.assignments.filter(unit=world.finance).exists()

    def test_a_link_takes_up_what_was_withdrawn(self, world: World) -> None:
        now = said_now(world.plan)
        one, _, three = tasks_of(now)[0].responsibilities
        revise(world, with_task(now, 0, responsibilities=(one, three)))
        responsibility_link(
            responsibility=world.unresolved, target=world.education, user=world.staff, now=timezone.now()
        )
        world.assignment.refresh_from_db()
        assert (world.assignment.state, world.assignment.role) == ("open", "responsible")

    def test_a_search_finds_what_was_dropped(self, world: World, as_staff: Client, dropped: Task) -> None:
        link = f'href="{reverse("task_detail", args=[dropped.pk])}"'
        address = reverse("task_list")
        assert link not in text_of(as_staff.get(address))
        html = text_of(as_staff.get(address, {"q": dropped.title}))
        assert link in html[html.index("已撤回的任务") :]
        assert "没有符合条件的任务" in html, "it is in no row of the list"
        assert link not in text_of(as_staff.get(address, {"q": f"{dropped.title} 别的"}))
        assert link not in text_of(as_staff.get(address, {"q": dropped.title, "light": "x"})), "a wrong filter"
        assert link not in text_of(signed_in(world.foreign_staff).get(address, {"q": dropped.title}))
        assert link not in text_of(signed_in(world.stranger).get(address, {"q": dropped.title}))
        assert link in text_of(signed_in(world.liaison).get(address, {"q": dropped.title})), "whose unit had it"

    def test_of_many_that_were_dropped_the_first_are_shown(self, world: World, as_staff: Client) -> None:
        action = world.plan.actions.get()
        for number in range(3, 26):
            make_task(action, number)
        Task.objects.filter(number__gte=3).update(withdrawn_at=timezone.now())
        html = text_of(as_staff.get(reverse("task_list"), {"q": "争取"}))
        assert "只列出最近撤回的 20 项" in html

    def test_the_plan_page_has_its_versions(self, world: World, as_staff: Client, dropped: Task) -> None:
        html = text_of(as_staff.get(reverse("plan_detail", args=[world.plan.pk])))
        assert "第2版" in html
        assert "1 处变更" in html
        assert f'href="{reverse("task_detail", args=[dropped.pk])}"' in html
        assert f'href="{reverse("version_source", args=[world.plan.pk, 1])}"' in html
        assert f'id="task-{dropped.pk}"' not in html

    def test_the_admin_s_pages_open(self, world: World, dropped: Task) -> None:
        client = Client()
        client.force_login(world.admin)
        assert client.get(reverse("admin:tasks_task_change", args=[dropped.pk])).status_code == 200
        assert client.get(reverse("admin:tasks_task_changelist")).status_code == 200


class TestReport:
    def titles(self, world: World) -> list[tuple[str, list[str]]]:
        facts = gather(world.annual_report)
        return [(action.heading, [task.title for task in action.tasks]) for action in facts.actions]

    def drop_all(self, world: World) -> None:
        revise(world, replace(said_now(world.plan), actions=(action("全新行动", [new_task()]),)))

    def test_what_was_dropped_without_work_is_not_printed(self, world: World) -> None:
        self.drop_all(world)
        assert self.titles(world) == [("全新行动", ["建立观察点"])]

    def test_what_was_accepted_before_it_was_dropped_was_the_year_s_work(self, world: World) -> None:
        progress_accept(user=world.staff, report=world.submitted, now=timezone.now())
        self.drop_all(world)
        assert ("示范创建行动", ["争取命名2"]) in self.titles(world)


class TestLiaison:
    def test_a_draft_in_hand_stays_readable(self, world: World, as_liaison: Client) -> None:
        report = draft(world.assignment, world.period, world.liaison, "写了一半。")
        revise(world, without_task(said_now(world.plan), 0))
        html = text_of(as_liaison.get(reverse("progress_edit", args=[world.assignment.pk])))
        address = reverse("progress_detail", args=[report.pk])
        assert f'href="{address}"' in html
        assert "写了一半。" in text_of(as_liaison.get(address))

    def test_what_was_being_typed_is_not_thrown_away(self, world: World, as_liaison: Client, dropped: Task) -> None:
        address = reverse("progress_edit", args=[world.assignment.pk])
        data = form_data(narrative="刚刚写好的进展。") | {"period": world.period.pk, "act": "save"}
        html = text_of(as_liaison.post(address, data))
        assert "这项任务已撤回，不再需要填报。" in html
        assert "刚刚写好的进展。" in html

    def test_it_is_in_no_list_and_no_export(self, world: World, as_liaison: Client, dropped: Task) -> None:
        html = text_of(as_liaison.get(reverse("task_list")))
        assert dropped.title not in html
        assert world.ongoing_task.title in html
        assert dropped.title not in text_of(as_liaison.get("/"))


def test_the_import_command_counts_what_is_in_force(world: World, dropped: Task) -> None:
    assert "1个行动、1项任务" in summary(PlanImport(world.plan, created=False))[0]
