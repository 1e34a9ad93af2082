"""Background jobs of the site itself."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from tasks.events.services import events_purge


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that have run out, once a day."""
    call_command("clearsessions")


@shared_task
def purge_events() -> None:
    """Delete, once a day, the events that have served their time."""
    events_purge(timezone.now())
