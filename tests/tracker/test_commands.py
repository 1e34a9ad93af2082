"""Commands on a machine where nothing has been set up say what to do first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

COMMANDS = {
    "import a plan": ["import_plan", "fixtures/plans/hongsibu-2024-eight-actions.txt"],
    "build a report": ["build_report", "--jurisdiction", "红寺堡区", "--year", "2024", "--output", os.devnull],
    "load the demo": ["seed_demo"],
}


def manage(home: Path, command: list[str]) -> "subprocess.CompletedProcess[str]":
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "TRACKER_PROFILE")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={**kept, "TRACKER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_before_migrate_a_command_names_it(tmp_path: Path, command: list[str]) -> None:
    done = manage(tmp_path / "not" / "there", command)
    assert done.returncode == 1
    assert done.stderr == "CommandError: 数据库还没有建好，或不是最新，请先运行 manage.py migrate。\n"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = manage(tmp_path / "file", ["seed_demo"])
    assert (done.returncode, done.stderr.startswith("CommandError: 连接不上数据库，请检查")) == (1, True)
