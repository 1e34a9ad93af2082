"""Background jobs of the site itself."""

from celery import shared_task
from django.core.management import call_command

import tracker.intake.jobs  # noqa: F401  the rooms below have their jobs found through this module


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that have run out, once a day."""
    call_command("clearsessions")
