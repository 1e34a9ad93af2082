import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table as DocxTable

from reports.officialdoc import Table, render
from reports.officialdoc.table_blocks import column_widths, merged_cells
from tests.reports.officialdoc.samples import INDICATORS, plain_document

TEXT_WIDTH = 8845


def reopened(table: Table) -> DocxTable:
    return docx.Document(io.BytesIO(render(plain_document(table)))).tables[0]


@pytest.mark.parametrize(
    "shares",
    [(1.0,), (1, 1, 1), (7, 20, 42, 8, 11, 12), (0.1, 0.2), (1, 1000), (1,) * 30],
)
def test_columns_fill_the_text_area_exactly(shares: tuple[float, ...]) -> None:
    assert sum(column_widths(shares)) == TEXT_WIDTH
    assert min(column_widths(shares)) > 0


def test_columns_are_in_proportion() -> None:
    assert column_widths((1, 3)) == [2211, 6634]


def test_a_column_never_gets_too_narrow_for_two_characters() -> None:
    assert column_widths((2, 49, 49))[0] >= 600


@pytest.mark.parametrize(
    ("name", "rows", "columns", "expected"),
    [
        ("equal values run on", ["甲", "甲", "乙"], (0,), [{0: False}, {0: True}, {0: False}]),
        ("a value that comes back starts anew", ["甲", "乙", "甲"], (0,), [{0: False}] * 3),
        ("no column is merged", ["甲", "甲"], (), [{}, {}]),
        (
            "a later column stops where an earlier one does",
            ["甲1", "乙1", "乙1"],
            (0, 1),
            [{0: False, 1: False}, {0: False, 1: False}, {0: True, 1: True}],
        ),
    ],
)
def test_equal_consecutive_values_become_one_cell(
    name: str, rows: list[str], columns: tuple[int, ...], expected: list[dict[int, bool]]
) -> None:
    assert merged_cells([tuple(row) for row in rows], columns) == expected


def test_a_merged_name_is_printed_once_and_read_in_every_row() -> None:
    table = reopened(INDICATORS)
    assert [table.cell(row, 1).text for row in (1, 8, 9, 32)] == [
        "第1项提升行动",
        "第1项提升行动",
        "第2项提升行动",
        "第4项提升行动",
    ]
    assert "".join(node.text for node in table._tbl.iter(qn("w:t"))).count("提升行动") == 4


def test_the_header_row_is_repeated_and_no_row_is_cut_by_a_page() -> None:
    header, *rows = reopened(INDICATORS)._tbl.tr_lst
    assert [cell.text for cell in reopened(INDICATORS).rows[0].cells] == list(INDICATORS.header)
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (header, *rows))


@pytest.mark.parametrize(
    ("size", "kept"),
    [(1, [False]), (3, [True, True, False]), (12, [True] * 11 + [False]), (13, [False] * 13)],
)
def test_a_group_stays_on_one_page_unless_it_is_long(size: int, kept: list[bool]) -> None:
    table = reopened(Table(("领域", "名称"), (("甲", "乙"),) * size, (1, 1), (0,)))
    rows = table._tbl.tr_lst[1:]
    assert [all(p.find(".//" + qn("w:keepNext")) is not None for p in row.iter(qn("w:p"))) for row in rows] == kept


def test_short_columns_and_merged_ones_are_centred_and_long_text_starts_at_the_left() -> None:
    styles = [cell.paragraphs[0].style.name for cell in reopened(INDICATORS).rows[1].cells]
    assert styles == ["表格居中", "表格居中", "表格正文", "表格居中", "表格居中"]


def test_a_cell_may_hold_lines_and_control_characters() -> None:
    assert reopened(Table(("甲",), (("一\n二\x00",),), (1,))).cell(1, 0).text == "一\n二"


def test_a_table_without_rows_is_its_header() -> None:
    assert len(reopened(Table(("甲", "乙"), (), (1, 1))).rows) == 1
