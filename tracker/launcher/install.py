"""Makes `.venv` with the pinned packages; `python3 tracker/launcher/install.py [--dev]` is what `make install` runs.

A plain script for a bare Python 3.11: it imports the standard library only. A stamp in `.venv` names the pins that are
installed, so a second run takes no time. Whatever is missing on the machine is said in one line; pip's own words are
kept in `.venv/pip.log`.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "pip.log"
VERSION = f"Python {sys.version_info.major}.{sys.version_info.minor}"
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")

UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|Max retries|Failed to establish|ProxyError|SSLError|ProtocolError"
)
NO_MATCH = re.compile(r"(?:No matching distribution found for|satisfies the requirement) ([^\s;]+)")
NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded")
OTHER_FILE = re.compile(r"DO NOT MATCH THE HASHES.*\n\s+(\S+)")


class InstallError(Exception):
    """The message is one line that says what is missing and what to do."""


def main(*options: str) -> int:
    """Install what the options ask for, unless it is there. Returns the exit status."""
    development = "--dev" in options
    try:
        install(DEVELOPMENT if development else RUNTIME)
    except InstallError as fault:
        print(f"tracker: {fault}", file=sys.stderr)
        return 1
    return 0


def install(files: tuple[str, ...]) -> None:
    """Make `.venv` and install the pins of these files, of which the last one includes the others."""
    stamp = VENV / f".installed-{Path(files[-1]).stem}"
    wanted = pins_hash(files)
    if stamp.is_file() and stamp.read_text() == wanted and venv_works():
        return
    if not venv_works():
        make_venv()
    print(f"tracker: installing the packages of {files[-1]}; the first time this takes a minute or two", flush=True)
    run_pip(files[-1])
    stamp.write_text(wanted)


def pins_hash(files: tuple[str, ...]) -> str:
    """What the files pin, as one hash."""
    return hashlib.sha256(b"".join((BASE_DIR / name).read_bytes() for name in files)).hexdigest()


def venv_works() -> bool:
    """Whether `.venv` has a Python that runs, and pip: the machine's own may have been upgraded since."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0  # noqa: S603  our own interpreter
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv` anew. Raises InstallError if the machine's Python lacks the means."""
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
        import venv
    except ImportError:
        raise InstallError(f"{VERSION} lacks its venv module; on Debian or Ubuntu: apt install python3-venv") from None
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise InstallError(f"{VENV} cannot be made: {fault}") from fault


def run_pip(file: str) -> None:
    """Install one requirements file: ready-made packages only, each by its pinned hash. Raises InstallError."""
    env = {"PIP_DEFAULT_TIMEOUT": "20", "PIP_RETRIES": "2", "PIP_ONLY_BINARY": ":all:", **os.environ}
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", file]
    done = subprocess.run(  # noqa: S603  our own interpreter
        command, cwd=BASE_DIR, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    LOG.write_text(done.stdout)
    if done.returncode:
        raise InstallError(f"{explain(done.stdout)} (pip's own words: {LOG})")


def explain(said: str) -> str:
    """What pip's output comes to, in one line."""
    if NO_SPACE.search(said):
        return "the disk is full"
    if found := OTHER_FILE.search(said):
        return f"the package index serves another {found[1]} than the one that was pinned: its hash differs"
    if UNREACHABLE.search(said):
        return "the Python package index cannot be reached; check the network, or set PIP_INDEX_URL to a mirror"
    if found := NO_MATCH.search(said):
        machine = os.uname()
        return f"no ready-made package of {found[1]} for this machine: {machine.sysname} {machine.machine}, {VERSION}"
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    return f"the packages cannot be installed: {errors[-1] if errors else 'pip failed'}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
