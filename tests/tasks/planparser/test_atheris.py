"""Coverage-guided fuzzing of all readers, where atheris is installed: pip install atheris; skipped elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="atheris is no requirement: install it by hand to fuzz")

ROOT = Path(__file__).resolve().parents[3]
RUNS = 2_000
# A process of its own: atheris leaves by exit, and its hooks would slow every other test.
PROGRAM = """
import sys
import atheris
with atheris.instrument_imports(include=["tasks.planparser"]):
    from tasks.planparser import PlanError, parse_bytes

def one(data):
    try:
        parse_bytes(data, "fuzz")
    except PlanError:
        pass

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""


def test_nothing_but_a_refusal_is_ever_raised(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for sample in (ROOT / "tests" / "data" / "samples").glob("*.txt"):
        (corpus / sample.name).write_bytes(sample.read_bytes()[:4000])
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        f"-runs={RUNS}",
        "-max_len=4096",
        "-timeout=20",
        "-verbosity=0",
        str(corpus),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
