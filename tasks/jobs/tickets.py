"""What the workers hear: come and take the next job of a queue; look after those that nobody is at."""

from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from tasks.jobs.queueing import TICKET, TICKET_EXPIRES
from tasks.jobs.runner import run_next
from tasks.jobs.sweep import jobs_sweep


@shared_task(name=TICKET, acks_late=False)
def take_next(queue: str) -> None:
    """Do the next job of a queue, if there is one to take. A ticket that is lost, or comes twice, does no harm."""
    run_next(queue, owner=uuid4().hex)


@shared_task(expires=TICKET_EXPIRES)
def sweep() -> None:
    """Look after lost jobs and tickets. Those of the schedule expire, so that none pile up while no worker is there."""
    jobs_sweep(now=timezone.now())
