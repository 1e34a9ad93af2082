"""Background jobs of the annual report. They take ids and may come twice: the lease decides."""

import datetime as dt
from typing import Any
from uuid import uuid4

from celery import Task, shared_task
from django.utils import timezone

from reports.build import build_run, end_hopeless
from reports.lease import queue_again
from reports.models import ReportBuild

PATIENCE = dt.timedelta(seconds=60)
ASK_AGAIN = 10  # seconds; less than a lease, so that a build is taken up soon after its worker died
LONGEST = 30 * 60  # seconds; a build that hangs is cut off, and ends as failed after a few attempts


@shared_task(bind=True, max_retries=None, time_limit=LONGEST)
def run_build(self: "Task[Any, Any]", build_id: int) -> None:
    """Make one build. A message that comes while another worker is at it asks again until that one is done or dead."""
    if not build_run(build_id, owner=uuid4().hex):
        raise self.retry(countdown=ASK_AGAIN)


@shared_task(expires=PATIENCE.seconds)
def resume_builds() -> None:
    """Queue again the builds that nobody is at: their worker died, or their message was lost with the broker.

    Messages of the schedule and of this job expire, so that none pile up while no worker is there; the next look
    queues the build again.
    """
    now = timezone.now()
    end_hopeless(now, ReportBuild.objects.all())
    for build_id in queue_again(now, PATIENCE):
        run_build.apply_async((build_id,), expires=PATIENCE.seconds)
