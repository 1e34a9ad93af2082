"""Background jobs of the site itself."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that have run out, once a day."""
    call_command("clearsessions")
