"""`manage.py serve` started for real: it comes up, refuses what it must, heals itself, and leaves nothing behind."""

import contextlib
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tracker.launcher import prepare

BASE_DIR = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "manage.py", "serve"]
SECONDS_TO_START, SECONDS_TO_END = 120.0, 30.0

pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("launcher"),  # all on one home, one after the other: the first start is the long one
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder whose static files count as collected: compressing them is tested elsewhere and takes seconds."""
    made = tmp_path_factory.mktemp("home") / "var 状态"
    (made / "static").mkdir(parents=True)
    (made / "static" / ".collected").write_text(prepare.static_fingerprint())
    return made


@dataclass
class Started:
    """A process that was asked to serve, with what it prints."""

    process: "subprocess.Popen[str]"
    mark: str
    lines: "queue.Queue[str]" = field(default_factory=queue.Queue)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, pattern: str, seconds: float = SECONDS_TO_START) -> "re.Match[str]":
        """Read on until a line matches."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self.seen.append(self.lines.get(timeout=left))
                if found := re.search(pattern, self.seen[-1]):
                    return found
        raise AssertionError(f"no line matched {pattern!r} in {self.seen}")

    def port(self) -> int:
        return int(self.until(r"ready at http://127\.0\.0\.1:(\d+)/")[1])

    def end(self) -> str:
        """Wait for the end; return all that was printed."""
        self.process.wait(SECONDS_TO_END)
        self._reader.join(SECONDS_TO_END)
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return "\n".join(self.seen)


Start = Callable[..., Started]


@pytest.fixture
def serve(home: Path) -> Iterator[Start]:
    """Starts `manage.py serve` on a free port without the demo data; whatever is left at the end is killed."""
    started: list[Started] = []

    def start(command: list[str] = SERVE, **settings: str) -> Started:
        mark = uuid.uuid4().hex
        given = {key: value for key, value in os.environ.items() if key not in ("REDIS_URL", "DATABASE_URL")}
        asked = {"TRACKER_HOME": str(home), "HOST": "127.0.0.1", "PORT": "0", "TRACKER_DEMO": "0", "TRACKER_MARK": mark}
        process = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env={**given, **asked, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(Started(process, mark))
        return started[-1]

    yield start
    for one in started:
        for pid in {one.process.pid, *marked(one.mark)}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        one.process.wait()
        assert one.process.stdout
        one.process.stdout.close()


def marked(mark: str) -> list[int]:
    """All processes with the mark in their environment."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark.encode() in environ.read_bytes():
                found.append(int(environ.parent.name))
    return found


def family(root: int) -> dict[int, str]:
    """Every living descendant of a process, and itself: its number and its command line."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(stat.parent.name)] = int(parent)
    known = {root}
    while more := {pid for pid, parent in parents.items() if parent in known} - known:
        known |= more
    return {pid: command_line(pid) for pid in known}


def command_line(pid: int) -> str:
    """The command line of a process; empty when it is gone or has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return ""


def ends(pids: dict[int, str], mark: str) -> bool:
    """Whether all these processes, and any other with the mark, are gone in time."""

    def gone() -> bool:
        return not any(command_line(pid) == line for pid, line in pids.items() if line) and not marked(mark)

    return within(SECONDS_TO_END, gone)


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def request(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    status = connection.getresponse().status
    connection.close()
    return status


def stops_cleanly(started: Started, number: int) -> bool:
    """Send the signal to the process that was started; whether all that it led to is gone in time."""
    alive = family(started.process.pid)
    assert sum("guard.py" in line for line in alive.values()) == 5  # broker, beat, two workers, web
    started.process.send_signal(number)
    started.process.wait(SECONDS_TO_END)
    return ends(alive, started.mark)


AS_CHILD = ["sh", "-c", '"$0" manage.py serve --parent $$; true', sys.executable]


@pytest.mark.parametrize(
    ("command", "number", "status"),
    [
        pytest.param(SERVE, signal.SIGINT, 0, id="Ctrl-C"),
        pytest.param(AS_CHILD, signal.SIGKILL, -9, id="SIGKILL of the process that started it"),
    ],
)
def test_no_process_outlives_the_launcher(serve: Start, command: list[str], number: int, status: int) -> None:
    started = serve(command)
    assert request(started.port()) < 600
    assert stops_cleanly(started, number)
    assert started.process.returncode == status


def test_it_heals_itself_refuses_a_second_start_and_survives_sigkill(serve: Start, home: Path) -> None:
    first = serve()
    port = first.port()
    os.kill(worker_of(first), signal.SIGKILL)
    first.until(r"worker-documents ended unexpectedly \(status 137\), starting it again in 1 s")

    second = serve()
    assert f"already running on {home}" in second.end()
    assert second.process.returncode == 1

    assert within(SECONDS_TO_START, lambda: worker_of(first) > 0), "started again"
    assert request(port) < 600
    alive = family(first.process.pid)
    first.process.kill()
    first.process.wait()

    third = serve()
    assert request(third.port()) < 600
    assert ends(alive, first.mark)
    assert stops_cleanly(third, signal.SIGTERM)
    assert third.process.returncode == 0


def worker_of(started: Started) -> int:
    """The number of the main process of the worker that reads documents, the oldest; 0 if there is none."""
    lines = family(started.process.pid)
    own = (pid for pid, line in lines.items() if "documents,schedule" in line and "guard.py" not in line)
    return min(own, default=0)


def test_a_taken_port_is_said_in_one_line_and_nothing_is_started(serve: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = serve(PORT=str(port))
        said = refused.end()
    assert (
        said == f"tracker: cannot listen on 127.0.0.1:{port}: the port is taken; choose another one: PORT=8001 make run"
    )
    assert refused.process.returncode == 1
    assert not marked(refused.mark)


def test_production_is_not_started_this_way(serve: Start) -> None:
    refused = serve(
        TRACKER_PROFILE="production",
        SECRET_KEY=uuid.uuid4().hex * 2,
        ALLOWED_HOSTS="tracker.example",
        DATABASE_URL="postgres://db.example/tracker",
        REDIS_URL="redis://queue.example/0",
    )
    assert refused.end() == "tracker: serve is for the demo profile; docs/deploy shows how to run in production"
