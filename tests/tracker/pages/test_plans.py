"""Plans for staff: what was read beside its source, what is unknown, publishing, the source file."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tasks.people.models import Unit, UnitAlias
from tasks.plans.models import Plan, Responsibility
from tasks.plans.selectors.plans import other_lines, parsed_items, remarks, unknown_names
from tasks.work.selectors.publication import publication_preview
from tests.conftest import signed_in
from tests.tasks.work.reports import published_plan
from tests.tasks.work.test_publishing import import_text
from tests.world import World, make_plan, make_task


def detail(plan: Plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


class TestList:
    def test_it_counts_what_was_read_and_what_is_unknown(self, world: World, as_staff: Client) -> None:
        plan = import_text(world)
        row = next(row for row in as_staff.get("/plans/").context["plans"] if row == plan)
        assert (row.action_count, row.task_count, row.unknown_count) == (1, 2, 1)

    def test_an_empty_list_says_how_plans_come_in(self, world: World) -> None:
        html = signed_in(world.foreign_staff).get("/plans/").content.decode()
        assert "还没有工作方案" in html
        assert reverse("draft_new") in html

    def test_no_print_of_a_file_is_shown_that_nobody_can_use(self, world: World, as_staff: Client) -> None:
        pages = [as_staff.get(address).content.decode() for address in ("/plans/", detail(world.plan))]
        assert [page for page in pages if world.plan.source.sha256[:12] in page or "校验码" in page] == []

    def test_queries_do_not_grow(self, world: World, as_staff: Client, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(12) as few:
            as_staff.get("/plans/")
        count = len(few)
        for _ in range(5):
            published_plan(world, [world.education])
        with django_assert_max_num_queries(count):
            assert len(as_staff.get("/plans/").context["plans"]) == 6


class TestDetail:
    def test_each_item_stands_beside_its_lines(self, world: World) -> None:
        plan = import_text(world)
        (item,) = parsed_items(plan)
        assert [number for number, _ in item.lines] == [3]
        assert [[number for number, _ in row.lines] for row in item.tasks] == [[5, 7, 9], [11, 13, 15]]
        assert other_lines(plan, [item]) == [(1, "某区2024年法治政府建设任务分工方案")]

    def test_a_draft_says_what_publishing_will_do(self, world: World, as_staff: Client) -> None:
        plan = import_text(world)
        preview = publication_preview(plan)
        assert (preview.assignments, preview.units, preview.periods, preview.bare) == (4, 2, 4, 0)
        html = as_staff.get(detail(plan)).content.decode()
        assert "<b>2</b> 个单位生成 <b>4</b> 项承办任务" in html
        assert "确认发布" in html
        assert "还没有成员单位" not in html

    def test_a_draft_says_which_collective_names_reach_nobody(self, world: World, as_staff: Client) -> None:
        plan = import_text(world)
        world.departments.members.update(is_active=False)
        assert publication_preview(plan).hollow == [world.departments.name]
        assert f"集合称谓“{world.departments.name}”还没有成员单位" in as_staff.get(detail(plan)).content.decode()

    def test_a_published_plan_has_no_publish_button(self, world: World, as_staff: Client) -> None:
        assert "确认发布" not in as_staff.get(detail(world.plan)).content.decode()

    def test_unknown_names_are_listed_once_with_a_form(self, world: World, as_staff: Client) -> None:
        Responsibility.objects.create(task=world.ongoing_task, position=9, role="support", name="有关部门")
        (name,) = unknown_names(world.plan)
        assert (name.name, name.responsibility_id, name.count) == ("有关部门", world.unresolved.pk, 2)
        html = as_staff.get(detail(world.plan)).content.decode()
        assert reverse("responsibility_link", args=[world.unresolved.pk]) in html
        assert "他区司法局" not in html

    def test_remarks_lead_to_their_line(self, world: World, as_staff: Client) -> None:
        world.plan.diagnostics = [
            {"severity": "info", "code": "marked_text", "message": "说明一。", "line": None},
            {"severity": "warning", "code": "row_short", "message": "请核对<此行>。", "line": 5},
        ]
        world.plan.save()
        assert [remark["label"] for remark in remarks(world.plan)] == ["请核对", "说明"]
        html = as_staff.get(detail(world.plan)).content.decode()
        assert '<a class="nowrap" href="#line-5">第5行</a>' in html
        assert 'id="line-5"' in html
        assert "请核对&lt;此行&gt;。" in html

    def test_queries_do_not_grow(self, world: World, as_staff: Client, django_assert_max_num_queries: Any) -> None:
        action = make_plan(world.place).actions.get()
        make_task(action, 1, units=[world.justice], group=world.departments)
        with django_assert_max_num_queries(30) as few:
            as_staff.get(detail(action.plan))
        count = len(few)
        for number in range(2, 12):
            make_task(action, number, units=[world.justice, world.education], group=world.departments)
        with django_assert_max_num_queries(count):
            assert as_staff.get(detail(action.plan)).context["task_count"] == 11


class TestPublish:
    def test_it_publishes_and_says_how_many(self, world: World, as_staff: Client) -> None:
        plan = import_text(world)
        response = as_staff.post(reverse("plan_publish", args=[plan.pk]), follow=True)
        assert "方案已发布，生成4项承办任务" in response.content.decode()

    def test_the_second_click_is_told(self, world: World, as_staff: Client) -> None:
        response = as_staff.post(reverse("plan_publish", args=[world.plan.pk]), follow=True)
        assert "这份方案已经发布，无需再次发布。" in response.content.decode()

    def test_a_link_publishes_nothing(self, world: World, as_staff: Client) -> None:
        assert as_staff.get(reverse("plan_publish", args=[world.plan.pk])).status_code == 405


class TestLink:
    def post(self, world: World, client: Client, target: str) -> str:
        url = reverse("responsibility_link", args=[world.unresolved.pk])
        response = client.post(url, {"target": target}, follow=True)
        assert response.status_code == 200
        return str(response.content.decode())

    def test_to_a_unit(self, world: World, as_staff: Client) -> None:
        html = self.post(world, as_staff, f"unit-{world.finance.pk}")
        assert "“有关部门”已对应到财政局，新增1项承办任务" in html

    def test_to_a_group(self, world: World, as_staff: Client) -> None:
        assert "已对应到政府组成部门" in self.post(world, as_staff, f"group-{world.departments.pk}")

    @pytest.mark.parametrize(
        ("target", "sentence"),
        [
            ("", "请选择要对应到的单位或集合称谓。"),
            ("unit-999999", "请重新选择。"),
            ("unit-x", "请重新选择。"),
            ("<script>", "请重新选择。"),
            ("foreign", "所选单位不在这份方案的地区内，请重新选择。"),
        ],
    )
    def test_a_bad_choice_gets_a_sentence(self, world: World, as_staff: Client, target: str, sentence: str) -> None:
        target = f"unit-{world.foreign_unit.pk}" if target == "foreign" else target
        html = self.post(world, as_staff, target)
        assert sentence in html
        assert not UnitAlias.objects.exists()

    def test_a_unit_out_of_use_is_not_offered(self, world: World, as_staff: Client) -> None:
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        assert "请重新选择。" in self.post(world, as_staff, f"unit-{world.finance.pk}")

    def test_a_name_linked_meanwhile(self, world: World, as_staff: Client) -> None:
        self.post(world, signed_in(world.admin), f"unit-{world.finance.pk}")
        assert "已由他人对应到单位" in self.post(world, as_staff, f"unit-{world.justice.pk}")


class TestSource:
    def test_it_is_the_file_that_was_read(self, world: World, as_staff: Client) -> None:
        world.plan.source.file.save("x", ContentFile(b"<script>alert(1)</script>"))
        response = as_staff.get(reverse("plan_source", args=[world.plan.pk]))
        assert response.headers["Content-Disposition"] == 'attachment; filename="plan.txt"'
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"

    def test_a_file_gone_from_the_disk_is_not_found(self, world: World, as_staff: Client) -> None:
        assert as_staff.get(reverse("plan_source", args=[world.plan.pk])).status_code == 404
