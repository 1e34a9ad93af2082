"""What the product consists of at run time, besides the broker: web, worker and beat."""

import sys
from collections.abc import Mapping
from pathlib import Path

from tracker.launcher.child import Program

# Uploads of 110 MB over a slow line take minutes; a thread holds each, and the worker's own beat goes on meanwhile.
WEB_TIMEOUT_SECONDS = 120
CELERY = [sys.executable, "-m", "celery", "--app", "tracker"]


def web(listener: int, *, home: Path, env: Mapping[str, str]) -> Program:
    """Gunicorn on a socket that is already bound: two processes of eight threads.

    It believes no X-Forwarded header: nothing stands in front of a demo. Its heartbeat file goes to memory, where a
    busy disk cannot delay it.
    """
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes its file there privately and unlinks it
    command = [
        *(sys.executable, "-m", "gunicorn", "tracker.wsgi:application", "--bind", f"fd://{listener}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload"),
        *("--timeout", str(WEB_TIMEOUT_SECONDS), "--graceful-timeout", "5", "--limit-request-line", "8190"),
        *("--worker-tmp-dir", str(memory if memory.is_dir() else home), "--no-control-socket"),
        *("--forwarded-allow-ips", "", "--log-level", "warning"),
    ]
    return Program("web", command, home / "logs" / "web.log", env, grace=7.0, keep=(listener,))


def worker(*, home: Path, env: Mapping[str, str]) -> Program:
    """Two Celery processes, each taking a job when it is free. There is one worker, so nobody to gossip with."""
    command = [
        *(*CELERY, "worker", "--pool", "prefork", "--concurrency", "2", "-O", "fair", "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", "worker@tracker"),
    ]
    return Program("worker", command, home / "logs" / "worker.log", env, grace=8.0)


def beat(*, home: Path, env: Mapping[str, str]) -> Program:
    """Celery's schedule."""
    command = [*CELERY, "beat", "--loglevel", "WARNING"]
    return Program("beat", command, home / "logs" / "beat.log", env, grace=3.0)


def preparation(*, home: Path, env: Mapping[str, str], demo: bool) -> Program:
    """The step before all others (see `prepare`)."""
    command = [sys.executable, "-m", "tracker.launcher.prepare", *(["--demo"] if demo else [])]
    return Program("preparation", command, home / "logs" / "prepare.log", env, grace=3.0)
