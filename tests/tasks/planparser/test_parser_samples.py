"""Whole sample plans of our own writing; what is expected of each was written by hand from the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tasks.planparser import parse_bytes

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLES = sorted((DATA / "samples").glob("*.txt"))
SCHEMA = json.loads((DATA / "plan.schema.json").read_text(encoding="utf-8"))


def read(sample: Path) -> dict[str, Any]:
    return parse_bytes(sample.read_bytes(), sample.name).as_dict()


def expected(sample: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


def remarks(plan: dict[str, Any]) -> list[tuple[int, str]]:
    return sorted((remark["line"] or 0, remark["code"]) for remark in plan["diagnostics"])


def test_there_are_at_least_fifteen_samples_each_with_its_expectation() -> None:
    assert len(SAMPLES) >= 15
    assert all(sample.with_suffix(".json").is_file() for sample in SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_is_read_as_a_person_reads_it(sample: Path) -> None:
    found, wanted = read(sample), expected(sample)
    assert found | {"diagnostics": remarks(found)} == wanted | {"diagnostics": remarks(wanted)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_is_valid_against_the_schema(sample: Path) -> None:
    checker = jsonschema.FormatChecker(formats=["date"])
    jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).validate(read(sample))
