"""The launcher's parts by themselves: guard, log, lock, address, broker, preparation."""

import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import redis
from django.test import override_settings

from tracker.environment import MIN_SECRET_LENGTH
from tracker.launcher import broker, prepare, state_folder
from tracker.launcher.address import listen_on
from tracker.launcher.child import MAX_LOG_BYTES, Child, Program, last_line, open_log, start
from tracker.launcher.errors import LaunchError

pytestmark = pytest.mark.slow

# ---- guard and child ----

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
WITH_A_CHILD = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); time.sleep(60)"


def python(code: str, log: Path, grace: float = 0.3) -> Program:
    return Program("sample", [sys.executable, "-I", "-S", "-c", code], log, os.environ, grace=grace)


def ended(child: Child) -> int:
    """The status of a program, once it has ended by itself."""
    status = child.guard.wait()
    child.release()
    return status


def wait_for(log: Path, text: str) -> None:
    deadline = time.monotonic() + 20
    while text not in (log.read_text() if log.exists() else ""):
        assert time.monotonic() < deadline, f"{text!r} never appeared"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        pytest.param("raise SystemExit(0)", 0, id="success"),
        pytest.param("raise SystemExit(3)", 3, id="failure"),
        pytest.param("import os; os.kill(os.getpid(), 9)", 137, id="a signal"),
    ],
)
def test_the_guard_passes_on_how_its_program_ended(tmp_path: Path, code: str, status: int) -> None:
    assert ended(start(python(code, tmp_path / "log"), cwd=tmp_path)) == status


def test_a_program_that_cannot_be_started_says_why_in_its_log(tmp_path: Path) -> None:
    missing = Program("sample", ["/nonexistent/program"], tmp_path / "log", os.environ)
    assert ended(start(missing, cwd=tmp_path)) == 127
    assert "No such file or directory: '/nonexistent/program'" in last_line(missing.log)


@pytest.mark.parametrize("code", [pytest.param(STUBBORN, id="itself"), pytest.param(WITH_A_CHILD, id="its child")])
def test_what_does_not_heed_sigterm_is_killed_after_the_grace(tmp_path: Path, code: str) -> None:
    child = start(python(f"import os; print(os.getpid(), flush=True); {code}", tmp_path / "log"), cwd=tmp_path)
    wait_for(tmp_path / "log", "up")
    group = int((tmp_path / "log").read_text().split()[0])
    child.stop()
    deadline = time.monotonic() + 10
    while group_exists(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not group_exists(group)


def group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_guard_whose_launcher_was_killed_ends_its_program(tmp_path: Path) -> None:
    """As in `child.start`, but the write end of the pipe belongs to a process that gets SIGKILL."""
    launcher = (
        "import os, sys, time; from pathlib import Path; from tracker.launcher.child import Program, start\n"
        f"start(Program('s', [sys.executable, '-c', {STUBBORN!r}], Path({str(tmp_path / 'log')!r}), os.environ,"
        " grace=0.2), cwd=Path('.')); print('started', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", launcher], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        wait_for(tmp_path / "log", "up")
        guard = next(int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if parent(path) == process.pid)
        process.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{guard}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{guard}").exists()


def parent(path: Path) -> int:
    try:
        return int(path.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_log_that_has_grown_large_is_put_aside_when_its_program_starts(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * (MAX_LOG_BYTES + 1))
    with open_log(log) as opened:
        opened.write(b"new\n")
    assert log.read_text() == "new\n"
    assert (tmp_path / "web.log.1").stat().st_size == MAX_LOG_BYTES + 1


@pytest.mark.parametrize(
    ("written", "line"),
    [
        pytest.param(None, "", id="no log"),
        pytest.param("", "", id="nothing"),
        pytest.param("one\ntwo \n\n  \n", "two", id="blank lines after it"),
        pytest.param("x" * 10_000, "x" * 300, id="a very long line"),
    ],
)
def test_the_last_line_of_a_log(tmp_path: Path, written: str | None, line: str) -> None:
    log = tmp_path / "log"
    if written is not None:
        log.write_text(written)
    assert last_line(log) == line


# ---- the state folder ----


@pytest.fixture
def state(tmp_path: Path) -> Path:
    state_folder.open_home(tmp_path / "var")
    return tmp_path / "var"


def test_the_state_folder_is_for_its_owner_alone_and_its_secret_stays(state: Path) -> None:
    secret = (state / "secret_key").read_text()
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "secret_key").stat().st_mode) == 0o600
    assert len(secret.strip()) >= MIN_SECRET_LENGTH
    state_folder.open_home(state)
    assert (state / "secret_key").read_text() == secret


def test_a_state_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LaunchError, match=r"the state folder .*/file/var cannot be used: .*; set TRACKER_HOME"):
        state_folder.open_home(tmp_path / "file" / "var")


