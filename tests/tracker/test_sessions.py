"""What happens to people whose session ran out, to addresses asked in the wrong way, and to caches."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import signed_in
from tests.world import World

QUEUE = "http://testserver/review/?unit=1"


def test_a_fragment_asked_for_after_the_session_ran_out_sends_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("task_list"), headers={"HX-Request": "true", "HX-Current-URL": QUEUE})
    assert answer["HX-Redirect"] == "/login/?next=/review/%3Funit%3D1"


def test_a_form_sent_after_the_session_ran_out_leads_back_to_its_page_and_says_so(world: World, client: Client) -> None:
    address = reverse("progress_accept", kwargs={"pk": world.submitted.pk})
    answer = client.post(address, headers={"Referer": QUEUE}, follow=True)
    assert answer.redirect_chain[0][0] == "/login/?next=/review/%3Funit%3D1"
    assert "没有保存" in answer.content.decode()


@pytest.mark.parametrize("referer", ["https://elsewhere.example/x", "", "//elsewhere.example", "javascript:1"])
def test_sign_in_never_leads_to_another_host(db: None, client: Client, referer: str) -> None:
    answer = client.post(reverse("logout"), headers={"Referer": referer})
    assert answer["Location"] == "/login/?next=/"


def test_an_address_that_takes_only_forms_says_so(world: World) -> None:
    answer = signed_in(world.staff).get(reverse("progress_accept", kwargs={"pk": world.submitted.pk}))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "只接收表单提交" in answer.content.decode()


def test_pages_of_a_signed_in_person_stay_out_of_shared_caches(world: World, client: Client) -> None:
    assert "private" in signed_in(world.staff).get("/")["Cache-Control"]


def test_a_name_longer_than_any_account_is_simply_wrong(db: None, client: Client) -> None:
    answer = client.post(reverse("login"), {"username": "x" * 5000, "password": "y"})
    assert answer.status_code == 200
    assert "用户名或密码不正确" in answer.content.decode()
