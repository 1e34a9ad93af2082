"""Fixtures for every test. State goes to a temporary folder, never to the tree."""

import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client, override_settings

from tests.snapshot import Snapshot
from tests.world import World, build_world
from tracker.demo.fixture_files import ROSTER

FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The same examples each time: a build that fails by luck tells nothing of its change. To look for new ones:
# HYPOTHESIS_PROFILE=search pytest …
hypothesis.settings.register_profile("repeatable", derandomize=True)
hypothesis.settings.register_profile("search", hypothesis.settings.get_profile("default"))
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Begin with the tests that wait for other processes: at the end nothing would be left to do meanwhile.

    Those that need a database are marked, so that a build can leave the others out where only the database differs.
    """
    for item in items:
        if "db" in item.fixturenames or item.get_closest_marker("django_db"):
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("services") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests run on a file, as the product does: an in-memory database locks differently between threads."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = {**database.get("TEST", {}), "NAME": str(tmp_path_factory.mktemp("db") / "test.sqlite3")}


@pytest.fixture(autouse=True)
def test_settings(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "memory://")  # who waits for a worker waits for the test
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns where the folder is not there
    settings.PASSWORD_HASHERS = FAST_HASHERS
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Snapshot[World]:
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=FAST_HASHERS):
        return Snapshot.take(build_world)


@pytest.fixture
def world(db: None, kept_world: Snapshot[World]) -> World:
    return kept_world.put_back()


@pytest.fixture
def roster(db: None) -> None:
    """The demo's places, units and groups."""
    call_command("loaddata", str(ROSTER), verbosity=0)


@pytest.fixture
def as_staff(world: World) -> Client:
    return signed_in(world.staff)


@pytest.fixture
def as_liaison(world: World) -> Client:
    return signed_in(world.liaison)


def signed_in(user: Any) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client
