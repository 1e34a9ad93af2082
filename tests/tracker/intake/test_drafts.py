"""A draft's life: begun once, read by one worker, corrected by whoever saw the latest, confirmed or thrown away."""

import datetime as dt
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tasks.common.errors import ServiceError, StaleError
from tasks.jobs.models import Job
from tasks.jobs.sweep import jobs_sweep
from tasks.people.models import Membership, Unit, User
from tasks.planparser import SourceLine
from tasks.plans.models import Plan, Task
from tests.conftest import signed_in
from tests.jobs import work_off
from tests.tasks.jobs.errands import held
from tests.tracker.intake.imports import TEXT, confirm, decide, read, ready_draft, text_of, url
from tests.world import World
from tracker.intake import parsing as draft_parsing
from tracker.intake.decisions import ToUnit
from tracker.intake.jobs import READING_KIND
from tracker.intake.models import PlanDraft
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.drafts import MAX_SIZE, Begun, draft_begin, draft_discard, draft_read_again
from tracker.intake.services.review import draft_acknowledge, draft_place

State = PlanDraft.State


def retitle(draft: PlanDraft, user: User, title: str) -> None:
    """Change what the plan is called, as seen at first."""
    content = replace(draft.reviewed, title=title)
    draft_change(draft=draft, revision=0, user=user, what="改标题", content=content)


