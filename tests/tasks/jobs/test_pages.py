"""The administrator's page of background jobs: what it shows, trying again, cancelling."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.jobs.models import Job
from tasks.jobs.services import CANCELLED, ENDED
from tests.conftest import signed_in
from tests.tasks.jobs.errands import SECOND, SENTENCES, Errands, State, asked, held, over
from tests.world import World

pytestmark = pytest.mark.usefixtures("errands")


@pytest.fixture
def as_admin(world: World) -> Client:
    return signed_in(world.admin)


def page(client: Client, **query: str) -> str:
    response = client.get(reverse("job_list"), query)
    assert response.status_code == 200
    return response.content.decode()


def act(client: Client, name: str, job: Job) -> str:
    """The page after the button was pressed."""
    response = client.post(f"{reverse(name, args=[job.pk])}?state={job.state}", follow=True)
    assert response.redirect_chain == [(f"{reverse('job_list')}?state={job.state}", 302)]
    job.refresh_from_db()
    return response.content.decode()


def test_it_says_whose_job_it_is_how_far_it_is_and_what_went_wrong(as_admin: Client, world: World) -> None:
    held(asked(1, place=world.place, person=world.staff), percent=40, stage="正在解析8行")
    over(asked(2), State.FAILED, message="文件已损坏。", cause="BadZipFile: x <b>", attempts=3)
    shown = page(as_admin)
    for words in ("差事1", world.place.name, world.staff.name, "40%", "正在解析8行", "运行中"):
        assert words in shown
    for words in ("差事2", "文件已损坏。", "BadZipFile: x &lt;b&gt;", "未完成"):
        assert words in shown


def test_one_that_is_stuck_is_seen(as_admin: Client, world: World) -> None:
    held(asked(1, place=world.place, person=world.staff), lease=-SECOND, attempts=2, stage="正在解析8行")
    shown = page(as_admin)
    assert all(words in shown for words in ("差事1", "失去联系", "正在解析8行", '<td class="num">2</td>'))
    held(asked(2), stage="正在读")
    over(Job.objects.get(subject_id=1), State.FAILED)
    assert "失去联系" not in page(as_admin)


def test_what_runs_stands_before_what_waits_before_what_is_over(as_admin: Client) -> None:
    over(asked(1), State.FAILED)
    held(asked(2))
    asked(3)
    shown = page(as_admin)
    assert shown.index("差事2") < shown.index("差事3") < shown.index("差事1")


@pytest.mark.parametrize(("state", "shown"), [("queued", "差事1"), ("failed", "差事2"), ("nonsense", "差事1")])
def test_a_state_can_be_chosen(as_admin: Client, state: str, shown: str) -> None:
    asked(1)
    over(asked(2), State.FAILED)
    assert shown in page(as_admin, state=state)
    assert ("差事1" in page(as_admin, state="failed")) is False


def test_buttons_are_there_only_where_they_do_something(as_admin: Client) -> None:
    buttons = {
        "queued": asked(1),
        "running": held(asked(2)),
        "succeeded": over(asked(3), State.SUCCEEDED),
        "failed": over(asked(4), State.FAILED),
        "cancelled": over(asked(5), State.CANCELLED),
    }
    shown = page(as_admin)
    retry = {state for state, job in buttons.items() if reverse("job_retry", args=[job.pk]) in shown}
    cancel = {state for state, job in buttons.items() if reverse("job_cancel", args=[job.pk]) in shown}
    assert (retry, cancel) == ({"failed", "cancelled"}, {"queued", "running"})


def test_a_failed_one_is_tried_again(as_admin: Client) -> None:
    job = over(asked(), State.FAILED)
    assert "“差事1”已重新排队。" in act(as_admin, "job_retry", job)
    assert job.state == State.QUEUED


def test_one_that_waits_is_cancelled(as_admin: Client) -> None:
    job = asked()
    assert "“差事1”已取消。" in act(as_admin, "job_cancel", job)
    assert (job.state, job.message) == (State.CANCELLED, CANCELLED)


def test_one_that_runs_is_seen_to_be_stopping(as_admin: Client) -> None:
    job = held(asked())
    assert "正在取消" in act(as_admin, "job_cancel", job)
    assert job.cancel_asked


def test_who_comes_too_late_is_told(as_admin: Client) -> None:
    job = over(asked(), State.SUCCEEDED)
    assert ENDED in act(as_admin, "job_cancel", job)
    assert job.state == State.SUCCEEDED


def test_what_its_subject_refuses_is_said(as_admin: Client, errands: Errands) -> None:
    job = over(asked(), State.FAILED, message=SENTENCES.given_up)
    errands.refuse = "原件已不在。"
    assert "原件已不在。" in act(as_admin, "job_retry", job)
    assert job.state == State.FAILED


def test_a_kind_that_nobody_knows_goes_by_its_name(as_admin: Client) -> None:
    over(asked(), State.SUCCEEDED, kind="forgotten")
    assert "forgotten" in page(as_admin)


def test_it_asks_the_database_as_often_for_many_as_for_one(as_admin: Client, world: World) -> None:
    def queries(jobs: range) -> int:
        for subject in jobs:
            over(asked(subject, place=world.place, person=world.staff), State.FAILED)
        with CaptureQueriesContext(connection) as made:
            page(as_admin)
        return len(made)

    assert queries(range(1)) == queries(range(1, 60))
    assert "第 1 至 50 条，共 60 条" in page(as_admin)
