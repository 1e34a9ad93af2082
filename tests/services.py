"""Real services for tests, started privately and stopped whatever happens.

embedded_broker    a context with the URL of a broker; REDIS_URL's own when it is set
private_postgres   a context with the URL of a PostgreSQL server of its own

`python -m tests.services COMMAND...` runs a command with DATABASE_URL and REDIS_URL pointing to real PostgreSQL and
Redis: those given, else private ones. Each server stands under the launcher's guard, so it ends with this process even
when that is killed.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tracker.launcher.broker import broker_program, broker_url, find_server, start_broker
from tracker.launcher.child import Program, last_line, start

READY_SECONDS = 30.0
POSTGRES = Path("/usr/lib/postgresql")  # where Debian keeps the servers, a folder for each version, off PATH


@contextmanager
def embedded_broker() -> Iterator[str]:
    """The URL of a broker for one test process: a private one, or the server of REDIS_URL.

    Processes of pytest-xdist that share a given server use one numbered database each, 1 and up.
    """
    if given := os.environ.get("REDIS_URL"):
        yield _own_database(given)
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        home = Path(folder)
        at = home / "broker.sock"
        program = broker_program(find_server(), at=at, data=home / "data", log=home / "broker.log", env=os.environ)
        child = start_broker(program, at=at, data=home / "data")
        try:
            yield broker_url(at)
        finally:
            child.stop()


def _own_database(url: str) -> str:
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not process or urlsplit(url).scheme not in ("redis", "rediss"):
        return url
    return urlsplit(url)._replace(path=f"/{int(process.removeprefix('gw')) + 1}").geturl()


@contextmanager
def private_postgres() -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL server of its own, which forgets everything when it ends."""
    programs = _postgres_programs()
    with tempfile.TemporaryDirectory(prefix="tracker-pg-") as folder:
        home, data, port = Path(folder), Path(folder) / "data", free_port()
        secret = secrets.token_hex(16)
        as_owner = _make_cluster(programs, home, data, secret)
        # Nothing needs to last; and a vacuum after tests that rolled back has the planner think all tables empty.
        needless = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
        command = [
            *(*as_owner, programs / "postgres", "-D", data, "-p", str(port), "-k", data, "-h", "127.0.0.1"),
            *(part for setting in needless for part in ("-c", f"{setting}=off")),
        ]
        program = Program("postgres", command, home / "postgres.log", os.environ, grace=10.0, stop_signal="INT")
        child = start(program, cwd=home)
        try:
            url = f"postgres://tracker:{secret}@127.0.0.1:{port}/postgres"
            _wait_until(lambda: _postgres_answers(url), lambda: child.status() is None, program.log)
            yield url
        finally:
            child.stop()


def _postgres_programs() -> Path:
    """The folder of initdb and postgres, of the newest version installed."""
    versions = [int(path.parts[-3]) for path in POSTGRES.glob("*/bin/initdb")]
    if versions:
        return POSTGRES / str(max(versions)) / "bin"
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    sys.exit("tests.services: neither is PostgreSQL installed (Debian: apt install postgresql) nor DATABASE_URL set")


def _make_cluster(programs: Path, home: Path, data: Path, secret: str) -> list[str]:
    """Make an empty cluster. Returns what to put before a command to run it as the owner: PostgreSQL refuses root."""
    as_owner: list[str] = []
    password = home / "password"
    password.write_text(secret)
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        for path in (home, password):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--username=tracker", "--no-sync"]
    made = subprocess.run(
        [*as_owner, programs / "initdb", "-D", data, f"--pwfile={password}", *options],
        cwd=home,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        sys.exit(f"tests.services: PostgreSQL cannot be set up: {made.stderr.strip()}")
    return as_owner


def _postgres_answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def private_redis() -> Iterator[str]:
    """The URL of a Redis server of its own on a TCP port, as one has it in production."""
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        sys.exit("tests.services: neither is Redis installed (Debian: apt install redis-server) nor REDIS_URL set")
    with tempfile.TemporaryDirectory(prefix="tracker-redis-") as folder:
        port = free_port()
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
        program = Program("redis", command, Path(folder) / "redis.log", os.environ)
        child = start(program, cwd=Path(folder))
        try:
            _wait_until(lambda: _port_open(port), lambda: child.status() is None, program.log)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            child.stop()


def free_port() -> int:
    """A TCP port of this machine that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _port_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(ready: Callable[[], bool], alive: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not ready():
        if not alive() or time.monotonic() > deadline:
            sys.exit(f"tests.services: a server does not start: {last_line(log)}")
        time.sleep(0.1)


def main(command: list[str]) -> int:
    """Run the command on real services; its exit status."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with ExitStack() as stack:
        env = dict(os.environ)
        if not env.get("DATABASE_URL"):
            env["DATABASE_URL"] = stack.enter_context(private_postgres())
        if not env.get("REDIS_URL"):
            env["REDIS_URL"] = stack.enter_context(private_redis())
        return subprocess.run(command, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
