"""Holding a piece of work to so much memory and time, so that no file takes the worker, or the machine, with it."""

import resource
import signal
import threading
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


@contextmanager
def killed_after(hard_limit: float) -> Iterator[None]:
    """Within, the process is killed after so many seconds, whatever it is at: the system does it, not Python.

    Work that hangs in a library's own code hears no exception. Only in the main thread; elsewhere nothing is held.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, hard_limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)