class TestBegin:
    def test_nothing_reaches_the_plan_tables(self, world: World) -> None:
        before = Plan.objects.count(), Task.objects.count(), Unit.objects.count()
        draft = ready_draft(world)
        assert (Plan.objects.count(), Task.objects.count(), Unit.objects.count()) == before
        assert (draft.state, draft.job and draft.job.percent, draft.jurisdiction) == (State.READY, 100, world.place)
        assert draft.parsed == draft.content
        assert draft.text.split("\n")[4].startswith("1. 争取命名")

    def test_the_same_file_opens_the_draft_in_hand_for_all_who_manage_it(self, world: World) -> None:
        draft = ready_draft(world)
        begun = draft_begin(user=world.admin, name="别的名字.txt", data=TEXT.encode())
        assert (begun.draft, begun.created) == (draft, False)

    def test_strangers_each_have_their_own(self, world: World) -> None:
        ready_draft(world)
        assert draft_begin(user=world.foreign_staff, name="方案.txt", data=TEXT.encode()).created

    @pytest.mark.django_db(transaction=True)
    def test_two_uploads_at_one_instant_are_one_draft(self, world: World) -> None:
        together = threading.Barrier(4)

        def upload(_: int) -> Begun:
            together.wait()
            try:
                return draft_begin(user=world.staff, name="方案.txt", data=TEXT.encode())
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            begun = list(pool.map(upload, range(4)))
        draft = PlanDraft.objects.get()
        assert [row.draft for row in begun] == [draft] * 4
        assert sum(row.created for row in begun) == 1
        assert default_storage.listdir("imports")[1] == [PurePath(draft.file.name).name]

    def test_the_database_itself_keeps_one_draft_of_a_file_in_hand(self, world: World) -> None:
        draft = ready_draft(world)
        PlanDraft.objects.update(jurisdiction=None)
        again = {"name": "x", "sha256": draft.sha256, "file": "x"}
        PlanDraft.objects.create(owner=world.staff, state=State.FAILED, **again)
        PlanDraft.objects.create(owner=world.foreign_staff, **again)
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanDraft.objects.create(owner=world.staff, **again)

    def test_two_colleagues_who_bring_one_file_share_the_draft_that_was_read_first(self, world: World) -> None:
        colleague = User.objects.create_user("colleague", name="钱审核")
        Membership.objects.create(user=colleague, unit=world.justice, role=Membership.Role.STAFF)
        begun = [draft_begin(user=user, name="方案.txt", data=TEXT.encode()) for user in (world.staff, colleague)]
        drafts = [row.draft for row in begun if row.draft]
        assert [row.created for row in begun] == [True, True], "neither sees the other's while nobody knows the place"
        for draft in drafts:
            read(draft)
        assert [draft.state for draft in drafts] == [State.READY, State.DISCARDED]
        assert not drafts[1].file
        response = signed_in(colleague).get(url("draft_detail", drafts[1]), follow=True)
        assert response.redirect_chain == [(url("draft_detail", drafts[0]), 302)]
        assert "这份文件已在核对中，已为您打开原来的导入稿" in text_of(response)

    def test_a_place_is_not_chosen_where_the_same_file_is_in_hand(self, world: World) -> None:
        draft = ready_draft(world)
        other = ready_draft(world, world.foreign_staff)
        with pytest.raises(ServiceError, match="已在另一份导入稿中"):
            draft_place(draft=other, revision=0, place=draft.jurisdiction, user=world.admin)
        other.refresh_from_db()
        assert (other.jurisdiction, other.revision) == (None, 0)

    def test_a_failed_draft_waits_while_its_file_is_in_hand_elsewhere(self, world: World) -> None:
        draft = ready_draft(world)
        failed = PlanDraft.objects.create(
            owner=world.staff, name="x", sha256=draft.sha256, file="x", state=State.FAILED
        )
        with pytest.raises(ServiceError, match="已在另一份导入稿中"):
            draft_read_again(draft=failed, user=world.admin)
        draft_discard(draft=draft, user=world.staff)
        draft_read_again(draft=failed, user=world.admin)
        read(failed)

    def test_a_file_that_is_a_plan_already_leads_there(self, world: World) -> None:
        plan = confirm(ready_draft(world), world)
        assert draft_begin(user=world.staff, name="方案.txt", data=TEXT.encode()).plan == plan

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            pytest.param(b"", "没有内容", id="empty"),
            pytest.param(b" \n\t ", "没有内容", id="white"),
            pytest.param(b"x" * (MAX_SIZE + 1), f"超过{MAX_SIZE // 1024 // 1024}MB", id="too big"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(self, world: World, data: bytes, sentence: str) -> None:
        with pytest.raises(ServiceError, match=sentence):
            draft_begin(user=world.staff, name="a.txt", data=data)
        assert not PlanDraft.objects.exists()

    def test_a_name_is_kept_short_and_bare(self, world: World) -> None:
        draft = draft_begin(user=world.staff, name="C:\\目录\\" + "长" * 300 + ".txt", data=b"x").draft
        assert draft
        assert draft.name == "长" * 246 + ".txt"


class TestParse:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            pytest.param("通知\n\n今天下午开会。", "没有找到任务", id="no plan"),
            pytest.param("%PDF-1.4 x", "PDF", id="a format not read"),
            pytest.param("\x00\x01", "", id="noise"),
        ],
    )
    def test_a_file_that_is_no_plan_fails_with_a_sentence(self, world: World, text: str, sentence: str) -> None:
        draft = ready_draft(world, text=text)
        assert (draft.state, draft.content) == (State.FAILED, None)
        assert draft.message.endswith("。")
        assert sentence in draft.message

    def test_an_unexpected_error_is_said_and_the_file_is_kept(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(draft_parsing, "parse_lines", fail)
        draft = ready_draft(world)
        assert (draft.state, draft.message) == (State.FAILED, READING_KIND.sentences.unexpected)
        monkeypatch.undo()
        draft_read_again(draft=draft, user=world.staff)
        read(draft)
        assert draft.state == State.READY

    def test_a_nul_in_the_text_is_left_out(self, world: World) -> None:
        draft = ready_draft(world, text=TEXT.replace("开展宣传", "开展\0宣传"))
        assert draft.state == State.READY
        assert "\0" not in draft.text

    def test_what_is_read_is_not_read_again(self, world: World) -> None:
        draft = ready_draft(world)
        retitle(draft, world.staff, "改过")
        with pytest.raises(StaleError):
            draft_read_again(draft=draft, user=world.staff)
        read(draft)
        assert draft.title == "改过"

    def test_a_draft_discarded_meanwhile_stays_away(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        real = draft_parsing.parse_lines

        def discard_and_parse(lines: Sequence[SourceLine]) -> object:
            draft_discard(draft=PlanDraft.objects.get(), user=None)
            return real(lines)

        monkeypatch.setattr(draft_parsing, "parse_lines", discard_and_parse)
        draft = ready_draft(world)
        assert (draft.state, draft.content, draft.text) == (State.DISCARDED, None, "")

    def test_one_discarded_while_it_waits_is_not_read(self, world: World) -> None:
        draft = draft_begin(user=world.staff, name="方案.txt", data=TEXT.encode()).draft
        assert draft
        draft_discard(draft=draft, user=world.staff)
        assert work_off(Job.Queue.DOCUMENTS) == []
        draft.refresh_from_db()
        assert (draft.state, draft.job and draft.job.state) == (State.DISCARDED, Job.State.CANCELLED)

    @pytest.mark.parametrize(
        ("lease", "attempts", "after", "message"),
        [
            pytest.param(-1, 1, State.QUEUED, "", id="its worker died"),
            pytest.param(30, 1, State.PARSING, "", id="its worker lives"),
            pytest.param(-1, 3, State.FAILED, READING_KIND.sentences.given_up, id="it died three times"),
        ],
    )
    def test_what_nobody_reads_waits_again(
        self, world: World, lease: int, attempts: int, after: str, message: str
    ) -> None:
        draft = draft_begin(user=world.staff, name="方案.txt", data=TEXT.encode()).draft
        assert draft
        assert draft.job
        PlanDraft.objects.update(state=State.PARSING)
        held(draft.job, lease=dt.timedelta(seconds=lease), attempts=attempts)
        jobs_sweep(now=timezone.now())
        draft.refresh_from_db()
        assert (draft.state, draft.message) == (after, message)

    def test_one_that_failed_before_there_were_jobs_is_read_again(self, world: World) -> None:
        draft = ready_draft(world, text="通知\n\n今天下午开会。")
        PlanDraft.objects.update(job=None)
        draft.refresh_from_db()
        draft_read_again(draft=draft, user=world.staff)
        assert draft.job
        assert draft.job.state == Job.State.QUEUED
        with pytest.raises(StaleError):
            draft_read_again(draft=draft, user=world.staff)

    def test_the_queue_is_fair_to_the_place_of_who_brings_a_file(self, world: World) -> None:
        """Nobody knows yet of which place the plan is."""
        people = (world.staff, world.foreign_staff, world.admin)
        begun = [draft_begin(user=user, name="a.txt", data=user.name.encode()).draft for user in people]
        places = [draft and draft.job and draft.job.place for draft in begun]
        assert places == [world.place, world.elsewhere, None]


class TestChange:
    def test_who_has_not_seen_the_latest_overwrites_nothing(self, world: World) -> None:
        draft = ready_draft(world)
        retitle(draft, world.staff, "甲改")
        with pytest.raises(StaleError):
            retitle(draft, world.staff, "乙改")
        draft.refresh_from_db()
        assert (draft.title, draft.revision) == ("甲改", 1)
        assert draft.parsed
        assert draft.parsed.title != "甲改", "what the parser read is kept"

    def test_what_is_confirmed_or_discarded_is_closed(self, world: World) -> None:
        draft = ready_draft(world)
        draft_discard(draft=draft, user=world.staff)
        for act in (
            lambda: draft_change(draft=draft, revision=0, user=world.staff, what="x", acknowledged=[]),
            lambda: draft_discard(draft=draft, user=world.staff),
            lambda: confirm(draft, world),
        ):
            with pytest.raises(ServiceError):
                act()

    def test_remarks_are_ticked_off_and_brought_back(self, world: World) -> None:
        draft = ready_draft(world)
        remark = draft.reviewed.diagnostics[0].id
        tick: dict[str, Any] = {"draft": draft, "user": world.staff}
        draft_acknowledge(**tick, revision=0, keys=[remark], acknowledged=True)
        draft.refresh_from_db()
        assert draft.acknowledged == [remark]
        with pytest.raises(ServiceError):
            draft_acknowledge(**tick, revision=1, keys=["r99"], acknowledged=True)
        draft_acknowledge(**tick, revision=1, keys=[remark], acknowledged=False)
        draft.refresh_from_db()
        assert draft.acknowledged == []

    def test_another_place_asks_for_the_names_again(self, world: World) -> None:
        draft = ready_draft(world, user=world.admin)
        decide(draft, 财政部门=ToUnit(world.finance.pk))
        draft.refresh_from_db()
        draft_place(draft=draft, revision=1, place=world.elsewhere, user=world.admin)
        draft.refresh_from_db()
        assert (draft.jurisdiction, draft.decisions) == (world.elsewhere, {})
        with pytest.raises(ServiceError, match="没有管理这个地区"):
            draft_place(draft=draft, revision=2, place=world.place, user=world.foreign_staff)

    def test_discarding_deletes_the_file(self, world: World, django_capture_on_commit_callbacks: Any) -> None:
        draft = ready_draft(world)
        storage, path = draft.file.storage, draft.file.name
        assert storage.exists(path)
        with django_capture_on_commit_callbacks(execute=True):
            draft_discard(draft=draft, user=world.staff)
        assert not storage.exists(path)
