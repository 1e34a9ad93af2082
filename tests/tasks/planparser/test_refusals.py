"""Files that are no plan get one Chinese sentence; nothing but PlanError ever comes out; time grows linearly."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.planparser import PlanError, parse_bytes, parse_file
from tests.tasks.planparser.reading import texts

pytestmark = pytest.mark.slow

REFUSED = [
    ("空文件", b"", "空的"),
    ("只有空白", b" \r\n\t\n", "空的"),
    ("只有BOM", b"\xef\xbb\xbf", "空的"),
    ("图片", b"\x89PNG\r\n\x1a\n", "图片"),
    ("压缩包", b"PK\x03\x04abc", "DOCX"),
    ("PDF", b"%PDF-1.7\n", "PDF"),
    ("旧版DOC", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOCX"),
    ("无法识别的编码", bytes(range(128, 256)) * 20, "编码"),
    ("二进制", b"\x00\x01\x02\x03" * 100, "编码"),
    ("没有任务", "今天天气很好。\n".encode(), "没有找到任务"),
    ("只有标题", "甲县2024年工作方案\n一、总体要求\n".encode(), "没有找到任务"),
    ("指标表里没有指标", "序号\t指标名称\t单位\t2024年\n一、||\n".encode(), "没有找到任务"),
    ("年度报告", "甲县2024年法治政府建设年度报告\n一、主要举措\n（一）加强领导。好。\n".encode(), "报告"),
]


@pytest.mark.parametrize(("data", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_file_that_is_no_plan_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(PlanError) as refusal:
        parse_bytes(data)
    sentence = str(refusal.value)
    assert words in sentence
    assert re.fullmatch(r"[^\n。]+。", sentence)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="找不到文件"):
        parse_file(tmp_path / "无此文件.txt")
    with pytest.raises(PlanError, match="无法打开"):
        parse_file(tmp_path)


def test_source_lines_are_numbered_as_an_editor_does() -> None:
    assert texts("\n甲\r\n\n乙\n".encode()) == ["", "甲", "", "乙"]


HEAD = "甲县2024年工作方案\n一、任务\n1."
WORDS = """一、 （一） 1. (1) ① () 、 责任单位： 完成时限： 效果指标： 目标: 具体措施： 附件： 司法局、 （ ）
2024年 6月底前 每年 达到l00% 分别 。 | 《 》 發(fā) ? 以下均需各乡镇落实，不再列出 2月30日 续表 等部门 各部门要"""
TABLE_HEAD = "序号\t指标名称\t单位\t2024年\n"
PIECES = st.sampled_from([*WORDS.split(), TABLE_HEAD, "\n", "\t", "\x00", "\ud7ff"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_plan_words_is_parsed_or_refused(text: str) -> None:
    for whole in (text, HEAD + text):
        try:
            plan = parse_bytes(whole.encode("utf-8", "surrogatepass"))
        except PlanError:
            continue
        assert plan.actions or plan.indicators


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    try:
        plan = parse_bytes(data)
    except PlanError:
        return
    assert plan.actions or plan.indicators


def _plan_of(tasks: int) -> bytes:
    lines = ["甲县2024年任务分工方案", "一、重点任务"]
    for number in range(1, tasks + 1):
        lines += [f"{number}. 健全机制。完善第{number}项制度，2024年6月底前公开率达到100%。"]
        lines += ["责任单位：司法局、各乡（镇）人民政府、新民街", "道办事处", "完成时限：2024年12月", ""]
    return "\n".join(lines).encode()


def _seconds(data: bytes) -> float:
    start = time.process_time()
    parse_bytes(data)
    return time.process_time() - start


def _calls(data: bytes) -> int:
    """How many functions a parse calls: the same on a busy machine as on an idle one."""
    count = 0

    def called(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        parse_bytes(data)
    finally:
        sys.setprofile(before)
    return count


def test_ten_times_the_tasks_take_no_more_than_ten_times_the_calls() -> None:
    small, large = _plan_of(100), _plan_of(1000)
    parse_bytes(small)  # what is loaded once
    assert _calls(large) <= 10 * _calls(small)


HOSTILE = {
    "brackets": "（" * 50000,
    "digits": "1" * 50000,
    "labels": "责任单位：" * 10000,
    "names": "责任单位：" + "司法局、" * 10000,
    "broken names": "责任单位：" + "司法 " * 30000,
    "dates": "2024年6月" * 10000,
    "titles": "《" * 50000,
    "tabs": "a\t" * 20000,
    "figures": "达到100%、" * 10000,
    "lines": "\n1.加强" * 10000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_ends_soon(text: str) -> None:
    assert _seconds((HEAD + text + "\n责任单位：司法局\n").encode()) < 10
