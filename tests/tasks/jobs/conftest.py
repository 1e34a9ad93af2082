"""Fixtures for the tests of background jobs."""

from collections.abc import Iterator

import pytest
from celery import current_app

from tests.tasks.jobs.errands import Errands, known_errands


@pytest.fixture
def errands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Errands]:
    """The test's own kind of job. Tickets are kept in this process: no broker is needed, and none is waited for."""
    monkeypatch.setattr(current_app.conf, "broker_url", "memory://")
    with known_errands() as known:
        yield known
