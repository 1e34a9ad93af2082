"""Saving, submitting, accepting, returning: conditional updates with history; two people lose nothing."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.common.numbers import decimal_text
from tasks.events.acts import EventAct
from tasks.work.models import Assignment, ProgressReport
from tasks.work.services.progress import (
    FigureContent,
    ProgressContent,
    progress_accept,
    progress_return,
    progress_save,
    progress_submit,
)
from tests.history import last_step, steps_of
from tests.tasks.work.reports import draft, published_plan, resubmit
from tests.world import World, build_world, make_submitted

Status = ProgressReport.Status


def steps(report: ProgressReport) -> list[tuple[str, str, str]]:
    moves = (step for step in steps_of(report) if step.from_state != step.to_state)
    return [(step.from_state, step.to_state, step.actor_name) for step in moves]


class TestSave:
    def test_a_draft_keeps_text_figures_and_author(self, world: World) -> None:
        content = ProgressContent("初稿。", 10, [FigureContent("培训", Decimal("59.5"), "场次", None)])
        report = progress_save(
            user=world.liaison,
            assignment=world.assignment,
            period=world.period,
            content=content,
            revision=None,
            now=timezone.now(),
        )
        assert (report.narrative, report.revision, report.author) == ("初稿。", 1, world.liaison)
        assert [str(figure) for figure in report.figures.all()] == ["培训 59.5场次"]
        assert steps(report) == [("", "draft", "李联络")]

    def test_saving_again_replaces_the_figures_and_counts_on(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        content = ProgressContent("二稿。", 20, [FigureContent("检查", Decimal(3))])
        again = progress_save(
            user=world.liaison,
            assignment=world.assignment,
            period=world.period,
            content=content,
            revision=1,
            now=timezone.now(),
        )
        assert (again.pk, again.revision, again.figures.count()) == (report.pk, 2, 1)

    def test_a_period_of_another_plan_is_refused(self, world: World) -> None:
        other = published_plan(world, [world.education]).periods.first()
        assert other is not None
        with pytest.raises(ServiceError, match="不属于这项任务"):
            draft(world.assignment, other, world.liaison)

    def test_a_withdrawn_assignment_takes_no_report(self, world: World) -> None:
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.WITHDRAWN)
        with pytest.raises(ServiceError, match="已撤回"):
            draft(world.assignment, world.period, world.liaison)

    def test_a_done_assignment_takes_no_new_report_and_no_answer(self, world: World) -> None:
        """Whatever the page knew of it: the state is read again."""
        report = draft(world.assignment, world.period, world.liaison)
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.DONE)
        with pytest.raises(ServiceError, match="这项任务已办结，不再需要填报"):
            draft(world.assignment, world.plan.periods.all()[1], world.liaison)
        with pytest.raises(ServiceError, match="已办结"):
            resubmit(report, world.liaison, "改。")
        with pytest.raises(ServiceError, match="已办结"):
            progress_submit(user=world.liaison, report=report, now=timezone.now())
        report.refresh_from_db()
        assert (report.status, report.narrative) == (Status.DRAFT, "初稿。")

    def test_two_who_begin_the_same_report(self, world: World) -> None:
        draft(world.assignment, world.period, world.liaison)
        with pytest.raises(StaleError, match="您填写的内容仍在页面上"):
            draft(world.assignment, world.period, world.liaison)

    @pytest.mark.parametrize("revision", [0, 2, 10**30], ids=["older", "newer", "beyond the column"])
    def test_another_revision_changes_nothing(self, world: World, revision: int) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        with pytest.raises(StaleError):
            progress_save(
                user=world.liaison,
                assignment=world.assignment,
                period=world.period,
                content=ProgressContent("改", 1),
                revision=revision,
                now=timezone.now(),
            )
        report.refresh_from_db()
        assert (report.narrative, report.revision) == ("初稿。", 1)

    def test_a_submitted_report_is_not_overwritten(self, world: World) -> None:
        with pytest.raises(StaleError):
            progress_save(
                user=world.liaison,
                assignment=world.submitted.assignment,
                period=world.period,
                content=ProgressContent("改", 1),
                revision=world.submitted.revision,
                now=timezone.now(),
            )


class TestSubmit:
    def test_what_is_handed_in_is_kept_as_a_version(self, world: World) -> None:
        version = world.submitted.versions.get()
        assert (version.number, version.completion, version.submitted_by) == (1, 40, world.liaison)
        assert version.figures == [{"label": "培训", "value": "4", "unit": "场次", "previous_value": "3"}]
        assert steps(world.submitted) == [("", "draft", "李联络"), ("draft", "submitted", "李联络")]

    def test_nothing_to_say_is_not_submitted(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison, " ")
        with pytest.raises(ServiceError, match="请先填写进展情况"):
            progress_submit(user=world.liaison, report=report, now=timezone.now())

    def test_twice_is_once(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        same = ProgressReport.objects.get(pk=report.pk)
        progress_submit(user=world.liaison, report=report, now=timezone.now())
        with pytest.raises(StaleError):
            progress_submit(user=world.liaison, report=same, now=timezone.now())
        assert report.versions.count() == 1


class TestDecide:
    def test_accepting_writes_history(self, world: World) -> None:
        progress_accept(user=world.staff, report=world.submitted, now=timezone.now())
        assert steps(world.submitted)[-1] == ("submitted", "accepted", "王审核")

    def test_returning_keeps_the_reason_and_the_version(self, world: World) -> None:
        progress_return(user=world.staff, report=world.submitted, reason=" 补充数据。 ", now=timezone.now())
        last = last_step(world.submitted)
        assert (last.to_state, last.reason) == ("returned", "补充数据。")
        again = resubmit(world.submitted, world.liaison, "已补充。")
        assert [version.narrative for version in again.versions.all()] == ["组织学法培训，覆盖全体干部。", "已补充。"]

    def test_no_reason_no_return(self, world: World) -> None:
        with pytest.raises(ServiceError, match="请写明退回理由"):
            progress_return(user=world.staff, report=world.submitted, reason="  ", now=timezone.now())

    def test_the_second_decision_finds_the_first(self, world: World) -> None:
        seen = ProgressReport.objects.get(pk=world.submitted.pk)
        progress_accept(user=world.staff, report=world.submitted, now=timezone.now())
        with pytest.raises(StaleError, match="已被他人处理"):
            progress_return(user=world.admin, report=seen, reason="补充。", now=timezone.now())
        assert len(steps(world.submitted)) == 3

    def test_a_text_that_nobody_read_is_not_accepted(self, world: World) -> None:
        """Returned and handed in again while the reviewer had the first version open."""
        read = world.submitted.revision
        progress_return(user=world.admin, report=world.submitted, reason="补充。", now=timezone.now())
        again = resubmit(world.submitted, world.liaison, "换了一篇。")
        with pytest.raises(StaleError):
            progress_accept(user=world.staff, report=again, now=timezone.now(), seen_revision=read)


# deadline kind, completion, state of the assignment afterwards
CLOSING = [
    ("a dated task at 100 %", "date", 100, "done"),
    ("a dated task at 99 %", "date", 99, "open"),
    ("no deadline at 100 %", "none", 100, "done"),
    ("ongoing never closes", "ongoing", 100, "open"),
    ("annual never closes", "annual", 100, "open"),
    ("date then ongoing never closes", "date_then_ongoing", 100, "open"),
]


@pytest.mark.parametrize(("kind", "completion", "state"), [row[1:] for row in CLOSING], ids=[row[0] for row in CLOSING])
def test_an_accepted_100_percent_closes_what_closes(world: World, kind: str, completion: int, state: str) -> None:
    task = world.task
    task.deadline_kind, task.annual_on = kind, "10-31" if kind == "annual" else ""
    task.save()
    assignment = Assignment.objects.get(pk=world.assignment.pk)
    report = draft(assignment, world.period, world.liaison)
    ProgressReport.objects.filter(pk=report.pk).update(completion=completion)
    report.refresh_from_db()
    progress_submit(user=world.liaison, report=report, now=timezone.now())
    progress_accept(user=world.staff, report=report, now=timezone.now())
    assignment.refresh_from_db()
    assert assignment.state == state
    assert len(steps_of(assignment, EventAct.ASSIGNMENT_DONE)) == (state == "done")


PLAIN = [("4.0000", "4"), ("59.5000", "59.5"), ("0.0000", "0"), ("1200.0000", "1200"), ("0.0001", "0.0001")]


@pytest.mark.parametrize(("value", "words"), PLAIN)
def test_a_decimal_as_people_write_it(value: str, words: str) -> None:
    assert decimal_text(Decimal(value)) == words


# ---- two people at the same moment, in threads of their own ----
def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at once; how each ended: "ok", or the name of its error."""
    start, ends = threading.Barrier(len(acts)), ["?"] * len(acts)

    def run(n: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            ends[n] = "ok"
        except ServiceError as error:
            ends[n] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_liaisons_save_one_report(self) -> None:
        world = build_world()
        report = draft(world.assignment, world.period, world.liaison)

        def save(narrative: str) -> Callable[[], object]:
            content = ProgressContent(narrative, 1, [FigureContent(narrative, Decimal(1))])
            return lambda: progress_save(
                user=world.liaison,
                assignment=world.assignment,
                period=world.period,
                content=content,
                revision=1,
                now=timezone.now(),
            )

        assert together(save("甲"), save("乙")) == ["StaleError", "ok"]
        report.refresh_from_db()
        assert [figure.label for figure in report.figures.all()] == [report.narrative]

    def test_two_liaisons_begin_one_report(self) -> None:
        world = build_world()

        def begin(narrative: str) -> Callable[[], object]:
            return lambda: draft(world.assignment, world.period, world.liaison, narrative)

        assert together(begin("甲"), begin("乙")) == ["StaleError", "ok"]

    def test_one_accepts_while_one_returns(self) -> None:
        world = build_world()
        report = world.submitted
        one, other = (ProgressReport.objects.get(pk=report.pk) for _ in range(2))
        ends = together(
            lambda: progress_accept(user=world.staff, report=one, now=timezone.now()),
            lambda: progress_return(user=world.admin, report=other, reason="补充。", now=timezone.now()),
        )
        assert ends == ["StaleError", "ok"]
        report.refresh_from_db()
        assert steps(report)[2:] == [("submitted", report.status, steps(report)[2][2])]

    def test_a_double_click_submits_once(self) -> None:
        world = build_world()
        report = draft(world.assignment, world.period, world.liaison)
        copies = [ProgressReport.objects.get(pk=report.pk) for _ in range(2)]
        acts = [
            lambda copy=copy: progress_submit(user=world.liaison, report=copy, now=timezone.now()) for copy in copies
        ]
        assert together(*acts) == ["StaleError", "ok"]
        assert report.versions.count() == 1


def test_a_failed_submission_leaves_no_trace(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status, the history row and the version come together or not at all."""
    report = draft(world.assignment, world.period, world.liaison)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tasks.work.services.progress.ProgressVersion.objects.create", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        progress_submit(user=world.liaison, report=report, now=timezone.now())
    assert ProgressReport.objects.get(pk=report.pk).status == Status.DRAFT
    assert steps(report) == [("", "draft", "李联络")]


def test_a_second_report_of_the_same_period_is_impossible(world: World) -> None:
    make_submitted(world.assignment, world.period, world.liaison)
    with pytest.raises(StaleError):
        make_submitted(world.assignment, world.period, world.liaison)
