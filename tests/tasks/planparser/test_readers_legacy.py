"""DOC and WPS files go through the converter, which gets a folder, a minute and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tasks.planparser import PlanError, parse_bytes
from tasks.planparser.readers import legacy

from . import hostile

OLD = hostile.ole("WordDocument")


def converter(folder: Path, monkeypatch: pytest.MonkeyPatch, commands: str) -> None:
    """A stand-in for LibreOffice; $7 is the folder that it writes to."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(legacy.shutil, "which", lambda name: str(program))


def test_the_converted_document_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(hostile.DOCX)
    converter(tmp_path, monkeypatch, f'mkdir -p "$7" && cp {tmp_path}/made.docx "$7/plan.docx"')
    assert parse_bytes(OLD) == parse_bytes(hostile.DOCX)


def test_a_document_that_does_not_convert_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converter(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(PlanError, match="无法转换"):
        parse_bytes(OLD)


def test_a_conversion_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converter(tmp_path, monkeypatch, "sleep 30 & sleep 30")
    monkeypatch.setattr(legacy, "TIMEOUT", 0.2)
    start = time.monotonic()
    with pytest.raises(PlanError, match="用时过长"):
        parse_bytes(OLD)
    assert time.monotonic() - start < 10
