"""Runs one program and ends it, and all that it started, as soon as the launcher is gone.

    python -I -S guard.py '{"lifeline": 5, "keep": [7], "signal": "TERM", "grace": 8}' COMMAND ARGUMENT...

`lifeline` is the read end of a pipe whose write end only the launcher holds. The system closes that end however the
launcher dies, SIGKILL included, so the end of the pipe is a reliable and portable sign. At it the program gets `signal`
and, `grace` seconds later, its whole process group gets SIGKILL. `keep` are descriptors that the program inherits.

A plain script that imports the standard library only: four of these stand by for as long as the product runs.
The exit status is the program's own; 128 + n if signal n ended it.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType

PR_SET_PDEATHSIG = 1


def main(options: str, *command: str) -> int:
    """Run the command under guard and return its exit status."""
    asked = json.loads(options)
    wake = _wake_on_signals()
    program = _start(command, asked["keep"])
    if program is None:
        return 127
    _wait_for_end(program, asked["lifeline"], wake)
    if program.poll() is None:
        program.send_signal(getattr(signal, f"SIG{asked['signal']}"))
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(asked["grace"])
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)
    status = program.wait()
    return status if status >= 0 else 128 - status


def _start(command: Sequence[str], keep: Sequence[int]) -> "subprocess.Popen[bytes] | None":
    """The program, leader of a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone."""
    try:
        program = subprocess.Popen(  # noqa: S603 - the launcher names the command
            command, pass_fds=keep, start_new_session=True, preexec_fn=_die_with_guard()
        )
    except OSError as fault:
        print(fault, file=sys.stderr)
        return None
    for descriptor in keep:
        os.close(descriptor)
    return program


def _die_with_guard() -> Callable[[], object] | None:
    """On Linux the kernel ends the program should the guard itself be killed; elsewhere there is no such call."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wake_on_signals() -> socket.socket:
    """A socket that becomes readable at SIGCHLD. Signals that end a process are noted and otherwise ignored.

    Handlers, not SIG_IGN: the program would inherit that.
    """
    wake, woken = socket.socketpair()
    woken.setblocking(False)
    signal.set_wakeup_fd(woken.detach(), warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ignore)
    return wake


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass


def _wait_for_end(program: "subprocess.Popen[bytes]", lifeline: int, wake: socket.socket) -> None:
    """Return when the program has ended or the launcher is gone."""
    while program.poll() is None:
        ready, _, _ = select.select([lifeline, wake.fileno()], [], [])
        if lifeline in ready:
            return
        wake.recv(64)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
