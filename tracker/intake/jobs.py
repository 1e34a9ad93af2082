"""Background jobs of tasks. They take ids and may come twice: the draft's state decides."""

from celery import shared_task
from django.utils import timezone

from tasks.jobs.queueing import hand_over
from tracker.intake.parsing import LONG, LONGEST, drafts_to_resume, end_as_unqueued, parse_draft


@shared_task(soft_time_limit=LONG, time_limit=LONGEST)
def run_parse(draft_id: int) -> None:
    """Read one uploaded plan document."""
    parse_draft(draft_id)


@shared_task
def resume_drafts() -> None:
    """Queue again the drafts that nobody is reading though somebody should."""
    for draft_id in drafts_to_resume(timezone.now()):
        run_parse.delay(draft_id)


def queue_parse(draft_id: int) -> None:
    """Hand a draft to a worker; where there is no queue, the draft says so within seconds."""
    if not hand_over(run_parse, draft_id):
        end_as_unqueued(draft_id)
