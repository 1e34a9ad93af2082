"""Watching over a piece of work: its lease is renewed, and it is stopped when it is lost, cancelled or too slow."""

import logging
import signal
import threading
import time
from types import FrameType, TracebackType

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from tasks.jobs.lease import RENEW_EVERY, JobTooSlowError, Lease, StoppedError

logger = logging.getLogger(__name__)


class Watch:
    """Renews a lease from a thread of its own while the main thread works: `with Watch(lease, 25): ...`.

    When the lease is lost, a cancellation was asked for, or `soft_limit` seconds have passed, the work is interrupted
    once, wherever it is: a signal raises the matching StoppedError in the main thread. Within any other thread there
    is no such interruption; the next progress that is written finds the first two.
    """

    def __init__(self, lease: Lease, soft_limit: float, every: float = RENEW_EVERY) -> None:
        self._lease, self._every = lease, every
        self._too_slow_at = time.monotonic() + soft_limit
        self._reason: StoppedError | None = None
        self._worker = threading.current_thread()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{lease.job_id}", daemon=True)

    def __enter__(self) -> None:
        if self._is_main:
            self._before = signal.signal(signal.SIGUSR2, self._raise)
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reason = None
        self._over.set()
        self._thread.join()
        if self._is_main:  # a signal still under way must not end the process, which is what it does by default
            signal.signal(signal.SIGUSR2, self._before if callable(self._before) else signal.SIG_IGN)

    @property
    def _is_main(self) -> bool:
        return self._worker is threading.main_thread()

    def _raise(self, _number: int, _frame: FrameType | None) -> None:
        """Runs in the main thread, between two of its steps; raises once."""
        reason, self._reason = self._reason, None
        if reason:
            raise reason

    def _beat(self) -> None:
        try:
            while not self._over.wait(max(0.0, min(self._every, self._too_slow_at - time.monotonic()))):
                if reason := self._reason_to_stop():
                    logger.info("job %s is stopped: %s", self._lease.job_id, type(reason).__name__)
                    self._stop(reason)
                    return
        finally:
            connection.close()

    def _reason_to_stop(self) -> StoppedError | None:
        """Renew the lease; why the work has to stop, if it has to."""
        if time.monotonic() >= self._too_slow_at:
            return JobTooSlowError(f"job {self._lease.job_id} takes too long")
        try:
            self._lease.renew(timezone.now())
        except StoppedError as reason:
            return reason
        except (DatabaseError, InterfaceError, MemoryError):  # busy or away for a moment; the next beat tries again
            logger.warning("lease of job %s not renewed", self._lease.job_id, exc_info=True)
            connection.close()  # nothing else would replace a lost one within this thread
        return None

    def _stop(self, reason: StoppedError) -> None:
        self._reason = reason
        if self._is_main and self._worker.ident and not self._over.is_set():
            signal.pthread_kill(self._worker.ident, signal.SIGUSR2)
