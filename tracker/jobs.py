"""Background jobs of the site itself."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from tasks.events.services import events_purge
from tracker.housekeeping import delete_leftovers
from tracker.intake import jobs as intake

__all__ = ["clear_expired_sessions", "intake", "purge_events", "sweep_leftovers"]


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that have run out, once a day."""
    call_command("clearsessions")


@shared_task
def sweep_leftovers() -> None:
    """Delete, once a day, files that a kill left without a row."""
    delete_leftovers(timezone.now())


@shared_task
def purge_events() -> None:
    """Delete, once a day, the events that have served their time."""
    events_purge(timezone.now())
