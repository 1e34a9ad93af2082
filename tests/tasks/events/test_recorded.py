"""What the admin does to accounts, rights and entries stands on record, from what to what."""

from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from tasks.events.models import Event
from tasks.events.recorded import _fields_changed
from tasks.people.models import Membership, Unit, User
from tests.conftest import signed_in
from tests.tracker.test_admin import unit_data
from tests.world import World

NEW_PASSWORD = "some-long-Secret-9"
NO_ROWS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


@pytest.fixture
def as_admin(world: World) -> Client:
    return signed_in(world.admin)


def told() -> list[tuple[str, str, str]]:
    """(act, object, reason) of the admin's events, oldest first."""
    rows = Event.objects.filter(actor_name="管理员").exclude(act__startswith="session")
    return [(event.act, event.object_name, event.reason) for event in rows]


def person(user: User, **changes: str) -> dict[str, str]:
    """What the page of a person sends who serves nowhere new."""
    row = user.memberships.get()
    kept = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": str(row.pk),
        "memberships-0-user": str(user.pk),
        "memberships-0-unit": str(row.unit_id),
        "memberships-0-role": row.role,
    }
    return {"username": user.username, "name": user.name, "is_active": "on", **kept, **changes}


def save(client: Client, user: User, **changes: str) -> Any:
    data = {name: value for name, value in person(user, **changes).items() if value}
    return client.post(reverse("admin:tasks_user_change", args=[user.pk]), data)


def test_a_new_person_and_where_he_serves(world: World, as_admin: Client) -> None:
    data = {
        "username": "newcomer",
        "name": "新同事",
        "usable_password": "true",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-unit": str(world.finance.pk),
        "memberships-0-role": "liaison",
    }
    assert as_admin.post(reverse("admin:tasks_user_add"), data).status_code == 302
    assert told() == [("account.add", "新同事", ""), ("right.grant", "新同事", "财政局 联络员")]
    assert Event.objects.get(act="right.grant").place_id == world.place.pk


def test_what_was_changed_of_an_account_from_what_to_what(world: World, as_admin: Client) -> None:
    assert save(as_admin, world.liaison, name="李新名", is_active="", is_superuser="on").status_code == 302
    ((act, name, words),) = told()
    assert (act, name) == ("account.change", "李新名")
    for change in ("姓名：李联络→李新名", "有效：是→否", "超级用户状态：否→是"):
        assert change in words


def test_a_membership_that_changes_or_goes_is_the_persons(world: World, as_admin: Client) -> None:
    save(as_admin, world.liaison, **{"memberships-0-role": "staff"})
    save(as_admin, world.liaison, **{"memberships-0-DELETE": "on"})
    assert told() == [
        ("right.change", "李联络", "教育局 司法局工作人员"),
        ("right.withdraw", "李联络", "教育局 司法局工作人员"),
    ]
    assert set(Event.objects.filter(act__startswith="right").values_list("object_id", flat=True)) == {world.liaison.pk}


def test_a_membership_given_on_the_page_of_a_unit_is_the_persons_too(world: World, as_admin: Client) -> None:
    rows = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-unit": str(world.finance.pk),
        "memberships-0-user": str(world.liaison.pk),
        "memberships-0-role": "liaison",
    }
    address = reverse("admin:tasks_unit_change", args=[world.finance.pk])
    Membership.objects.filter(unit=world.finance).delete()
    assert as_admin.post(address, {**unit_data(world), **rows}).status_code == 302
    assert told() == [("right.grant", "李联络", "财政局 联络员")]


def test_a_page_saved_without_a_change_is_nothing(world: World, as_admin: Client) -> None:
    assert save(as_admin, world.liaison).status_code == 302
    assert told() == []


def test_anothers_password(world: World, as_admin: Client) -> None:
    address = reverse("admin:auth_user_password_change", args=[world.liaison.pk])
    form = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "set-password": "1"}
    assert as_admin.post(address, form).status_code == 302
    assert told() == [("password.reset", "liaison", "")]
    assert all(NEW_PASSWORD not in str(value) for event in Event.objects.all() for value in vars(event).values())


def test_an_entry_that_is_added_changed_and_deleted(world: World, as_admin: Client) -> None:
    base = {"jurisdiction": str(world.place.pk), "name": "某区新局", "short_name": "新局", "kind": "department"}
    rows = {"position": "9", "is_active": "on", "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0", **NO_ROWS}
    assert as_admin.post(reverse("admin:tasks_unit_add"), {**base, **rows}).status_code == 302
    unit = Unit.objects.get(short_name="新局")
    address = reverse("admin:tasks_unit_change", args=[unit.pk])
    alias = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "新设局", "aliases-0-unit": str(unit.pk)}
    changed = {**base, **rows, **alias, "position": "8"}
    assert as_admin.post(address, changed).status_code == 302
    assert as_admin.post(reverse("admin:tasks_unit_delete", args=[unit.pk]), {"post": "yes"}).status_code == 302
    assert [(act, name) for act, name, _ in told()] == [
        ("record.add", "新局"),
        ("record.change", "新局"),
        ("record.delete", "新局"),
    ]
    words = told()[1][2]
    assert "：9→8" in words
    assert "新增单位别名“新设局”" in words
    assert set(Event.objects.filter(act__startswith="record").values_list("place_id", flat=True)) == {world.place.pk}


def test_rows_that_are_deleted_together_are_told_one_by_one(world: World, as_admin: Client) -> None:
    users = [User.objects.create_user(f"gone{n}", name=f"离职{n}") for n in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [str(user.pk) for user in users], "post": "yes"}
    assert as_admin.post(reverse("admin:tasks_user_changelist"), chosen).status_code == 302
    assert not User.objects.filter(username__startswith="gone").exists()
    assert sorted(told()) == [("account.delete", "离职0", ""), ("account.delete", "离职1", "")]


def test_a_person_who_is_deleted_stays_on_record(world: World, as_admin: Client) -> None:
    signed_in(world.stranger)
    before = list(Event.objects.filter(actor_id=world.stranger.pk).values_list("act", "actor_name"))
    address = reverse("admin:tasks_user_delete", args=[world.stranger.pk])
    assert as_admin.post(address, {"post": "yes"}).status_code == 302
    assert list(Event.objects.filter(actor_id=world.stranger.pk).values_list("act", "actor_name")) == before != []


def test_no_field_of_a_password_is_ever_shown() -> None:
    class PasswordForm(forms.Form):
        name = forms.CharField(label="姓名")
        new_password = forms.CharField(label="密码")

    form = PasswordForm({"name": "新", "new_password": NEW_PASSWORD}, initial={"name": "旧"})
    assert form.is_valid()
    assert list(_fields_changed(form)) == ["姓名：旧→新"]
