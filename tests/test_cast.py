"""Every address of the product, tried by the whole cast."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tasks.people.models import Membership
from tests.cast import READERS, Entry
from tests.indicators.cast import ENTRIES as INDICATORS
from tests.reports.cast import ENTRIES as REPORTS
from tests.tasks.cast import ENTRIES as TASKS
from tests.tracker.cast import ENTRIES as TRACKER
from tests.world import World

ENTRIES: dict[str, Entry] = {**TRACKER, **TASKS, **INDICATORS, **REPORTS}
PEOPLE = ("anonymous", "liaison", "stranger", "staff", "foreign_staff", "admin", *READERS)


def named_urls() -> set[str]:
    """Names of all addresses in the URL configuration; those of Django's own admin are one, `admin:index`."""
    names: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern} has no name, so nobody tries it"
                names.add(pattern.name)
            elif pattern.namespace == "admin":
                names.add("admin:index")
            else:
                walk(pattern.url_patterns)

    walk(get_resolver().url_patterns)
    return names


def test_every_url_has_an_entry_and_every_entry_a_url() -> None:
    assert named_urls() == set(ENTRIES)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", ENTRIES)
def test_address(name: str, person: str, world: World, client: Client) -> None:
    entry = ENTRIES[name]
    entry.prepare(world)
    if person != "anonymous":
        client.force_login(getattr(world, person))
    call = getattr(client, entry.method)
    response = call(reverse(name, kwargs=dict(entry.kwargs(world))), dict(entry.data(world)))
    response.close()  # a download holds its file open
    assert response.status_code == entry.status(person)
    if person == "anonymous" and response.status_code == 302:
        assert "/login/" in response.headers["Location"]


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.method == "post"])
def test_who_is_staff_elsewhere_and_a_leader_here_changes_nothing_here(name: str, world: World, client: Client) -> None:
    """A right in one place and the sight of another do not add up."""
    entry = ENTRIES[name]
    entry.prepare(world)
    Membership.objects.create(user=world.foreign_staff, unit=world.justice, role=Membership.Role.LEADER)
    client.force_login(world.foreign_staff)
    response = client.post(reverse(name, kwargs=dict(entry.kwargs(world))), dict(entry.data(world)))
    assert response.status_code == entry.foreign_staff
