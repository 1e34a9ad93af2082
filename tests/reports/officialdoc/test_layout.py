"""What a page looks like once a word processor has laid it out: LibreOffice makes a PDF, and its text is measured.

The fonts that the format names are seldom installed where tests run; the layout must hold with whatever stands in.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from reports.officialdoc import Heading, OfficialDocument, Paragraph, render
from tests.reports.officialdoc.samples import DATED_ON, INDICATORS, ISSUER, full_document

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POINTS_PER_MM = 72 / 25.4
LEFT, RIGHT = 28 * POINTS_PER_MM, (210 - 26) * POINTS_PER_MM
TOP, BOTTOM = (297 - 37) * POINTS_PER_MM, 35 * POINTS_PER_MM


def has_chinese_font() -> bool:
    """Tell whether the machine can print Chinese at all."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False).stdout.strip())


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
    pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font is installed (fonts-noto-cjk)"),
]

FULL_PAGES = OfficialDocument("标题", (Paragraph("法" * (28 * 22 * 3)),))
# The last paragraph ends at the foot of the first page, so that the signature must go to the next, and not alone.
TIGHT = OfficialDocument(
    "标题", (*(Paragraph(f"第{n}段。") for n in range(18)), Paragraph("末" * 40)), ISSUER, DATED_ON
)
SIZES = OfficialDocument("标题", tuple(Heading(level, "法" * 60) for level in (1, 2, 3, 4)))


@dataclass(frozen=True)
class Glyph:
    """A printed character: its box in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Row:
    """Characters on one line of a page, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


Pages = list[list[Row]]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    """Every document below, laid out by LibreOffice in one run."""
    folder = tmp_path_factory.mktemp("layout")
    documents = {"full pages": FULL_PAGES, "everything": full_document(), "tight": TIGHT, "sizes": SIZES}
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(render(document))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in documents]
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: read_pages(folder / f"{name}.pdf") for name in documents}


def read_pages(path: Path) -> Pages:
    with closing(pdfium.PdfDocument(path)) as pdf:
        return [list(rows_of(page.get_textpage())) for page in pdf]


def rows_of(page: pdfium.PdfTextPage) -> Iterator[Row]:
    """Yield the rows of a page from the top; characters whose middles are within 5 points share a row."""
    glyphs = []
    for index in range(page.count_chars()):
        text = page.get_text_range(index, 1)
        if text.strip():
            glyphs.append(Glyph(text, *page.get_charbox(index, loose=True)))
    glyphs.sort(key=lambda glyph: -(glyph.top + glyph.bottom))
    for _, row in groupby(zip(glyphs, row_numbers(glyphs), strict=True), key=lambda pair: pair[1]):
        yield Row(tuple(sorted((glyph for glyph, _ in row), key=lambda glyph: glyph.left)))


def row_numbers(glyphs: list[Glyph]) -> Iterator[int]:
    number, last = 0, None
    for glyph in glyphs:
        middle = (glyph.top + glyph.bottom) / 2
        if last is not None and last - middle > 5:
            number += 1
        last = middle
        yield number


def find(page: list[Row], text: str) -> Row:
    return next(row for row in page if text in row.text)


def test_a_full_page_holds_22_lines_of_28_characters(printed: dict[str, Pages]) -> None:
    *lines, number = printed["full pages"][1]
    assert number.text == "—2—"
    assert [len(line.text) for line in lines] == [28] * 22


def test_the_text_area_keeps_the_margins(printed: dict[str, Pages]) -> None:
    *lines, _ = printed["full pages"][1]
    assert min(line.glyphs[0].left for line in lines) == pytest.approx(LEFT, abs=1)
    assert max(line.glyphs[-1].right for line in lines) <= RIGHT + 1
    assert lines[0].glyphs[0].top <= TOP + 1
    assert lines[-1].glyphs[0].bottom >= BOTTOM - 1


def test_the_first_line_of_a_paragraph_is_two_characters_in(printed: dict[str, Pages]) -> None:
    first, second = (row for row in printed["full pages"][0][1:3])
    assert len(first.text) == 26
    assert first.glyphs[0].left == pytest.approx(second.glyphs[2].left, abs=1)


def test_a_heading_longer_than_a_line_keeps_the_grid(printed: dict[str, Pages]) -> None:
    _, *lines, _ = printed["sizes"][0]
    assert [len(line.text) for line in lines] == [26, 28, 6] * 4


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_one_character_in(printed: dict[str, Pages]) -> None:
    for number, page in enumerate(printed["everything"], 1):
        row = page[-1]
        assert row.text == f"—{number}—"
        assert row.glyphs[0].bottom < BOTTOM
        if number % 2:
            assert row.glyphs[-1].right == pytest.approx(RIGHT - 14, abs=3)
        else:
            assert row.glyphs[0].left == pytest.approx(LEFT + 14, abs=3)


def test_the_dashes_of_the_page_number_are_7_mm_below_the_text_area(printed: dict[str, Pages]) -> None:
    dash = printed["everything"][0][-1].glyphs[0]
    assert BOTTOM - (dash.top + dash.bottom) / 2 == pytest.approx(7 * POINTS_PER_MM, abs=4)


def test_the_header_row_heads_every_page_of_the_table(printed: dict[str, Pages]) -> None:
    pages = [page for page in printed["everything"] if any(re.search(r"培训覆盖比率之\d+", row.text) for row in page)]
    assert len(pages) == 2
    assert pages[1][0].text == "".join(INDICATORS.header)
    assert find(pages[0], "序号").text == "".join(INDICATORS.header)


def test_a_merged_name_stays_on_the_page_of_its_rows(printed: dict[str, Pages]) -> None:
    for page in printed["everything"]:
        text = "".join(row.text for row in page)
        rows, names = len(re.findall(r"覆盖比率之", text)), len(re.findall(r"第\d项提升行动", text))
        assert rows == 8 * names


def test_an_annex_begins_a_page_and_its_title_stands_in_the_third_line(printed: dict[str, Pages]) -> None:
    label, title = next(page for page in printed["everything"] if page[0].text == "附件1")[:2]
    assert label.glyphs[0].left == pytest.approx(LEFT, abs=1)
    assert title.text == "主要指标完成情况"
    assert label.glyphs[0].bottom - title.glyphs[0].bottom == pytest.approx(2 * 28.95, abs=6)


def test_the_date_leaves_four_characters_and_the_issuer_is_centred_on_it(printed: dict[str, Pages]) -> None:
    page = next(page for page in printed["everything"] if any(row.text == ISSUER for row in page))
    issuer, dated = find(page, ISSUER), find(page, "2025年3月28日")
    assert dated.glyphs[-1].right == pytest.approx(RIGHT - 4 * 15.75, abs=2)
    # The date is 6.5 characters wide in the fonts that the format names, whatever the font here makes of its figures.
    assert middle(issuer) == pytest.approx(RIGHT - (4 + 6.5 / 2) * 15.75, abs=2)


def test_the_signature_takes_some_text_along_to_the_next_page(printed: dict[str, Pages]) -> None:
    first, second = printed["tight"]
    assert "末" not in "".join(row.text for row in first)
    text = [row.text for row in second]
    assert text.index(ISSUER) < text.index("2025年3月28日")
    assert text[0].startswith("末")


def middle(row: Row) -> float:
    return (row.glyphs[0].left + row.glyphs[-1].right) / 2
