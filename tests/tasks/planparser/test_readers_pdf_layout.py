"""What the place of words on a PDF's page tells: paragraphs by their indent, cells by the gaps between columns."""

from __future__ import annotations

import pytest

from tasks.planparser import parse_bytes
from tasks.planparser.readers import read
from tests.tasks.planparser.reading import texts

from .writers import SIZE, pdf_file

MEASURE = 20  # characters of a full line
Word = tuple[float, str]  # where it begins, in characters from the margin, and the word


def pdf(lines: list[list[Word]], step: float = 2) -> bytes:
    """One page; the first line on top, ``step`` characters between lines."""
    shown = [_shown(line, 1000 - at * step * SIZE) for at, line in enumerate(lines)]
    return pdf_file(["".join(shown)])


def _shown(line: list[Word], y: float) -> str:
    text, at = "", 0.0
    for start, word in line:
        text += f"{-(start - at) * 1000} <{word.encode('utf-16-be').hex()}> "
        at = start + len(word)
    return f"BT /F1 {SIZE} Tf 1 0 0 1 50 {y} Tm [{text}] TJ ET\n"


def wrapped(text: str, indent: int = 2) -> list[list[Word]]:
    """A paragraph as printed: an indent, then full lines."""
    first, rest = text[: MEASURE - indent], text[MEASURE - indent :]
    more = [rest[at : at + MEASURE] for at in range(0, len(rest), MEASURE)]
    return [[(float(indent), first)], *([(0.0, line)] for line in more)]


PARAGRAPHS = [
    "1.健全机制，建立台账，明确到岗人。动态调整权责清单。及时公布结果。",
    "责任单位：县司法局、县人力资源和社会保障局、县财政局、各乡镇",
    "2.开展培训。全年集中培训不少于四次每次半天。年底前统一组织考试并公布成绩。",
    "责任单位：县司法局、县教育局",
    "3.加强监督。每个季度通报进展情况落实到个人。问题限期整改到位。",
    "责任单位：县司法局、县财政局",
]


def test_a_line_that_happens_to_end_a_sentence_ends_no_paragraph() -> None:
    lines = [[(6.0, "甲县2024年工作方案")], *(line for text in PARAGRAPHS for line in wrapped(text))]
    assert any(line[0][0] == 0 and lines[at - 1][0][1].endswith("。") for at, line in enumerate(lines) if at)
    found = parse_bytes(pdf(lines)).tasks()
    assert [task.text for task in found] == [text.split(".", 1)[1] for text in PARAGRAPHS[::2]]
    assert [unit.name for unit in found[0].responsibilities] == [
        "县司法局",
        "县人力资源和社会保障局",
        "县财政局",
        "各乡镇",
    ]


def test_a_document_without_indents_is_read_line_by_line() -> None:
    lines = ["甲县2024年工作方案", *PARAGRAPHS]
    assert texts(pdf([[(0.0, line)] for line in lines])) == lines


HEAD: list[Word] = [(0, "序号"), (6, "工作任务"), (20, "责任单位"), (34, "时限")]
# A row number on the first line of its row, and on the middle one.
TOP: list[list[Word]] = [
    HEAD,
    [(0, "1"), (6, "动态调整清单并"), (20, "县司法局"), (34, "6月底")],
    [(6, "向社会公布。"), (20, "县人力资源和社")],
    [(20, "会保障局")],
    [(0, "2"), (6, "开展培训。"), (20, "各乡镇"), (34, "年底前")],
    [(0, "3"), (6, "组织考试并及时"), (20, "县教育局"), (34, "9月")],
    [(6, "公布成绩。")],
]
MIDDLE: list[list[Word]] = [
    HEAD,
    [(6, "动态调整清单并"), (20, "县司法局")],
    [(0, "1"), (6, "向社会公布。"), (20, "县人力资源和社"), (34, "6月底")],
    [(20, "会保障局")],
    [(0, "2"), (6, "开展培训。"), (20, "各乡镇"), (34, "年底前")],
    [(6, "组织考试并及时")],
    [(0, "3"), (6, "公布成绩。"), (20, "县教育局"), (34, "9月")],
    [(6, "不得弄虚作假。")],
]
ROWS = [
    ("1", "动态调整清单并向社会公布。", "县司法局\n县人力资源和社会保障局", "6月底"),
    ("2", "开展培训。", "各乡镇", "年底前"),
]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (TOP, ("3", "组织考试并及时公布成绩。", "县教育局", "9月")),
        (MIDDLE, ("3", "组织考试并及时公布成绩。\n不得弄虚作假。", "县教育局", "9月")),
    ],
    ids=["序号在首行", "序号居中"],
)
def test_rows_of_a_table_without_rules_are_put_together(lines: list[list[Word]], last: tuple[str, ...]) -> None:
    found = read(pdf([[(0.0, "甲县2024年任务分解表")], *lines, [(0.0, "注：本表由县司法局负责解释并适时调整。")]]))
    assert [line.cells for line in found[2:-1]] == [*ROWS, last]
    assert found[-1].text == "注：本表由县司法局负责解释并适时调整。"


def test_lines_of_cells_without_numbers_stay_as_they_are() -> None:
    lines: list[list[Word]] = [[(0, "任务"), (10, "单位")], [(0, "培训"), (10, "县司法局")], [(10, "县财政局")]]
    assert texts(pdf(lines)) == ["任务\t单位", "培训\t县司法局", "县财政局"]
