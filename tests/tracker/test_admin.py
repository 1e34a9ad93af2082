"""The Django admin: every page opens, what people handed in is only read, sign-in is our own."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tasks.people.models import Membership, Unit, UnitAlias, User
from tasks.plans.models import Plan
from tasks.rights.acts import Act
from tasks.rights.rules import units_where
from tasks.work.models import ProgressReport
from tests.conftest import signed_in
from tests.tasks.work.reports import attach
from tests.world import PASSWORD, World, make_plan

OURS = [model for model in admin.site._registry if model._meta.app_label in ("tasks", "indicators", "reports")]
READ_ONLY = [
    "tasks_progressreport",
    "tasks_evidence",
    "tasks_assignment",
    "tasks_sourcedocument",
    "tracker_plandraft",
]


@pytest.fixture
def as_admin(world: World) -> Client:
    attach(world.submitted, world.liaison)
    return signed_in(world.admin)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_search_and_page_opens(model: Any, as_admin: Client) -> None:
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    changelist = reverse(f"{base}_changelist")
    assert as_admin.get(changelist).status_code == 200
    assert as_admin.get(changelist, {"q": "司法"}).status_code == 200
    for row in model.objects.all()[:2]:
        assert as_admin.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200


def test_the_versions_of_a_plan_are_read_under_it(world: World, as_admin: Client) -> None:
    html = as_admin.get(reverse("admin:tasks_plan_change", args=[world.plan.pk])).content.decode()
    assert "方案版本" in html
    assert 'name="versions-0-title"' not in html


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_the_lists_cost_the_same_for_more_rows(
    model: Any, as_admin: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    as_admin.get(changelist)
    with django_assert_max_num_queries(60) as few:
        as_admin.get(changelist)
    count = len(few)
    make_more(world)
    with django_assert_max_num_queries(count):
        as_admin.get(changelist)


def make_more(world: World) -> None:
    """A few more units, people and plans."""
    for n in range(4):
        unit = Unit.objects.create(jurisdiction=world.place, name=f"某区新{n}局", short_name=f"新{n}局")
        user = User.objects.create_user(f"more{n}", name=f"新{n}")
        Membership.objects.create(user=user, unit=unit, role=Membership.Role.LIAISON)
        make_plan(world.place)


class TestWhatNoPageSends:
    @pytest.mark.parametrize("key", ["a", "\0", str(10**30)], ids=["a word", "NUL", "a number beyond any key"])
    def test_a_key_that_is_none(self, world: World, as_admin: Client, key: str) -> None:
        """Chosen for a bulk action it is not found; chosen on a form it is refused."""
        for name in ("unit", "user", "plan"):
            chosen = {"action": "delete_selected", "_selected_action": key}
            assert as_admin.post(reverse(f"admin:tasks_{name}_changelist"), chosen).status_code == 404
        unit = as_admin.post(reverse("admin:tasks_unit_add"), {**unit_data(world), "jurisdiction": key})
        rows = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-unit": key}
        person = as_admin.post(reverse("admin:tasks_user_change", args=[world.liaison.pk]), rows)
        assert [response.status_code for response in (unit, person)] == [200, 200]

    @pytest.mark.parametrize(("model", "column"), [("unit", "jurisdiction"), ("membership", "user")])
    def test_a_search_for_nul(self, as_admin: Client, model: str, column: str) -> None:
        asked = {"app_label": "tasks", "model_name": model, "field_name": column, "term": "某\0"}
        assert as_admin.get(reverse("admin:autocomplete"), asked).status_code == 200


class TestDoor:
    def test_anonymous_goes_to_our_sign_in_and_comes_back(self, world: World, client: Client) -> None:
        response = client.get("/admin/tasks/unit/", follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("login"))
        assert "next=/admin/tasks/unit/" in response.redirect_chain[-1][0]
        response = client.post(response.redirect_chain[-1][0], {"username": "admin", "password": PASSWORD})
        assert response.headers["Location"] == "/admin/tasks/unit/"

    def test_a_person_who_is_no_admin_finds_nothing(self, world: World, as_staff: Client) -> None:
        assert as_staff.get("/admin/", follow=True).status_code == 404

    def test_its_name_is_chinese(self, as_admin: Client) -> None:
        html = as_admin.get("/admin/").content.decode()
        assert "系统管理" in html
        assert "Django" not in html

    def test_it_speaks_as_the_rest_does(self, as_admin: Client) -> None:
        """One word for signing out, a way back, and nothing in English above the form of a new person."""
        html = as_admin.get("/admin/").content.decode()
        assert all(words in html for words in ("返回督办首页", "修改密码", ">退出<"))
        assert "注销" not in html
        html = as_admin.get(reverse("admin:tasks_user_add")).content.decode()
        assert "须在下方登记任职" in html
        assert "After you" not in html


class TestPeople:
    def test_a_person_is_added_with_a_name_and_a_place(self, world: World, as_admin: Client) -> None:
        data = {
            "username": "newcomer",
            "name": "新同事",
            "phone": "",
            "usable_password": "true",
            "password1": "some-long-Secret-9",
            "password2": "some-long-Secret-9",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-unit": str(world.finance.pk),
            "memberships-0-role": "liaison",
        }
        response = as_admin.post(reverse("admin:tasks_user_add"), data)
        assert response.status_code == 302, response.context["errors"]
        person = User.objects.get(username="newcomer")
        assert person.name == "新同事"
        assert units_where(person, Act.PROGRESS_FILL) == {world.finance.pk}


def unit_data(world: World, *aliases: str) -> dict[str, str]:
    """What the page of the finance bureau sends with these new aliases."""
    rows = {f"aliases-{n}-name": name for n, name in enumerate(aliases)}
    return {
        "name": "某区财政局",
        "short_name": "财政局",
        "kind": "department",
        "position": "3",
        "is_active": "on",
        "aliases-TOTAL_FORMS": str(len(aliases)),
        "aliases-INITIAL_FORMS": "0",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
        **{f"aliases-{n}-unit": str(world.finance.pk) for n in range(len(aliases))},
        **rows,
    }


class TestUnitsAndGroups:
    def post(self, world: World, client: Client, *aliases: str) -> Any:
        return client.post(reverse("admin:tasks_unit_change", args=[world.finance.pk]), unit_data(world, *aliases))

    def test_a_unit_takes_aliases(self, world: World, as_admin: Client) -> None:
        assert self.post(world, as_admin, "区财政", "财政").status_code == 302
        assert {alias.jurisdiction for alias in world.finance.aliases.all()} == {world.place}

    def test_an_alias_that_is_taken_gets_a_sentence(self, world: World, as_admin: Client) -> None:
        UnitAlias.objects.create(unit=world.education, name="教体局")
        response = self.post(world, as_admin, "教体局")
        assert response.status_code == 200
        assert "“教体局”已是教育局的别名，请先在那里删去。" in response.content.decode()

    def test_the_same_alias_of_another_district_is_no_matter(self, world: World, as_admin: Client) -> None:
        UnitAlias.objects.create(unit=world.foreign_unit, name="教体局")
        assert self.post(world, as_admin, "教体局").status_code == 302

    def test_an_alias_twice_on_one_page(self, world: World, as_admin: Client) -> None:
        assert self.post(world, as_admin, "区财政", "区财政").status_code == 200

    def test_a_unit_does_not_move_to_another_district(self, world: World, as_admin: Client) -> None:
        html = as_admin.get(reverse("admin:tasks_unit_change", args=[world.finance.pk])).content.decode()
        assert 'name="jurisdiction"' not in html

    def test_a_group_takes_no_unit_of_another_district(self, world: World, as_admin: Client) -> None:
        url = reverse("admin:tasks_unitgroup_change", args=[world.departments.pk])
        rows = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
        data = {"name": "政府组成部门", "members": [str(world.foreign_unit.pk)], **rows}
        assert "他区司法局不属于所选地区，请从成员单位中移除。" in as_admin.post(url, data).content.decode()
        assert as_admin.post(url, {**data, "members": [str(world.finance.pk)]}).status_code == 302
        assert list(world.departments.members.all()) == [world.finance]


class TestEvidenceOfWork:
    @pytest.mark.parametrize("name", READ_ONLY)
    def test_it_cannot_be_added(self, as_admin: Client, name: str) -> None:
        assert as_admin.get(reverse(f"admin:{name}_add")).status_code == 403

    def test_it_cannot_be_changed_or_deleted(self, world: World, as_admin: Client) -> None:
        change = reverse("admin:tasks_progressreport_change", args=[world.submitted.pk])
        delete = reverse("admin:tasks_progressreport_delete", args=[world.submitted.pk])
        assert as_admin.post(change, {"narrative": "改"}).status_code == 403
        assert as_admin.post(delete, {"post": "yes"}).status_code == 403
        assert ProgressReport.objects.get(pk=world.submitted.pk).narrative == "组织学法培训，覆盖全体干部。"

    def test_a_published_plan_is_read_and_a_draft_corrected(self, world: World, as_admin: Client) -> None:
        published = reverse("admin:tasks_plan_change", args=[world.plan.pk])
        assert as_admin.post(published, {"title": "改"}).status_code == 403
        assert (
            as_admin.post(reverse("admin:tasks_plan_delete", args=[world.plan.pk]), {"post": "yes"}).status_code == 403
        )
        plan = make_plan(world.place, years=(2025, 2025))
        html = as_admin.get(reverse("admin:tasks_plan_change", args=[plan.pk])).content.decode()
        assert 'name="title"' in html
        assert 'name="status"' not in html
        assert as_admin.post(reverse("admin:tasks_plan_delete", args=[plan.pk]), {"post": "yes"}).status_code == 302
        assert not Plan.objects.filter(pk=plan.pk).exists()
