"""Who came in, who failed to, who was locked out and let in again stands on record, and stays there."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tasks.events.lockout import EVERYBODY, NOBODY, WHILE_LOCKED
from tasks.events.models import Event
from tasks.events.services import SYSTEM
from tests.conftest import signed_in
from tests.world import PASSWORD, World

HOME = "192.0.2.7"


def sign_in(client: Client, password: str = PASSWORD, name: str = "liaison", **extra: Any) -> int:
    form = {"username": name, "password": password}
    return client.post(reverse("login"), form, REMOTE_ADDR=HOME, **extra).status_code


def told() -> list[tuple[str, str, str]]:
    """(act, person, object) of every event so far, oldest first."""
    return [(event.act, event.actor_name, event.object_name) for event in Event.objects.filter(act__contains="session")]


def lock(client: Client) -> None:
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong")


def test_signing_in_and_out(world: World, client: Client) -> None:
    sign_in(client)
    client.post(reverse("logout"), REMOTE_ADDR=HOME)
    assert told() == [
        ("session.sign_in", "李联络", "liaison"),
        ("session.sign_out", "李联络", "liaison"),
    ]
    assert {event.address for event in Event.objects.filter(act__contains="session")} == {HOME}


def test_signing_out_without_having_been_in_is_nothing(world: World, client: Client) -> None:
    client.post(reverse("logout"))
    assert told() == []


@pytest.mark.parametrize("name", ["liaison", "nobody-of-this-name", "名" * 150])
def test_a_failure_keeps_the_name_that_was_typed_and_not_the_password(world: World, client: Client, name: str) -> None:
    sign_in(client, "a-Secret-that-was-typed", name)
    assert told() == [("session.fail", NOBODY, name)]
    event = Event.objects.get(act="session.fail")
    assert event.address == HOME
    assert event.actor_id is None
    assert "Secret" not in "".join(str(value) for value in vars(event).values())


def test_failures_stay_when_the_person_gets_in_after_all(world: World, client: Client) -> None:
    sign_in(client, "wrong")
    sign_in(client)
    assert not AccessAttempt.objects.exists()
    assert [act for act, _, _ in told()] == ["session.fail", "session.sign_in"]


def test_a_lock_is_told_once_and_attempts_on_a_locked_account_as_such(world: World, client: Client) -> None:
    lock(client)
    limit = django_settings.AXES_FAILURE_LIMIT
    assert [act for act, _, _ in told()] == ["session.fail"] * limit + ["session.lock"]
    assert Event.objects.get(act="session.lock").reason == f"连续失败{limit}次"
    sign_in(client)
    assert told()[-1] == ("session.fail", NOBODY, "liaison")
    assert list(Event.objects.filter(reason=WHILE_LOCKED).values_list("act", flat=True)) == ["session.fail"]
    assert Event.objects.filter(act="session.lock").count() == 1


def test_a_lock_tells_where_the_attempts_came_from(world: World, client: Client, settings: Any) -> None:
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert Event.objects.get(act="session.lock").address == HOME
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {HOME}


@pytest.mark.parametrize(
    ("command", "whose"),
    [
        (["axes_reset_username", "liaison"], "liaison"),
        (["axes_reset_ip", HOME], HOME),
        (["axes_reset"], EVERYBODY),
    ],
)
def test_unlocking_by_hand_is_told(world: World, client: Client, command: list[str], whose: str) -> None:
    lock(client)
    call_command(*command, verbosity=0)
    assert told()[-1] == ("session.unlock", SYSTEM, whose)
    assert sign_in(client) == 302


def test_unlocking_where_nothing_is_locked_is_nothing(world: World) -> None:
    call_command("axes_reset_username", "liaison", verbosity=0)
    assert told() == []


def test_changing_ones_own_password_is_told(world: World) -> None:
    client = signed_in(world.liaison)
    new = "another-Password-for-tests"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post(reverse("password_change"), {**form, "old_password": "wrong"})
    assert not Event.objects.filter(act="password.change").exists()
    client.post(reverse("password_change"), form)
    event = Event.objects.get(act="password.change")
    assert (event.actor_name, event.object_id, event.object_name) == ("李联络", world.liaison.pk, "liaison")
