"""The folder that holds all state of one installation (TRACKER_HOME): its lock, its secrets, its logs."""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import IO

from django.core.management.utils import get_random_secret_key

from tracker.launcher.errors import LaunchError, say

PREVIOUS_RUN_SECONDS = 30.0  # longer than any program is given to end
MAX_SOCKET_BYTES = 100  # a socket's path may have 107 bytes on Linux, 103 on macOS


def open_home(home: Path) -> None:
    """Make the folder and what every start needs in it. Raises LaunchError where it cannot be written."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "logs").mkdir(exist_ok=True)
        _write_secret(home / "secret_key")
    except OSError as fault:
        raise LaunchError(f"the state folder {home} cannot be used: {fault.strerror}; set TRACKER_HOME") from fault


def _write_secret(path: Path) -> None:
    """Web and worker share one key, which stays the same from start to start: whoever is signed in remains so."""
    if path.is_file() and path.stat().st_size:
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.touch(mode=0o600)
    partial.write_text(get_random_secret_key() + "\n")
    partial.replace(path)


def lock_home(home: Path) -> IO[str]:
    """Take the folder for this process. Raises LaunchError if another start has it.

    The guards hold the lock as well (see `child.start`), so one that outlives its launcher belongs to programs that are
    just being ended: that is waited for.
    """
    lock = (home / "serve.lock").open("a+")
    try:
        _wait_for_lock(lock, home)
    except BaseException:
        lock.close()
        raise
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _wait_for_lock(lock: IO[str], home: Path) -> None:
    deadline = time.monotonic() + PREVIOUS_RUN_SECONDS
    told = False
    while not _try_lock(lock):
        lock.seek(0)
        owner = lock.read().strip()
        if (owner.isdecimal() and _alive(int(owner))) or time.monotonic() > deadline:
            whose = f"process {owner or '?'}"
            raise LaunchError(f"already running on {home} ({whose}); stop it or set another TRACKER_HOME")
        if not told:
            say("waiting for the programs of the last run to end")
            told = True
        time.sleep(0.1)


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def socket_path(home: Path) -> Path:
    """Where the broker's socket goes: the state folder, or a private short one where that path would be too long."""
    usual = home / "broker.sock"
    if len(os.fsencode(usual)) <= MAX_SOCKET_BYTES:
        return usual
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"tracker-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise LaunchError(f"{folder} belongs to somebody else; remove it or set a shorter TRACKER_HOME")
    return folder / "broker.sock"
