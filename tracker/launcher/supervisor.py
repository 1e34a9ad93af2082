"""Starts the demo profile in order, watches it, and stops it in order."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from tracker.launcher import programs
from tracker.launcher.address import Listener, listen_on
from tracker.launcher.broker import broker_program, broker_url, find_server, start_broker
from tracker.launcher.child import Child, Program, last_line, start
from tracker.launcher.errors import LaunchError, say
from tracker.launcher.state_folder import lock_home, open_home, socket_path

TICK = 0.25
READY_SECONDS = 90.0
MAX_BACKOFF_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a program that ran this long starts anew with a short wait
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody asked the product to stop, or the process that started it is gone."""


def _raise_stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """Ask for the stop once: make passes on what the terminal sends, and a second signal must not disturb the first."""
    _on_signals(signal.SIG_IGN)
    raise StopRequested


def _on_signals(action: "signal.Handlers | Callable[[int, FrameType | None], NoReturn]") -> None:
    for number in STOP_SIGNALS:
        ignored_by_caller = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN  # nohup
        if not ignored_by_caller:
            signal.signal(number, action)


@dataclass(frozen=True)
class Options:
    """What one start is asked for; `parent` is the process that it must not outlive, 0 for none."""

    base_dir: Path
    home: Path
    host: str
    port: str
    demo: bool
    parent: int
    env: Mapping[str, str]


@dataclass
class Watched:
    """A program that is to run for as long as the product does."""

    child: Child
    failures: int = 0
    due: float = 0.0


@dataclass
class Launcher:
    """One start of the product, from lock to lock."""

    options: Options
    running: dict[str, Watched] = field(default_factory=dict)  # in the order of starting
    held: tuple[int, ...] = ()

    def run(self) -> None:
        """Start everything and watch it until it is to stop. Raises LaunchError if it cannot start."""
        _on_signals(_raise_stop)
        os.umask(0o077)  # what is kept here is for the owner alone
        try:
            open_home(self.options.home)
            with lock_home(self.options.home) as lock:
                self.held = (lock.fileno(),)
                self._run_claimed()
        except StopRequested:
            say("stopped")

    def _run_claimed(self) -> None:
        listener = listen_on(self.options.host, self.options.port)
        try:
            env = self._start_broker()
            shown = self._prepare(env)
            self._start_programs(listener, env)
            self._wait_until_ready(listener)
            self._announce(listener, shown)
            self._watch()
        finally:
            _on_signals(signal.SIG_IGN)
            listener.bound.close()
            self._stop_all()

    # ---- starting ----

    def _start_broker(self) -> dict[str, str]:
        """Start the private broker unless REDIS_URL names one; return the environment of all other programs."""
        home = self.options.home
        env = {**self.options.env, "TRACKER_HOME": str(home)}
        env.pop("GUNICORN_CMD_ARGS", None)
        if not env.get("REDIS_URL"):
            at, data = socket_path(home), home / "broker"
            program = broker_program(find_server(), at=at, data=data, log=home / "logs" / "broker.log", env=env)
            self.running["broker"] = Watched(start_broker(program, at=at, data=data, held=self.held))
            env["REDIS_URL"] = broker_url(at)
        return env

    def _prepare(self, env: Mapping[str, str]) -> str:
        """Bring the data up to date; return what the demo has to say about its accounts."""
        fresh = self.options.demo and not (self.options.home / "static").exists()
        say("preparing the database" + (" and the demo; the first time takes a minute" if fresh else ""))
        program = programs.preparation(home=self.options.home, env=env, demo=self.options.demo)
        with tempfile.TemporaryFile() as output:
            child = self._start(program, output=output)
            try:
                self._wait_for(child, seconds=None)
            finally:
                child.stop()
            if child.status():
                raise LaunchError(f"the preparation failed: {last_line(program.log)} (all of it: {program.log})")
            output.seek(0)
            return output.read().decode(errors="replace").strip()

    def _start_programs(self, listener: Listener, env: Mapping[str, str]) -> None:
        home = self.options.home
        for program in (
            programs.beat(home=home, env=env),
            *programs.workers(home=home, env=env),
            programs.web(listener.bound.fileno(), home=home, env=env),
        ):
            self.running[program.name] = Watched(self._start(program))

    def _start(self, program: Program, output: IO[bytes] | None = None) -> Child:
        return start(program, cwd=self.options.base_dir, held=self.held, output=output)

    def _wait_until_ready(self, listener: Listener) -> None:
        child = self.running["web"].child
        deadline = time.monotonic() + READY_SECONDS
        while not listener.answers():
            self._wait_for(child, seconds=0.1)
            if child.status() is not None or time.monotonic() > deadline:
                raise LaunchError(f"web does not start: {last_line(child.program.log)} (see {child.program.log})")

    def _announce(self, listener: Listener, shown: str) -> None:
        reach = ", open to the network" if listener.open_to_network else ""
        if shown:
            say(f"the demo's accounts\n{shown}")
        say(f"ready at {listener.url}{reach}; state and logs are in {self.options.home}; Ctrl-C stops it")

    # ---- running ----

    def _watch(self) -> NoReturn:
        while True:
            self._heed_parent()
            for name, watched in self.running.items():
                self._look_after(name, watched)
            time.sleep(TICK)

    def _look_after(self, name: str, watched: Watched) -> None:
        """Start a program again that has ended: at once said, done after a wait that doubles with each failure."""
        status, now = watched.child.status(), time.monotonic()
        if status is None:
            return
        if not watched.due:
            watched.child.release()
            steady = now - watched.child.started > STEADY_SECONDS
            watched.failures = 1 if steady else watched.failures + 1
            wait = min(2.0 ** (watched.failures - 1), MAX_BACKOFF_SECONDS)
            watched.due = now + wait
            log = watched.child.program.log
            say(f"{name} ended unexpectedly (status {status}), starting it again in {wait:.0f} s; see {log}")
        elif now >= watched.due:
            watched.due = 0.0
            watched.child = self._start(watched.child.program)

    def _wait_for(self, child: Child, *, seconds: float | None) -> None:
        """Wait for a program to end, at most that long, with an eye on the parent."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while child.status() is None and (deadline is None or time.monotonic() < deadline):
            self._heed_parent()
            time.sleep(0.05)

    def _heed_parent(self) -> None:
        if self.options.parent and os.getppid() != self.options.parent:
            raise StopRequested

    # ---- stopping ----

    def _stop_all(self) -> None:
        """Stop in the order web, workers, beat, broker: who makes work first, who keeps it last."""
        for watched in reversed(self.running.values()):
            watched.child.stop()
