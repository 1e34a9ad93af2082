"""Fixtures for the tests of background jobs."""

from collections.abc import Iterator

import pytest

from tasks.jobs.models import Job
from tests.tasks.jobs.errands import Errands, known_errands
from tests.world import World


@pytest.fixture
def errands(world: World) -> Iterator[Errands]:
    """The test's own kind of job, and no other in the world."""
    Job.objects.all().delete()
    with known_errands() as known:
        yield known
