"""``manage.py parse_plan``: JSON and nothing else on standard output, one sentence on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tasks.planparser import parse_file

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
PLAN = ROOT / "fixtures" / "plans" / "hongsibu-2024-eight-actions.txt"


def test_the_plan_is_printed_as_readable_json() -> None:
    out = StringIO()
    call_command("parse_plan", str(PLAN), stdout=out)
    assert json.loads(out.getvalue()) == parse_file(PLAN).as_dict()
    assert "红寺堡区" in out.getvalue()
    assert '\n  "title"' in out.getvalue()


def test_a_file_that_is_no_plan_ends_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match="文件是空的"):
        call_command("parse_plan", str(path))


def test_a_missing_file_exits_with_1_and_prints_nothing_on_standard_output(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "parse_plan", str(tmp_path / "无.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "找不到文件" in done.stderr
    assert "Traceback" not in done.stderr
