"""What the product consists of at run time, besides the broker: web, two workers and beat."""

import sys
from collections.abc import Mapping
from pathlib import Path

from tracker.launcher.child import Program

# Uploads of 110 MB over a slow line take minutes; a thread holds each, and the worker's own beat goes on meanwhile.
WEB_TIMEOUT_SECONDS = 120
CELERY = [sys.executable, "-m", "celery", "--app", "tracker"]
# Each worker hears the schedule too. Two processes read documents, and no district holds more than one of them;
# reports are built beside them, by a process that is never reading.
DOCUMENTS_WORKER = ("--queues", "documents,schedule", "--concurrency", "2", "--hostname", "documents@%h")
BUILDING_WORKER = ("--queues", "building,sending,schedule", "--concurrency", "1", "--hostname", "building@%h")


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


def workers(*, home: Path, env: Mapping[str, str]) -> tuple[Program, Program]:
    """The Celery workers. What they share stands in the database, so they need not gossip."""
    return (
        _worker("documents", DOCUMENTS_WORKER, home=home, env=env),
        _worker("building", BUILDING_WORKER, home=home, env=env),
    )


def _worker(name: str, options: tuple[str, ...], *, home: Path, env: Mapping[str, str]) -> Program:
    command = [
        *(*CELERY, "worker", "--pool", "prefork", "-O", "fair", "--loglevel", "WARNING", *options),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    return Program(f"worker-{name}", command, home / "logs" / f"worker-{name}.log", env, grace=8.0)


def beat(*, home: Path, env: Mapping[str, str]) -> Program:
    """Celery's schedule."""
    command = [*CELERY, "beat", "--loglevel", "WARNING"]
    return Program("beat", command, home / "logs" / "beat.log", env, grace=3.0)


def preparation(*, home: Path, env: Mapping[str, str], demo: bool) -> Program:
    """The step before all others (see `prepare`)."""
    command = [sys.executable, "-m", "tracker.launcher.prepare", *(["--demo"] if demo else [])]
    return Program("preparation", command, home / "logs" / "prepare.log", env, grace=3.0)
