"""A page that was refused to a signed-in person stands on record; a mistyped address does not."""

import pytest
from django.test import Client
from django.urls import reverse

from tasks.events.models import Event
from tasks.rights.acts import Act
from tests.conftest import signed_in
from tests.world import World


def refused() -> list[tuple[str, str, str]]:
    rows = Event.objects.filter(act="access.refuse")
    return [(event.actor_name, event.reason, event.address) for event in rows]


def test_a_hidden_page_is_told_with_person_address_and_place(world: World) -> None:
    address = reverse("progress_detail", args=[world.submitted.pk])
    assert signed_in(world.stranger).get(f"{address}?q=1", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert refused() == [("赵旁人", f"GET {address} 404", "192.0.2.7")]


def test_a_form_that_was_refused_is_told_as_one(world: World) -> None:
    address = reverse("progress_accept", args=[world.submitted.pk])
    signed_in(world.liaison).post(address)
    assert [reason for _, reason, _ in refused()] == [f"POST {address} 404"]


def test_a_page_of_the_administration_that_is_forbidden_is_told(world: World) -> None:
    address = reverse("admin:tasks_evidence_add")
    assert signed_in(world.admin).get(address).status_code == 403
    assert [reason for _, reason, _ in refused()] == [f"GET {address} 403"]


def test_an_act_that_a_service_refused_is_told_with_its_name_and_place(world: World) -> None:
    world.submitted.versions.update(submitted_by=world.staff)
    address = reverse("progress_accept", args=[world.submitted.pk])
    signed_in(world.staff).post(address)
    assert [reason for _, reason, _ in refused()] == [f"POST {address} {Act.PROGRESS_DECIDE.label}"]
    assert Event.objects.get(act="access.refuse").place_id == world.place.pk


def test_a_form_without_its_token_is_told(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.staff)
    assert client.post(reverse("logout")).status_code == 403
    assert [who for who, _, _ in refused()] == ["王审核"]


@pytest.mark.parametrize("address", ["/no-such-page/", "/favicon.ico", "/plans/x/"])
def test_an_address_that_leads_nowhere_is_not(world: World, as_staff: Client, address: str) -> None:
    assert as_staff.get(address).status_code == 404
    assert refused() == []


def test_what_was_answered_is_not(world: World, as_staff: Client, client: Client) -> None:
    as_staff.get(reverse("home"))
    client.get(reverse("progress_detail", args=[world.submitted.pk]))  # nobody is signed in: sent to sign-in
    assert refused() == []


def test_a_very_long_address_and_one_with_nul_break_nothing(world: World, as_staff: Client) -> None:
    for tail in ("a" * 5000, "%00"):
        assert as_staff.get(f"/admin/{tail}/").status_code in (302, 404)
    assert all(len(reason) < 300 and "\0" not in reason for _, reason, _ in refused())
