"""Measuring: two ways of doing one thing, run in turn, compared by the ratio of their medians."""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is what is bounded; times are seconds, memory bytes."""

    name: str
    ours: str
    floor: str
    ratio: float
    bound: float
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.ratio <= self.bound


def paired(ours: Callable[[], object], floor: Callable[[], object], *, rounds: int = 9) -> tuple[float, float, float]:
    """(median of ours, median of floor, median of the ratios pair by pair), after one round that is not counted."""
    ours(), floor()
    times = [(_timed(ours), _timed(floor)) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in times),
        statistics.median(b for _, b in times),
        statistics.median(a / b for a, b in times),
    )


def fastest(ours: Callable[[], object], floor: Callable[[], object], *, rounds: int = 5) -> tuple[float, float, float]:
    """(fastest of ours, fastest of floor, their ratio), run in turn, after one round that is not counted.

    For growth: what else the machine does only adds to a time, and to the long run more often than to the short one.
    """
    ours(), floor()
    times = [(_timed(ours), _timed(floor)) for _ in range(rounds)]
    large, small = min(a for a, _ in times), min(b for _, b in times)
    return large, small, large / small


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_memory(work: Callable[[], object]) -> int:
    """Bytes of Python memory at the peak of one run."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
