"""Caches of functions of a text: a plan prints the same names, labels and times under task after task."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

_SIZE = 1024  # of one cache: more than the different names of a plan, fewer than the lines of a long one
_caches: list[_lru_cache_wrapper[Any]] = []
Result = TypeVar("Result")


def cached_by_text(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """``function`` with its results kept until ``clear_caches``. A result is shared: nobody may change it."""
    cache = lru_cache(maxsize=_SIZE)(function)
    _caches.append(cache)
    return cache


def clear_caches() -> None:
    """Drop every result, so that nothing of one plan is kept for the next."""
    for cache in _caches:
        cache.cache_clear()
