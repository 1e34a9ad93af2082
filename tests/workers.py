"""Real Celery workers for tests, on the test's database and a broker of their own, which can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection

from tests.services import embedded_broker


class Workers:
    """Celery processes on the test's database, each in a process group of its own."""

    def __init__(self, home: Path, broker: str) -> None:
        self._home = home
        self._env = {
            **os.environ,
            "TRACKER_HOME": str(home),
            "DATABASE_URL": _database_url(),
            "REDIS_URL": broker,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        with (self._home / f"worker-{len(self._running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tracker", "worker", "-c", "1", "-l", "info", *options],
                cwd=django_settings.BASE_DIR,
                env=self._env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """kill -9 of a worker with its children, as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running.remove(process)

    def kill_all(self) -> None:
        for process in list(self._running):
            self.kill(process)


def _database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings)


@contextmanager
def started_workers(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """Workers whose state is in `home`, and a queue to them for this process; all are gone afterwards."""
    with ExitStack() as stack:
        broker = stack.enter_context(embedded_broker())
        monkeypatch.setattr(current_app.conf, "broker_url", broker)
        started = Workers(home, broker)
        stack.callback(started.kill_all)
        yield started
