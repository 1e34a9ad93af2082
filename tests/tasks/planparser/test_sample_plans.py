"""Whole sample plans of our own writing; what is expected of each was written by hand from the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tasks.planparser import parse_bytes

from .reading import without_ids
from .sample_files import BUILT

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLES = sorted((DATA / "samples").glob("*.json"))
SCHEMA = json.loads((DATA / "plan.schema.json").read_text(encoding="utf-8"))


def read(sample: Path) -> dict[str, Any]:
    return parse_bytes(document(sample)).as_dict()


def document(sample: Path) -> bytes:
    """The plan that ``sample`` says what is expected of: built, or the file of its name."""
    built = BUILT.get(sample.stem)
    if built:
        return built()
    (path,) = (path for path in sample.parent.glob(f"{sample.stem}.*") if path != sample)
    return path.read_bytes()


def expected(sample: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    return loaded


def remarks(plan: dict[str, Any]) -> list[tuple[int, str]]:
    return sorted((remark["line"] or 0, remark["code"]) for remark in plan["diagnostics"])


def test_there_are_at_least_fifteen_samples_and_none_without_its_expectation() -> None:
    assert len(SAMPLES) >= 15
    stems = {path.stem for path in (DATA / "samples").iterdir()} | set(BUILT)
    assert stems == {sample.stem for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_is_read_as_a_person_reads_it(sample: Path) -> None:
    found, wanted = read(sample), expected(sample)
    assert without_ids(found) | {"diagnostics": remarks(found)} == wanted | {"diagnostics": remarks(wanted)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_is_valid_against_the_schema(sample: Path) -> None:
    checker = jsonschema.FormatChecker(formats=["date"])
    jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).validate(read(sample))
