"""Background jobs in tests: done in this process as a worker does them, one after another, without a broker."""

from uuid import uuid4

from tasks.jobs.models import Job
from tasks.jobs.runner import run_next


def work_off(queue: Job.Queue) -> list[Job]:
    """Do what waits in a queue, and what comes to wait meanwhile; the jobs as they were taken."""
    done = []
    while job := run_next(queue, uuid4().hex):
        done.append(job)
    return done