def test_programs_of_a_killed_run_are_waited_for(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (state / "serve.lock").write_text("999999999")  # a number no process has
    held = "import fcntl, sys, time; fcntl.flock(0, fcntl.LOCK_EX); print('held', flush=True); time.sleep(0.5)"
    with (state / "serve.lock").open() as lock:
        holder = subprocess.Popen([sys.executable, "-c", held], stdin=lock, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout
        holder.stdout.readline()
        state_folder.lock_home(state).close()
    assert capsys.readouterr().out == "tracker: waiting for the programs of the last run to end\n"
    assert (state / "serve.lock").read_text() == str(os.getpid())


def test_a_socket_goes_to_the_state_folder_or_to_a_private_short_one(tmp_path: Path) -> None:
    long = tmp_path / ("目录" * 20)
    assert state_folder.socket_path(Path("/srv/tracker")) == Path("/srv/tracker/broker.sock")
    elsewhere = state_folder.socket_path(long)
    assert elsewhere == state_folder.socket_path(long)
    assert len(os.fsencode(elsewhere)) <= state_folder.MAX_SOCKET_BYTES
    assert stat.S_IMODE(elsewhere.parent.stat().st_mode) == 0o700
    elsewhere.parent.chmod(0o755)
    with pytest.raises(LaunchError, match="belongs to somebody else"):
        state_folder.socket_path(long)
    elsewhere.parent.rmdir()


# ---- the address ----


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        pytest.param("127.0.0.1", "http", "PORT must be a number from 0 to 65535, not 'http'", id="a word for a port"),
        pytest.param("127.0.0.1", "65536", "PORT must be a number from 0 to 65535", id="a port too high"),
        pytest.param("127.0.0.1", "-1", "PORT must be a number from 0 to 65535", id="a port below zero"),
        pytest.param("192.0.2.1", "8000", "this machine has no such address; set HOST", id="another machine's address"),
        pytest.param("no such host", "8000", "HOST=no such host is not an address of this machine", id="no address"),
    ],
)
def test_an_address_that_cannot_be_had(host: str, port: str, said: str) -> None:
    with pytest.raises(LaunchError) as refused:
        listen_on(host, port)
    assert said in str(refused.value)


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(LaunchError, match="the port is taken"):
        listen_on("127.0.0.1", str(other.getsockname()[1]))


@pytest.mark.parametrize(
    ("host", "shown", "open_to_network"),
    [
        pytest.param("127.0.0.1", "http://127.0.0.1:{}/", False, id="loopback"),
        pytest.param("localhost", "http://localhost:{}/", False, id="loopback by name"),
        pytest.param("0.0.0.0", "http://127.0.0.1:{}/", True, id="every address"),  # noqa: S104  nothing listens there
    ],
)
def test_the_address_to_open(host: str, shown: str, open_to_network: bool) -> None:
    listener = listen_on(host, "0")
    assert listener.url == shown.format(listener.port)
    assert listener.open_to_network is open_to_network
    assert not listener.answers()
    listener.bound.close()


# ---- the broker ----


def run_broker(folder: Path) -> Any:
    at, data = folder / "b.sock", folder / "data"
    program = broker.broker_program(broker.find_server(), at=at, data=data, log=folder / "log", env=os.environ)
    return broker.start_broker(program, at=at, data=data)


def client(folder: Path) -> "redis.Redis":
    return redis.Redis(unix_socket_path=str(folder / "b.sock"))


@pytest.mark.services
def test_what_is_queued_survives_a_restart_and_no_port_is_opened(tmp_path: Path) -> None:
    first = run_broker(tmp_path)
    with client(tmp_path) as asked:
        asked.rpush("celery", "a job")
        assert asked.config_get("port") == {"port": "0"}
    assert stat.S_IMODE((tmp_path / "b.sock").stat().st_mode) == 0o700
    first.stop()
    second = run_broker(tmp_path)
    with client(tmp_path) as asked:
        assert asked.lrange("celery", 0, -1) == [b"a job"]
    second.stop()


@pytest.mark.services
def test_a_queue_that_cannot_be_read_is_put_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_broker(tmp_path).stop()
    for part in (tmp_path / "data" / "appendonlydir").iterdir():
        part.write_bytes(b"\x00 not a queue")
    child = run_broker(tmp_path)
    with client(tmp_path) as asked:
        assert asked.ping()
    child.stop()
    assert "the queue of the last run cannot be read; it is kept in" in capsys.readouterr().out
    assert (tmp_path / "data.unreadable" / "appendonlydir").is_dir()


def test_a_server_on_path_is_the_second_choice_and_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match="install redis-server or valkey-server, or set REDIS_URL"):
        broker.find_server()
    for name, status in {"valkey-server": 1, "redis-server": 0}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    assert broker.find_server() == str(tmp_path / "redis-server"), "one that does not run here is passed over"


def test_the_url_of_a_socket_is_quoted() -> None:
    assert broker.broker_url(Path("/srv/目录 1/b.sock")) == "redis+socket:///srv/%E7%9B%AE%E5%BD%95%201/b.sock"


# ---- preparation ----


def test_static_files_are_collected_once_and_again_when_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: calls.append(name))
    with override_settings(STATIC_ROOT=tmp_path):
        prepare.collect_static()
        prepare.collect_static()
        assert calls == ["collectstatic"]
        with override_settings(STATIC_URL="other/"):
            prepare.collect_static()
    assert calls == ["collectstatic"] * 2
