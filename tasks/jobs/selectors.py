"""Reading background jobs for the administrator's page."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, Value, When

from tasks.jobs.kinds import known_kinds
from tasks.jobs.models import Job
from tasks.people.models import User

State = Job.State


@dataclass(frozen=True)
class StateChoice:
    """A tab of the page: a state (empty for all) and how many jobs are in it."""

    state: str
    label: str
    count: int


@dataclass(frozen=True)
class JobRow:
    """A job as the page shows it."""

    job: Job
    kind: str
    now: dt.datetime

    @property
    def state(self) -> str:
        """The state in words, with what is about to become of it."""
        if self.job.cancel_asked:
            return "正在取消"
        if self.job.lease_until and self.job.lease_until < self.now:
            return "失去联系，即将重试"
        return self.job.get_state_display()

    @property
    def can_retry(self) -> bool:
        return self.job.state in (State.FAILED, State.CANCELLED)

    @property
    def can_cancel(self) -> bool:
        return self.job.is_live and not self.job.cancel_asked


def job_states(user: User) -> list[StateChoice]:
    """All states with their numbers of jobs, and all jobs first. One query."""
    counts = dict(Job.objects.visible_to(user).order_by().values_list("state").annotate(Count("pk")))
    states = [StateChoice(state.value, str(state.label), counts.get(state.value, 0)) for state in State]
    return [StateChoice("", "全部", sum(counts.values())), *states]


def jobs_listed(user: User, state: str) -> QuerySet[Job]:
    """Jobs with place and person: what runs, what waits, then what has ended; the newest first in each."""
    rank = Case(When(state=State.RUNNING, then=Value(0)), When(state=State.QUEUED, then=Value(1)), default=Value(2))
    jobs = Job.objects.visible_to(user).select_related("place", "person").order_by(rank, "-queued_at", "-pk")
    return jobs.filter(state=state) if state else jobs


def job_rows(jobs: list[Job], now: dt.datetime) -> list[JobRow]:
    """The rows of a page of jobs; a kind that nobody registers any more goes by its name."""
    labels = {name: kind.label for name, kind in known_kinds().items()}
    return [JobRow(job, labels.get(job.kind, job.kind), now) for job in jobs]
