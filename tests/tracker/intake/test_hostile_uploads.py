"""Broken and hostile files by the way that a browser's upload goes: each gets its sentence, and leaves nothing."""

from collections.abc import Callable

import pytest

from indicators.models import Indicator
from tasks.common.errors import ServiceError
from tasks.common.files import MAX_SIZE_WORDS
from tasks.jobs.lease import JobTooSlowError
from tasks.jobs.limits import memory_at_most
from tasks.jobs.models import Job
from tasks.people.models import Unit
from tasks.plans.models import Plan, SourceDocument, Task
from tests.tasks.planparser import hostile
from tests.tracker.intake.imports import read, ready_draft
from tests.world import World
from tracker.intake import parsing as draft_parsing
from tracker.intake.jobs import READING_KIND
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_begin, draft_discard

State = PlanDraft.State
MEGABYTE = 1024 * 1024
REFUSED = [(name, make, words) for name, make, words in hostile.ALL if words is not None]
SLOW = ("百万行文本", "百万空行", "二十万行的表")  # seconds each: the parser's own tests read them
AT_UPLOAD = {"空文件": "没有内容", "超过上限的文件": f"超过{MAX_SIZE_WORDS}"}


def written() -> list[int]:
    """How many rows there are of all that an import writes."""
    return [model.objects.count() for model in (Plan, Task, Unit, Indicator, SourceDocument)]


@pytest.mark.parametrize(
    ("name", "make", "words"), [pytest.param(*row, id=row[0]) for row in REFUSED if row[0] not in (*AT_UPLOAD, *SLOW)]
)
def test_each_gets_its_sentence_and_writes_nothing(
    world: World, name: str, make: Callable[[], bytes], words: str
) -> None:
    before = written()
    draft = draft_begin(user=world.staff, name=f"{name}.docx", data=make()).draft
    assert draft
    read(draft)
    assert draft.job
    assert (draft.state, draft.job.state, draft.job.lease_owner) == (State.FAILED, Job.State.FAILED, "")
    assert words in draft.message
    assert (draft.parsed, draft.content, draft.text) == (None, None, "")
    assert written() == before
    draft_discard(draft=draft, user=world.staff)
    assert written() == before


@pytest.mark.parametrize(("name", "words"), AT_UPLOAD.items())
def test_what_is_empty_or_too_large_is_refused_at_upload(world: World, name: str, words: str) -> None:
    data = next(make() for row, make, _ in REFUSED if row == name)
    with pytest.raises(ServiceError, match=words):
        draft_begin(user=world.staff, name=name, data=data)
    assert not PlanDraft.objects.exists()


BEYOND = [
    ("time", JobTooSlowError, READING_KIND.sentences.too_slow),
    ("memory", MemoryError, READING_KIND.sentences.too_large),
]


@pytest.mark.parametrize(("error", "sentence"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND])
def test_what_takes_too_much_is_stopped_with_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], sentence: str
) -> None:
    def take_too_much(*_: object) -> None:
        raise error

    monkeypatch.setattr(draft_parsing, "parse_lines", take_too_much)
    draft = ready_draft(world)
    assert (draft.state, draft.message) == (State.FAILED, sentence)


def test_a_piece_of_work_is_held_to_its_memory_and_what_follows_is_not() -> None:
    with memory_at_most(64 * MEGABYTE):
        bytearray(16 * MEGABYTE)
        with pytest.raises(MemoryError):
            bytearray(256 * MEGABYTE)
    assert len(bytearray(256 * MEGABYTE)) == 256 * MEGABYTE
