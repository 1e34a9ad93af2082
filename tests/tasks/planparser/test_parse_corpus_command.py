"""``manage.py parse_corpus``: what the parser gains and loses on all documents, against the committed snapshot."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PLAN = "甲县2024年工作方案\n一、任务\n1.加强学习。6月底前完成。\n责任单位：司法局、财政局\n完成时限：年底前\n"
KEY = "tests/data/samples/01.txt"


def corpus(root: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("parse_corpus", "--root", str(root), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one sample and an up-to-date snapshot."""
    (tmp_path / "tests/data/samples").mkdir(parents=True)
    (tmp_path / KEY).write_text(PLAN, encoding="utf-8")
    corpus(tmp_path, "--update")
    return tmp_path


def test_the_committed_snapshot_is_what_the_parser_makes_of_all_documents() -> None:
    out = StringIO()
    call_command("parse_corpus", stdout=out)
    assert [line for line in out.getvalue().splitlines() if line.startswith(("+ ", "- "))] == []


def test_a_snapshot_holds_every_kind_of_item(root: Path) -> None:
    snapshot = json.loads((root / "tests/data/corpus.json").read_text(encoding="utf-8"))
    assert {kind: len(items) for kind, items in snapshot[KEY].items()} == {
        "actions": 1, "tasks": 1, "responsibilities": 2, "deadlines": 1, "milestones": 1, "indicators": 0, "targets": 0,
    }  # fmt: skip


def test_a_document_of_any_format_is_read(root: Path) -> None:
    page = "".join(f"<p>{line}</p>" for line in PLAN.splitlines())
    (root / "tests/data/samples/02.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    (root / "tests/data/samples/02.json").write_text("{}", encoding="utf-8")
    assert "tasks: 2（+1 -0）" in corpus(root)


def test_a_lost_item_is_printed_and_fails(root: Path) -> None:
    (root / KEY).write_text(PLAN.replace("、财政局", ""), encoding="utf-8")
    with pytest.raises(CommandError, match="有条目减少"):
        corpus(root)


def test_a_gained_item_is_printed_and_does_not_fail(root: Path) -> None:
    (root / KEY).write_text(PLAN.replace("财政局", "财政局、教育局"), encoding="utf-8")
    out = corpus(root)
    assert f"+ {KEY} responsibilities: 1-1 responsible 教育局" in out
    assert "responsibilities: 3（+1 -0）" in out


def test_an_update_takes_over_what_was_lost(root: Path) -> None:
    (root / KEY).write_text(PLAN.replace("完成时限：年底前\n", ""), encoding="utf-8")
    assert f"- {KEY} deadlines: 1-1 年底前 date 2024-12-31" in corpus(root, "--update")
    assert "deadlines: 0（+0 -0）" in corpus(root)


def test_a_document_that_is_refused_has_lost_everything(root: Path) -> None:
    (root / KEY).write_text("今天天气很好。", encoding="utf-8")
    with pytest.raises(CommandError, match="有条目减少"):
        corpus(root)
