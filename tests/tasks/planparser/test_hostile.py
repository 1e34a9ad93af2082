"""Every broken or hostile file gets its sentence or parses with doubts, soon and in little memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.planparser import PlanError, parse_bytes, parse_file

from . import hostile

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 10, 512


def test_there_are_at_least_sixty_and_no_name_comes_twice() -> None:
    names = [name for name, _, _ in hostile.ALL]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize(("make", "words"), [row[1:] for row in hostile.ALL], ids=[row[0] for row in hostile.ALL])
def test_each_gets_its_sentence_or_parses(make: Callable[[], bytes], words: str | None) -> None:
    data = make()
    start = time.process_time()
    if words is None:
        assert parse_bytes(data).tasks()
    else:
        with pytest.raises(PlanError) as refusal:
            parse_bytes(data)
        assert words in str(refusal.value)
        assert re.fullmatch(r"[^\n。]+。", str(refusal.value))
    assert time.process_time() - start < SECONDS


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(PlanError, match="50 MB"):
        parse_file(path)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the peak of one process is read from /proc")
def test_the_most_memory_that_any_takes() -> None:
    program = (
        "from pathlib import Path\n"
        "from tasks.planparser import PlanError, parse_bytes\n"
        "from tests.tasks.planparser import hostile\n"
        "for _, make, _ in hostile.ALL:\n"
        "    try:\n        parse_bytes(make())\n    except PlanError:\n        pass\n"
        # getrusage would count what the process that started this one held
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) // 1024 < MEGABYTES


def parsed_or_refused(data: bytes) -> None:
    try:
        plan = parse_bytes(data)
    except PlanError:
        return
    assert plan.actions


SEEDS = {"DOCX": hostile.DOCX, "XLSX": hostile.XLSX, "PDF": hostile.PDF, "DOC": hostile.ole("")}
WORDS = ("一、", "1.", "责任单位：司法局", "2024年6月", "序号", "任务", "\ud7ff", "&lt;", "&#0;", "&#55296;")
TAGS = (
    *("<p>", "</p>", "<table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=2>", "</table>", "<ol>", "<li>", "<br>"),
    *("<b>", "</b>", "<script>", "</script>", "<!--", "-->", "<svg>", "<![CDATA[", "]]>"),
)
WORD_PIECES = (
    *("<w:p/>", "<w:tbl/>", "<w:sdt/>", "<w:p><w:pPr/><w:ins/></w:p>", "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"),
    *(hostile.p("1.甲。"), hostile.p("责任单位：甲局"), hostile.numbered("乙"), hostile.p("", "<w:numPr/>")),
    "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>",
    "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>",
)
CELLS = ("<row>", "</row>", hostile.inline("1"), "<c t='s'><v>x</v></c>", "<c s='9'><v>-1</v></c>")


def mixtures(pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_files_with_bytes_changed_are_parsed_or_refused(form: str, data: st.DataObject) -> None:
    changed = bytearray(SEEDS[form])
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    parsed_or_refused(bytes(changed[: data.draw(st.integers(1, len(changed)))]))


@settings(max_examples=150, deadline=None)
@given(mixtures(WORDS + TAGS))
def test_any_mixture_of_markup_is_parsed_or_refused(markup: str) -> None:
    parsed_or_refused(hostile.page(markup))


@settings(max_examples=100, deadline=None)
@given(mixtures(WORD_PIECES), st.text(max_size=30))
def test_any_word_document_is_parsed_or_refused(body: str, junk: str) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="1">{hostile.numbered("x")}</w:abstractNum>'
    parsed_or_refused(hostile.word(body, numbering))
    parsed_or_refused(hostile.document(junk))


@settings(max_examples=100, deadline=None)
@given(mixtures(CELLS))
def test_any_sheet_is_parsed_or_refused(cells: str) -> None:
    parsed_or_refused(hostile.sheet(f"<sheetData>{cells}</sheetData>"))
