"""A plan prints the same names, labels and times under task after task: each is read once, and then remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

_SIZE = 1024  # of one memory: more than the different names of a plan, fewer than the lines of a long one
_memories: list[_lru_cache_wrapper[Any]] = []
Result = TypeVar("Result")


def once(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """``function`` of a text, remembered until ``forget``. What it gives is shared: nobody may change it."""
    memory = lru_cache(maxsize=_SIZE)(function)
    _memories.append(memory)
    return memory


def forget() -> None:
    """Keep nothing of one plan for the next."""
    for memory in _memories:
        memory.cache_clear()
