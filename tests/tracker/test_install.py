"""`make install` on a machine that lacks something: one line that says what."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.launcher import install

SAID = {
    "the index cannot be reached": (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<...>')': /simple/django/\n"
        "ERROR: Could not find a version that satisfies the requirement Django==5.2.19 (from versions: none)\n"
        "ERROR: No matching distribution found for Django==5.2.19",
        "the Python package index cannot be reached",
    ),
    "no wheel for this CPU": (
        "ERROR: Could not find a version that satisfies the requirement lxml==6.1.3 (from versions: 5.0.0)\n"
        "ERROR: No matching distribution found for lxml==6.1.3",
        "no ready-made package of lxml==6.1.3 for this machine: ",
    ),
    "the disk is full": ("ERROR: Could not install packages: [Errno 28] No space left on device", "the disk is full"),
    "a file that is not the pinned one": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package\n"
        "    amqp==5.4.2 from <...> (from -r requirements.txt (line 3)):\n        Expected sha256 12\n        Got 34",
        "the package index serves another amqp==5.4.2 than the one that was pinned",
    ),
    "anything else": ("some noise\nERROR: ResolutionImpossible", "cannot be installed: ERROR: ResolutionImpossible"),
    "no word at all": ("", "the packages cannot be installed: pip failed"),
}


@pytest.mark.parametrize(("output", "line"), SAID.values(), ids=SAID)
def test_what_pip_says_becomes_one_line(output: str, line: str) -> None:
    explained = install.explain(output)
    assert line in explained
    assert "\n" not in explained


def test_a_python_without_ensurepip_is_told_which_package_to_install(tmp_path: Path) -> None:
    script = tmp_path / "tracker" / "launcher" / "install.py"
    script.parent.mkdir(parents=True)
    script.write_text(Path(install.__file__).read_text())
    (tmp_path / "requirements.txt").write_text("")
    run = f"import runpy, sys; sys.modules['ensurepip'] = None; runpy.run_path({str(script)!r}, run_name='__main__')"

    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("tracker: Python 3.")
    assert done.stderr.endswith("lacks its venv module; on Debian or Ubuntu: apt install python3-venv\n")
    assert not (tmp_path / ".venv").exists()


@pytest.fixture
def asked_of_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A tree of two requirement files in which making the venv and running pip are only noted."""
    asked: list[str] = []
    for name in install.DEVELOPMENT:
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install, "BASE_DIR", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "venv_works", lambda: True)
    monkeypatch.setattr(install, "run_pip", asked.append)
    return asked


def test_a_second_run_installs_nothing_and_a_changed_pin_does(asked_of_pip: list[str], tmp_path: Path) -> None:
    assert install.main("--dev") == install.main("--dev") == 0
    assert asked_of_pip == ["requirements-dev.txt"]

    (tmp_path / "requirements.txt").write_text("Django==5.2.20\n")
    assert install.main("--dev") == 0
    assert asked_of_pip == ["requirements-dev.txt"] * 2


def test_running_needs_less_than_developing(asked_of_pip: list[str]) -> None:
    assert install.main() == 0
    assert asked_of_pip == ["requirements.txt"]


def pins(name: str) -> dict[str, str]:
    """What a requirements file pins: each name with its version."""
    text = (install.BASE_DIR / name).read_text()
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


@pytest.mark.parametrize("name", install.DEVELOPMENT)
def test_every_package_is_pinned_exactly_and_by_its_hashes(name: str) -> None:
    text = (install.BASE_DIR / name).read_text()
    logical = [line for line in text.replace("\\\n", "").splitlines() if not line.lstrip().startswith("#")]
    assert len(logical) == len(pins(name)) > 0
    assert [line for line in logical if not re.search(r"==\S.* --hash=sha256:[0-9a-f]{64}", line)] == []
    assert "://" not in text, "where packages come from is the machine's own setting"


@pytest.mark.parametrize("name", install.DEVELOPMENT)
def test_what_is_asked_for_is_what_is_pinned(name: str) -> None:
    """Whoever changed a .in file and forgot `make pins` is told."""
    asked = pins(name.replace(".txt", ".in"))
    assert asked.items() <= pins(name).items()


def test_developing_runs_the_product_on_the_very_same_packages() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()
