"""manage.py build_report: the same report in this process, without a broker."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import AnnualReport
from tests.reports.material import accept_submitted
from tests.world import World


def run(output: Path, place: str = "某区", year: int = 2024) -> str:
    said = io.StringIO()
    call_command("build_report", jurisdiction=place, year=year, output=output, stdout=said)
    return said.getvalue()


def test_it_writes_the_file_and_says_what_is_in_it(world: World, tmp_path: Path) -> None:
    accept_submitted(world)
    output = tmp_path / "报告.docx"
    assert re.fullmatch(r"7段，1项数据，sha256 [0-9a-f]{64}\n", run(output))
    assert "培训4场次，上年3场次" in zipfile.ZipFile(output).read("word/document.xml").decode()
    assert [path.name for path in tmp_path.glob("*.docx")] == ["报告.docx"]


def test_the_same_facts_give_the_same_file(world: World, tmp_path: Path) -> None:
    assert run(tmp_path / "a.docx") == run(tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_report_that_nobody_has_begun_is_begun(world: World, tmp_path: Path) -> None:
    AnnualReport.objects.all().delete()
    run(tmp_path / "a.docx", place="某市某区")
    assert AnnualReport.objects.get().year == 2024


@pytest.mark.parametrize(
    ("place", "year", "sentence"),
    [
        ("无此区", 2024, "系统中没有名为“无此区”的地区"),
        ("他区", 2024, "他区2024年没有已发布的工作方案"),
        ("某区", 2020, "某区2020年没有已发布的工作方案"),
        ("某区", 20240, "年度应在1978至2100之间"),
    ],
)
def test_what_cannot_be_built_gets_a_sentence_and_leaves_nothing(
    world: World, tmp_path: Path, place: str, year: int, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path / "a.docx", place, year)
    assert not (tmp_path / "a.docx").exists()
    assert AnnualReport.objects.count() == 1


@pytest.mark.parametrize("where", ["无此文件夹/a.docx", "."])
def test_a_place_that_cannot_be_written_gets_a_sentence(world: World, tmp_path: Path, where: str) -> None:
    with pytest.raises(CommandError, match="请换一个可写的位置"):
        run(tmp_path / where)


@pytest.mark.parametrize("output", ["", ".", "/"])
def test_a_folder_instead_of_a_file_gets_a_sentence(world: World, output: str) -> None:
    with pytest.raises(CommandError, match="请在 --output 中写明文件名"):
        run(Path(output))
