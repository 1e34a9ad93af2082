"""The kinds of background job. Each room registers its own, in a `jobs` module that is loaded when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tasks.jobs.models import Job
from tasks.jobs.running import Running


def _nothing(*_: Any) -> None:
    """A hook of a kind that has none."""


def _wanted(_: Job) -> bool:
    return True


@dataclass(frozen=True)
class Sentences:
    """What the person who asked is told when a job of this kind does not end well."""

    away: str  # no queue to put it in
    unexpected: str
    given_up: str  # its workers died again and again
    too_slow: str
    too_large: str  # it asked for more memory than it may have


@dataclass(frozen=True)
class Kind:
    """One kind of job: where it runs, what it may take, what it does and what becomes of its subject.

    `run` does the work outside any transaction and returns what `on_success` writes. An error of the `expected` types
    is a sentence for the person; any other is logged, and the sentence is `sentences.unexpected`.

    The hooks change the subject in the same transaction as the job. `on_queue` puts it back among those that wait
    (a retry, a lost worker); it raises ServiceError where that cannot be any more. `on_start` says whether the subject
    still waits for this job. `on_failure` gets the sentence, of a cancellation too. `discard` throws away what `run`
    returned after another worker has taken the job over, outside any transaction.
    """

    name: str
    label: str
    queue: Job.Queue
    run: Callable[[Running], Any]
    sentences: Sentences
    soft_limit: float  # seconds; then the work is interrupted and the job fails
    hard_limit: float  # seconds; then the process is killed, and the job is tried again
    memory: int | None = None  # bytes on top of what the worker holds
    max_attempts: int = 3
    waiting: str = "等待处理"  # what the progress says until a worker comes
    expected: tuple[type[Exception], ...] = ()
    on_queue: Callable[[Job], None] = _nothing
    on_start: Callable[[Job], bool] = _wanted
    on_success: Callable[[Job, Any], None] = _nothing
    on_failure: Callable[[Job, str], None] = _nothing
    discard: Callable[[Job, Any], None] = _nothing


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises ValueError when another has its name."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"two kinds of job are called {kind.name}")
    return kind


def unregister(name: str) -> None:
    """Forget a kind: for tests that bring one of their own."""
    _KINDS.pop(name, None)


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises KeyError for one that nobody registered."""
    return _KINDS[name]


def known_kinds() -> dict[str, Kind]:
    """All kinds by their names."""
    return dict(_KINDS)
