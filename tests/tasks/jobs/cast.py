"""Who gets what at the addresses of background jobs: the administrator's alone."""

from django.utils import timezone

from tasks.jobs.models import Job
from tests.cast import HIDDEN, Entry
from tests.world import World


def _failed(world: World) -> None:
    _job(world, Job.State.FAILED, finished_at=timezone.now())


def _running(world: World) -> None:
    now = timezone.now()
    _job(world, Job.State.RUNNING, lease_owner="worker", lease_until=now)


def _job(world: World, state: Job.State, **columns: object) -> None:
    Job.objects.create(
        kind="test",
        queue=Job.Queue.DOCUMENTS,
        subject_id=world.plan.pk,
        title="方案.txt",
        state=state,
        queued_at=timezone.now(),
        **columns,
    )


def _of_job(world: World) -> dict[str, int]:
    return {"pk": Job.objects.latest("pk").pk}


JOB_ENTRIES = {
    "job_list": Entry(prepare=_failed, liaison=HIDDEN, staff=HIDDEN),
    "job_retry": Entry(prepare=_failed, kwargs=_of_job, method="post", liaison=HIDDEN, staff=HIDDEN, admin=302),
    "job_cancel": Entry(prepare=_running, kwargs=_of_job, method="post", liaison=HIDDEN, staff=HIDDEN, admin=302),
}
