"""A plan document goes in: once, whole, and with every name that nobody knows said."""

import codecs
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators.models import Indicator, Target
from tasks.people.models import Jurisdiction
from tasks.plans.models import Milestone, Plan, Responsibility, SourceDocument, Task
from tasks.work.models import Assignment
from tests.history import steps_of
from tracker.demo.fixture_files import FIXTURES
from tracker.intake.services.confirm import import_document

PLAN = FIXTURES / "plans" / "hongsibu-2024-eight-actions.txt"
TABLES = (Plan, SourceDocument, Task, Responsibility, Milestone, Indicator, Target, Assignment)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("import_plan", *arguments)
    return capsys.readouterr().out


def test_the_plan_goes_in_as_a_draft(roster: None, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, str(PLAN))
    plan = Plan.objects.get()
    assert (plan.status, plan.first_year, plan.last_year) == ("draft", 2024, 2024)
    assert plan.jurisdiction.full_name == "吴忠市红寺堡区"
    assert [plan.actions.count(), *counts()[2:]] == [8, 29, 68, 8, 32, 64, 0]
    assert "8个行动、29项任务、32项指标" in said
    assert "政府各相关部门" in said


def test_the_same_file_again_changes_nothing_and_says_so(roster: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(PLAN))
    before = counts()
    assert "未作任何更改" in run(capsys, str(PLAN), "--jurisdiction", "红寺堡")
    assert counts() == before


def test_a_known_file_that_is_published_now_is_said_to_be(roster: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(PLAN))
    said = run(capsys, str(PLAN), "--publish")
    assert "此前已导入，现已发布：" in said
    assert "未作任何更改" not in said
    assert "同一文件此前已导入，未作任何更改" in run(capsys, str(PLAN), "--publish")


def test_publishing_expands_groups_and_keeps_each_unit_once(roster: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(PLAN), "--publish")
    plan = Plan.objects.get()
    assert plan.status == "published"
    assert next(period.label for period in plan.periods.all()) == "2024年第一季度"
    fourteen = Task.objects.get(number=14)  # 政府办、司法局、政府组成部门: both are members of the group too
    units = [row.unit.short_name for row in fourteen.assignments.select_related("unit")]
    assert len(units) == len(set(units))
    justice = fourteen.assignments.get(unit__short_name="司法局")
    assert justice.sources.count() == 2, "named directly and through the group: one assignment, both recorded"
    assert len(steps_of(plan)) == 2


def test_a_name_that_nobody_knows_has_no_assignment(roster: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(PLAN), "--publish")
    unknown = Responsibility.objects.get(name="政府各相关部门")
    assert not unknown.is_resolved
    assert unknown.assignments.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "空"),
        ("noise.txt", b"\x81\x00\xff\xfe\x00\x01" * 40, "文件"),
        ("nul16.txt", codecs.BOM_UTF16_LE + "某区2024年工作方案\0\0".encode("utf-16-le"), "任务"),
        ("letter.txt", "通知\n\n今天下午开会。\n".encode(), "任务"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence_and_writes_nothing(
    roster: None, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_plan", str(path), "--jurisdiction", "红寺堡区")
    assert counts() == [0] * len(TABLES)


def test_a_nul_in_a_document_is_left_out(roster: None, tmp_path: Path) -> None:
    """PostgreSQL takes none in a text."""
    path = tmp_path / "nul.txt"
    path.write_bytes(PLAN.read_bytes().replace("责任单位".encode(), "责任\0单位".encode(), 1))
    call_command("import_plan", str(path), "--jurisdiction", "红寺堡区")
    assert Task.objects.count() == 29
    assert "\0" not in SourceDocument.objects.get().text
    assert "\0" not in "".join(Task.objects.values_list("text", flat=True))


def test_a_missing_file_and_an_unknown_place_are_said(roster: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_plan", str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_plan", "a\0b.txt")
    with pytest.raises(CommandError, match="没有名为“某某区”的地区"):
        call_command("import_plan", str(PLAN), "--jurisdiction", "某某区")
    assert counts() == [0] * len(TABLES)


def test_a_failure_in_the_middle_leaves_nothing(roster: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("tracker.intake.services.confirm.indicators_import", fail)
    with pytest.raises(RuntimeError):
        import_document(path=PLAN, jurisdiction_name=None, publish=True, user=None, now=timezone.now())
    assert counts() == [0] * len(TABLES)


def test_an_import_takes_the_same_queries_whatever_its_size(roster: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(32):
        import_document(path=PLAN, jurisdiction_name=None, publish=False, user=None, now=timezone.now())
    assert Jurisdiction.objects.count() >= 3
