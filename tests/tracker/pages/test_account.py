"""Signing in, being locked out, changing one's password."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.conftest import signed_in
from tests.world import PASSWORD, World
from tracker.pages.account import WRONG_SIGN_IN

NEW_PASSWORD = "another-Password-for-tests"
LOGIN = "/login/"
SHORTEST = settings.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"]


def sign_in(client: Client, password: str = PASSWORD, *, name: str = "liaison", onward: str = "") -> object:
    return client.post(LOGIN, {"username": name, "password": password, "next": onward})


def test_the_sign_in_page_is_open_and_asks_no_database(client: Client) -> None:
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "用户名" in page.content.decode()


def test_right_password_leads_home(client: Client, world: World) -> None:
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize(("name", "password"), [("liaison", "wrong"), ("nobody", "wrong"), ("liaison", "")])
def test_whatever_was_wrong_the_page_stays_and_the_name_is_kept(
    client: Client, world: World, name: str, password: str
) -> None:
    answer = sign_in(client, password, name=name)
    assert answer.status_code == 200
    assert (WRONG_SIGN_IN in answer.content.decode()) is bool(password)
    assert f'value="{name}"' in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_hears_the_same_sentence(client: Client, world: World) -> None:
    world.liaison.is_active = False
    world.liaison.save()
    assert WRONG_SIGN_IN in sign_in(client).content.decode()


@pytest.mark.parametrize(
    ("onward", "leads_to"),
    [
        ("/password/", "/password/"),
        ("/password/?year=2024", "/password/?year=2024"),
        ("https://evil.example/", "home"),
        ("//evil.example/", "home"),
        ("javascript:alert(1)", "home"),
    ],
)
def test_next_leads_only_to_this_host(client: Client, world: World, onward: str, leads_to: str) -> None:
    target = reverse("home") if leads_to == "home" else leads_to
    assert sign_in(client, onward=onward).headers["Location"] == target


def test_who_is_signed_in_is_not_asked_again(as_liaison: Client) -> None:
    assert as_liaison.get(LOGIN).headers["Location"] == reverse("home")


def test_anonymous_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/password/").headers["Location"] == "/login/?next=/password/"


def test_as_many_failures_as_allowed_lock_the_account_even_for_the_right_password(client: Client, world: World) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "wrong").status_code == 200
    for password in ("wrong", PASSWORD):
        answer = sign_in(client, password)
        assert answer.status_code == 429
        assert "账号已锁定" in answer.content.decode()
    assert sign_in(Client(), name="staff").status_code == 302  # nobody else is


def test_signing_in_forgets_earlier_failures(client: Client, world: World) -> None:
    sign_in(client, "wrong")
    assert AccessAttempt.objects.exists()
    sign_in(client)
    assert not AccessAttempt.objects.exists()


def test_signing_out_needs_a_post_and_ends_the_session(as_liaison: Client) -> None:
    assert as_liaison.get("/logout/").status_code == 405
    assert as_liaison.post("/logout/").headers["Location"] == LOGIN
    assert "_auth_user_id" not in as_liaison.session


def change(client: Client, old: str = PASSWORD, new: str = NEW_PASSWORD, again: str = NEW_PASSWORD) -> object:
    form = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post("/password/", form, follow=True)


def test_changing_ones_password_says_so_and_ends_other_sessions(as_liaison: Client, world: World) -> None:
    elsewhere = signed_in(world.liaison)
    assert "密码已修改" in change(as_liaison).content.decode()
    assert as_liaison.get("/password/").status_code == 200
    assert elsewhere.get("/password/").status_code == 302
    assert sign_in(Client(), NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW_PASSWORD, NEW_PASSWORD, "旧密码不正确，请重新输入"),
        (PASSWORD, NEW_PASSWORD, "different", "两次输入的新密码不一致，请重新输入"),
        (PASSWORD, "short", "short", f"密码太短，至少要有{SHORTEST}个字符"),
        (PASSWORD, "20241231202412", "20241231202412", "数字"),
        (PASSWORD, "", "", "请填写新密码"),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(
    as_liaison: Client, world: World, old: str, new: str, again: str, sentence: str
) -> None:
    page = change(as_liaison, old, new, again).content.decode()
    assert sentence in page
    assert "密码没有修改" in page
    world.liaison.refresh_from_db()
    assert world.liaison.check_password(PASSWORD)
