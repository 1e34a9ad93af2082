"""CHANGELOG.md keeps its form: what is not released yet on top, then versions from the newest to the oldest."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
HEADINGS = [line for line in LINES if line.startswith("## ")]
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Upgrading"}


def released() -> list[tuple[tuple[int, ...], str]]:
    """Each version that was released, with its day, as they stand."""
    found = (re.fullmatch(r"## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", line) for line in HEADINGS[1:])
    return [(tuple(map(int, match[1].split("."))), match[2]) if match else ((), "") for match in found]


def test_what_is_not_released_stands_first() -> None:
    assert HEADINGS[0] == "## [Unreleased]"


def test_versions_and_their_days_go_down() -> None:
    versions, days = zip(*released(), strict=True)
    assert all(versions), HEADINGS
    assert list(versions) == sorted(set(versions), reverse=True)
    assert list(days) == sorted(days, reverse=True)


def test_the_newest_version_is_the_one_that_the_project_has() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert HEADINGS[1].startswith(f"## [{version}] - ")


def test_changes_are_sorted_into_the_known_kinds() -> None:
    kinds = [line.removeprefix("### ") for line in LINES if line.startswith("### ")]
    assert set(kinds) <= KINDS
