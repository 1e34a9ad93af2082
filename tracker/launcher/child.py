"""One program under its guard (see `guard`), as the launcher sees it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GUARD = Path(__file__).with_name("guard.py")
MAX_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Program:
    """What to run. `grace` is how many seconds it gets to end by itself after `stop_signal`."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str]
    grace: float = 5.0
    stop_signal: str = "TERM"
    keep: Sequence[int] = ()


@dataclass
class Child:
    """A started program. `lifeline` is the write end of its guard's pipe; closing it ends the program."""

    program: Program
    guard: "subprocess.Popen[bytes]"
    lifeline: int
    started: float = field(default_factory=time.monotonic)

    def status(self) -> int | None:
        """The program's exit status, None while it runs."""
        return self.guard.poll()

    def stop(self) -> None:
        """End the program and wait until it, and whatever it started, is gone."""
        self.release()
        self.guard.wait()

    def release(self) -> None:
        """Let go of the lifeline: the guard ends what is left."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1


def start(program: Program, *, cwd: Path, held: Sequence[int] = (), output: IO[bytes] | None = None) -> Child:
    """Start a program under a guard of its own.

    Its standard error, and its output unless `output` takes it, go to the log. The guard, not the program, keeps the
    descriptors `held` open: the lock of the state folder is free when the last program is gone, and not before.
    """
    lifeline, ours = os.pipe()
    asked = {
        "lifeline": lifeline,
        "keep": list(program.keep),
        "signal": program.stop_signal,
        "grace": program.grace,
    }
    with open_log(program.log) as log:
        guard = subprocess.Popen(  # noqa: S603 - our own interpreter, our own script
            [sys.executable, "-I", "-S", GUARD, json.dumps(asked), *program.command],
            stdin=subprocess.DEVNULL,
            stdout=output or log,
            stderr=log,
            env=program.env,
            cwd=cwd,
            pass_fds=[lifeline, *program.keep, *held],
            start_new_session=True,
        )
    os.close(lifeline)
    return Child(program, guard, ours)


def open_log(path: Path) -> IO[bytes]:
    """The log, open for appending; one that has grown large is put aside first, in place of an older one."""
    if path.exists() and path.stat().st_size > MAX_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def last_line(path: Path) -> str:
    """The last line of a log that says something, at most 300 characters of it."""
    if not path.exists():
        return ""
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - 8192))
        lines = log.read().decode(errors="replace").split("\n")
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
