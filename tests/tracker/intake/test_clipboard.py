"""What Excel and WPS put on the clipboard."""

import pytest

from tracker.intake.clipboard import parse_tsv

ROWS = [
    ("one cell", "甲", [["甲"]]),
    ("nothing", "", [[""]]),
    ("a row of cells", "甲\t乙\t丙", [["甲", "乙", "丙"]]),
    ("empty cells stay in their places", "甲\t\t丙\t", [["甲", "", "丙", ""]]),
    ("rows by Windows line ends, one behind the last", "甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
    ("rows by plain and by old line ends", "甲\n乙\r丙", [["甲"], ["乙"], ["丙"]]),
    ("an empty row between", "甲\n\n乙", [["甲"], [""], ["乙"]]),
    ("a line end within a cell", '"第一段\n第二段"\t乙\n丙', [["第一段\n第二段", "乙"], ["丙"]]),
    ("a Windows line end within a cell", '"第一段\r\n第二段"', [["第一段\n第二段"]]),
    ("a tab within a cell", '"甲\t乙"\t丙', [["甲\t乙", "丙"]]),
    ("quotation marks doubled", '"他说""好""，\n走了"', [['他说"好"，\n走了']]),
    ("quotation marks that were typed", '"八五"普法\t"八五"', [['"八五"普法', '"八五"']]),
    ("a mark that never closes", '"甲\t乙\n丙', [['"甲', "乙"], ["丙"]]),
    ("marks inside a cell", '推进"放管服"改革\t乙', [['推进"放管服"改革', "乙"]]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_copied_rectangle(text: str, expected: list[list[str]]) -> None:
    assert parse_tsv(text) == expected
