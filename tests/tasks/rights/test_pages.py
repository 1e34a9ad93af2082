"""What those who only read are shown, and what a reviewer is told about a report of the same hand."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.people.models import Jurisdiction, Membership, User
from tasks.rights.rules import OWN
from tasks.work.models import ProgressReport
from tasks.work.services.progress import progress_return
from tests.conftest import signed_in
from tests.tasks.alignment.above import build_above, give_staff
from tests.tasks.work.reports import attach
from tests.world import World, make_plan

DOWNLOAD = re.compile(r"^/static/|^/evidence/|/(source|download)/|[./](docx|xlsx)\b")

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return str(response.content.decode())


def acts_on(html: str) -> list[str]:
    """The addresses that the page would change something at: of its forms, but for leaving."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', main) + re.findall('formaction="([^"]+)"', main)


def dead_links(html: str, client: Client) -> list[str]:
    """The links of the page that lead this person nowhere; downloads left out, which the cast tries."""
    addresses = {found.split("#")[0] for found in re.findall(r'href="(/[^"]*)"', html)}
    pages = sorted(address for address in addresses if not DOWNLOAD.search(address))
    return [address for address in pages if client.get(address.replace("&amp;", "&")).status_code not in (200, 302)]


def reading(world: World) -> list[tuple[str, tuple[int, ...]]]:
    """The pages of the place's work."""
    return [
        ("home", ()),
        ("task_list", ()),
        ("task_detail", (world.task.pk,)),
        ("task_detail", (world.ongoing_task.pk,)),
        ("progress_detail", (world.submitted.pk,)),
        ("indicator_list", ()),
    ]


def for_leaders(world: World) -> list[tuple[str, tuple[int, ...]]]:
    """And those of the bureau."""
    return [
        ("plan_list", ()),
        ("plan_detail", (world.plan.pk,)),
        ("annual_report_list", ()),
        ("annual_report_detail", (world.annual_report.pk,)),
        ("build_detail", (world.build.pk,)),
    ]


@pytest.fixture
def busy(world: World) -> World:
    """A world whose pages have something to press on: a plan above to carry out, a draft, a file, a returned report."""
    above = build_above(world)
    make_plan(world.place, title="草稿")
    attach(world.submitted, world.liaison)
    assert above.lower_plan.upper_plan == above.plan
    return world


class TestReaders:
    def test_a_leader_s_pages_offer_nothing_to_change_and_no_way_that_ends(self, busy: World) -> None:
        client = signed_in(busy.leader)
        for name, args in (*reading(busy), *for_leaders(busy)):
            html = page(client, name, *args)
            assert acts_on(html) == [], name
            assert dead_links(html, client) == [], name

    def test_nor_do_the_pages_of_a_draft_and_of_what_it_carries_out(self, busy: World) -> None:
        client = signed_in(busy.leader)
        plan = busy.place.plans.get(title="某区2024年落实方案")
        for name in ("plan_detail", "plan_coverage"):
            html = page(client, name, plan.pk)
            assert acts_on(html) == [], name
            assert dead_links(html, client) == [], name

    def test_staff_are_offered_something_there(self, busy: World, as_staff: Client) -> None:
        """The same pages, so that the tests above are no tests of nothing."""
        plan = busy.place.plans.get(title="某区2024年落实方案")
        assert acts_on(page(as_staff, "plan_detail", plan.pk))
        assert acts_on(page(as_staff, "plan_coverage", plan.pk))
        assert acts_on(page(as_staff, "progress_detail", busy.submitted.pk))
        assert acts_on(page(as_staff, "annual_report_detail", busy.annual_report.pk))

    def test_a_unit_head_s_pages_neither(self, busy: World) -> None:
        progress_return(user=busy.staff, report=busy.submitted, reason="补充。", now=timezone.now())
        client = signed_in(busy.unit_head)
        for name, args in reading(busy):
            html = page(client, name, *args)
            assert acts_on(html) == [], name
            assert dead_links(html, client) == [], name

    def test_a_unit_head_sees_what_the_unit_owes(self, busy: World) -> None:
        progress_return(user=busy.staff, report=busy.submitted, reason="请补充数据。", now=timezone.now())
        assert "请补充数据。" in page(signed_in(busy.unit_head), "home")

    def test_a_leader_reads_the_evidence_that_was_handed_in(self, busy: World) -> None:
        link = busy.submitted.evidence_links.get()
        response = signed_in(busy.leader).get(reverse("evidence_download", args=[link.pk]))
        assert response.status_code == 200
        response.close()


class TestOwnDecision:
    @pytest.fixture
    def own(self, world: World) -> ProgressReport:
        """A report that the reviewer handed in, while serving the unit as its liaison."""
        world.submitted.versions.update(submitted_by=world.staff)
        return world.submitted

    def test_the_page_says_who_decides_and_offers_nothing(self, own: ProgressReport, as_staff: Client) -> None:
        html = page(as_staff, "progress_detail", own.pk)
        assert OWN in html
        assert acts_on(html) == []

    def test_it_is_not_in_the_queue_nor_counted_on_the_home_page(self, own: ProgressReport, as_staff: Client) -> None:
        assert "没有待审核的填报" in page(as_staff, "review_queue")
        assert "没有待审核的填报" in page(as_staff, "home")

    @pytest.mark.parametrize("act", ["accept", "return"])
    def test_what_is_sent_all_the_same_is_refused_with_the_sentence(
        self, own: ProgressReport, as_staff: Client, act: str
    ) -> None:
        response = as_staff.post(reverse(f"progress_{act}", args=[own.pk]), {"reason": "补充。"}, follow=True)
        assert OWN in response.content.decode()
        own.refresh_from_db()
        assert own.status == ProgressReport.Status.SUBMITTED

    def test_another_member_of_staff_decides_on_it(self, own: ProgressReport, world: World) -> None:
        colleague = User.objects.create_user("colleague", name="同事")
        Membership.objects.create(user=colleague, unit=world.justice, role=Membership.Role.STAFF)
        client = signed_in(colleague)
        assert acts_on(page(client, "progress_detail", own.pk))
        assert client.post(reverse("progress_accept", args=[own.pk])).status_code == 302
        own.refresh_from_db()
        assert own.status == ProgressReport.Status.ACCEPTED

    def test_nor_does_the_admin_on_an_own_one(self, world: World) -> None:
        world.submitted.versions.update(submitted_by=world.admin)
        client = signed_in(world.admin)
        assert OWN in client.post(reverse("progress_accept", args=[world.submitted.pk]), follow=True).content.decode()


class TestPlace:
    """The admin sees, and says, which places keep their plans themselves."""

    def change(self, client: Client, place: Jurisdiction, **more: str) -> Any:
        data = {"name": place.name, "full_name": place.full_name, "level": place.level, "parent": "", **more}
        rows = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
        return client.post(reverse("admin:tasks_jurisdiction_change", args=[place.pk]), {**data, **rows})

    def test_it_is_ticked_once_the_place_has_staff(self, world: World) -> None:
        client, address = signed_in(world.admin), reverse("admin:tasks_jurisdiction_change", args=[world.place.pk])
        assert re.search(r'name="keeps_own_plans"[^>]*checked', client.get(address).content.decode())

    def test_the_admin_takes_it_back(self, world: World) -> None:
        assert self.change(signed_in(world.admin), world.place).status_code == 302
        world.place.refresh_from_db()
        assert not world.place.keeps_own_plans

    def test_and_whoever_serves_there_keeps_the_plans_all_the_same(self, world: World) -> None:
        """It is others that are let in, not the place's own staff that are shut out."""
        self.change(signed_in(world.admin), world.place)
        assert "某区2024年法治政府建设任务分工方案" in page(signed_in(world.staff), "plan_list")

    def test_it_says_what_it_means(self, world: World) -> None:
        give_staff(Jurisdiction.objects.create(name="某州", full_name="某州", level=Jurisdiction.Level.CITY))
        html = signed_in(world.admin).get(reverse("admin:tasks_jurisdiction_changelist")).content.decode()
        assert "自行录入方案" in html
