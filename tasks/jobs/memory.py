"""Holding a piece of work to so much memory, so that one file does not take the worker, or the machine, with it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATM = Path("/proc/self/statm")


@contextmanager
def memory_at_most(more: int) -> Iterator[None]:
    """Within, this process may take `more` bytes on top of what it holds; beyond that comes MemoryError.

    Linux only, where the counter is; elsewhere nothing is held.
    """
    if not _STATM.is_file():
        yield
        return
    data = int(_STATM.read_text().split()[5]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = data + more if hard == resource.RLIM_INFINITY else min(data + more, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
