import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as DocxParagraph
from hypothesis import given
from hypothesis import strategies as st

from reports.officialdoc import Annex, Heading, OfficialDocument, Paragraph, Table, check, render, render_with_lines
from tasks.planparser import read_lines
from tests.reports.officialdoc.samples import BLOCKS, DATED_ON, ISSUER, full_document, plain_document


def reopened(document: OfficialDocument) -> Document:
    return docx.Document(io.BytesIO(render(document)))


def texts(document: OfficialDocument) -> list[str]:
    return [paragraph.text for paragraph in reopened(document).paragraphs]


def paragraph_of(document: OfficialDocument, text: str) -> DocxParagraph:
    return next(paragraph for paragraph in reopened(document).paragraphs if paragraph.text == text)


def indent_of(paragraph: DocxParagraph) -> dict[str, str]:
    indent = paragraph._p.pPr.find(qn("w:ind"))
    return {name.split("}")[1]: value for name, value in indent.attrib.items()}


def test_the_page_is_a4_with_the_margins_and_the_grid_of_the_format() -> None:
    section = reopened(full_document()).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    lengths += (section.left_margin, section.right_margin)
    for got, wanted in zip(lengths, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(got - Mm(wanted)) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_the_document_number_stands_centred_above_the_title() -> None:
    document = replace(full_document(), document_number="红政发〔2025〕5号")
    number, title, *_ = reopened(document).paragraphs
    assert (number.text, number.style.name, title.style.name) == ("红政发〔2025〕5号", "发文字号", "Title")
    assert number.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert check(render(document)) == []


@pytest.mark.parametrize(("text", "keeps"), [("", True), ("达到90%。", None)])
def test_a_label_alone_on_its_line_stays_with_what_it_opens(text: str, keeps: bool | None) -> None:
    label = Paragraph(text, lead_in="效果指标：")
    found = paragraph_of(plain_document(label, Paragraph("（1）合格率达到90%。")), f"效果指标：{text}")
    assert found.paragraph_format.keep_with_next is keeps


def test_the_body_style_carries_the_measured_spacing() -> None:
    properties = reopened(full_document()).styles["Normal"].element.rPr
    assert properties.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert properties.find(qn("w:sz")).get(qn("w:val")) == "32"


@pytest.mark.parametrize(
    ("style", "font"),
    [
        ("Normal", "仿宋_GB2312"),
        ("Title", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Heading 2", "楷体_GB2312"),
        ("Heading 3", "仿宋_GB2312"),
        ("Heading 4", "仿宋_GB2312"),
        ("Footer", "宋体"),
        ("附件标识", "黑体"),
    ],
)
def test_each_style_names_its_chinese_font(style: str, font: str) -> None:
    fonts = reopened(full_document()).styles[style].element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:ascii")) == font


def test_the_defaults_name_a_chinese_font_and_no_theme_outranks_it() -> None:
    with zipfile.ZipFile(io.BytesIO(render(full_document()))) as archive:
        styles = archive.read("word/styles.xml").decode()
        assert "Theme" not in styles
        assert 'w:eastAsia="仿宋_GB2312"' in styles.split("</w:docDefaults>")[0]


def test_the_font_table_says_what_stands_in_for_a_missing_font() -> None:
    with zipfile.ZipFile(io.BytesIO(render(full_document()))) as archive:
        assert 'w:altName w:val="仿宋,FangSong"' in archive.read("word/fontTable.xml").decode()


def test_every_text_is_printed_once_and_in_order() -> None:
    assert texts(full_document()) == [
        "红寺堡区2024年\n法治政府建设年度报告",
        "2024年，红寺堡区全面推进依法行政。现将有关情况报告如下：",
        "一、主要举措和成效",
        "（一）坚持思想引领夯基石。一是学深悟透。全年培训4场次。二是全盘谋划。",
        "三是强化监管。组织开展“双随机、一公开”检查12次。",
        "（二）坚持依法行政",
        "1.合法性审查",
        "（1）审查文件52件",
        "二、存在的不足和原因",
        "基层法治力量不足。",
        "行政执法不够规范。",
        "附件：1.\t主要指标完成情况",
        "2.\t统计口径",
        ISSUER,
        "2025年3月28日",
        "附件1",
        "主要指标完成情况",
        "",  # parts the table from what follows
        "附件2",
        "统计口径",
        "败诉率按生效判决计。",
    ]


@pytest.mark.parametrize(
    ("lead_in", "style"),
    [
        ("一、主要举措。", "Heading 1 Char"),
        ("（一）坚持思想引领。", "Heading 2 Char"),
        ("一是强化监管。", "Strong"),
        ("1.合法性审查。", "Heading 3 Char"),
    ],
)
def test_a_lead_in_has_the_face_of_its_level_and_the_text_after_it_the_body_s(lead_in: str, style: str) -> None:
    phrase, text = reopened(plain_document(Paragraph("全年培训4场次。", (), lead_in))).paragraphs[1].runs
    assert (phrase.text, phrase.style.name) == (lead_in, style)
    assert (text.text, text.style.name) == ("全年培训4场次。", "Default Paragraph Font")


def test_headings_stand_in_the_outline_by_level() -> None:
    names = {paragraph.text: paragraph.style.name for paragraph in reopened(full_document()).paragraphs}
    headings = [block for block in BLOCKS if isinstance(block, Heading)]
    assert headings
    for heading in headings:
        assert names[heading.text] == f"Heading {heading.level}"


@pytest.mark.parametrize(
    ("name", "text", "printed"),
    [
        ("control characters", "甲\x00乙\x0b\x1f丙", ["甲乙", "丙"]),
        ("a lone surrogate", "甲\ud800乙", ["甲乙"]),
        ("a non-character", "甲\uffff乙", ["甲乙"]),
        ("markup", "<script>甲</script>&amp;", ["<script>甲</script>&amp;"]),
        ("lines of every kind", "甲\r\n乙\r丙\u2028丁\x0c戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("typed indents and blank lines", "\u3000\u3000甲\n\n\t 乙 ", ["甲", "乙"]),
        ("an astral character", "𠮷", ["𠮷"]),
        ("nothing", "", []),
        ("white space only", " \n\u3000", []),
    ],
)
def test_text_may_hold_anything(name: str, text: str, printed: list[str]) -> None:
    assert texts(plain_document(Paragraph(text)))[1:] == printed


def test_line_breaks_break_a_title_and_join_a_heading() -> None:
    document = OfficialDocument("甲\n乙", (Heading(1, "一、丙\n丁"),))
    assert texts(document) == ["甲\n乙", "一、丙丁"]


@pytest.mark.slow
@given(st.text(), st.text(), st.text())
def test_no_text_breaks_the_file(title: str, lead_in: str, text: str) -> None:
    document = OfficialDocument(title, (Paragraph(text, (), lead_in), Heading(1, text)), title, DATED_ON, (lead_in,))
    assert reopened(document).paragraphs[-1].text == "2025年3月28日"


def test_equal_documents_give_equal_bytes() -> None:
    assert render(full_document()) == render(full_document())


def test_the_properties_carry_the_document_s_own_date_and_never_the_clock_s() -> None:
    properties = reopened(full_document()).core_properties
    assert (properties.title, properties.author) == ("红寺堡区2024年法治政府建设年度报告", ISSUER)
    assert properties.created.date() == DATED_ON
    with zipfile.ZipFile(io.BytesIO(render(plain_document()))) as archive:
        assert b"created" not in archive.read("docProps/core.xml")


def test_the_date_stands_four_characters_in_and_the_issuer_centred_on_it() -> None:
    # 2025年3月28日 is 3 characters and 7 half ones wide: 6.5; the box around its centre is 14.5 of the line's 28.
    issuer, dated = (paragraph_of(full_document(), text) for text in (ISSUER, "2025年3月28日"))
    assert indent_of(dated)["rightChars"] == "400"
    assert indent_of(issuer)["leftChars"] == "1350"


@pytest.mark.parametrize(
    ("length", "left", "right"),
    [(4, 1350, 400), (14, 1350, 400), (20, 800, 675), (28, 0, 1075), (40, 0, 1075)],
)
def test_a_long_issuer_takes_the_date_along_and_stays_on_the_page(length: int, left: int, right: int) -> None:
    document = OfficialDocument("标题", (), "某" * length, date(2025, 3, 28))
    issuer, dated = reopened(document).paragraphs[1:]
    assert indent_of(issuer)["leftChars"] == str(left)
    assert abs(int(indent_of(dated)["rightChars"]) - right) <= 1


@pytest.mark.parametrize(
    ("document", "printed"),
    [
        (plain_document(Paragraph("甲。")), ["标题", "甲。"]),
        (replace(plain_document(), issuer=ISSUER), ["标题", ISSUER]),
        (replace(plain_document(), dated_on=DATED_ON), ["标题", "2025年3月28日"]),
    ],
)
def test_what_is_missing_from_a_signature_is_left_out(document: OfficialDocument, printed: list[str]) -> None:
    assert texts(document) == printed


def test_a_single_attachment_has_no_number_and_its_second_line_starts_under_its_first_character() -> None:
    document = replace(plain_document(), attachments=("主要指标完成情况",))
    assert indent_of(paragraph_of(document, "附件：主要指标完成情况")) == {
        "leftChars": "500",
        "left": "1575",
        "hangingChars": "300",
        "hanging": "945",
    }


def test_ten_attachments_leave_room_for_two_figures() -> None:
    document = replace(plain_document(), attachments=tuple(f"表{number}" for number in range(10)))
    assert indent_of(paragraph_of(document, "10.\t表9"))["hangingChars"] == "200"


def test_a_single_annex_begins_a_page_without_a_number() -> None:
    document = replace(plain_document(), annexes=(Annex("统计口径", ()),))
    label = paragraph_of(document, "附件")
    assert label.style.paragraph_format.page_break_before


@pytest.mark.parametrize(
    ("name", "length", "attachments", "kept"),
    [
        ("a short one", 40, 0, True),
        ("one that would fill the page", 28 * 14, 0, False),
        ("one that leaves no room for the attachments", 28 * 12, 1, False),
    ],
)
def test_the_last_paragraph_stays_with_the_signature(name: str, length: int, attachments: int, kept: bool) -> None:
    document = OfficialDocument("标题", (Paragraph("末" * length),), ISSUER, DATED_ON, ("表",) * attachments)
    assert bool(reopened(document).paragraphs[1].paragraph_format.keep_with_next) is kept


def test_progress_grows_and_ends_with_one_and_is_told_a_hundred_times_at_most() -> None:
    told: list[float] = []
    render(plain_document(*(Paragraph("甲。") for _ in range(1000))), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert 50 < len(told) <= 101


def test_progress_of_an_empty_document_is_one() -> None:
    told: list[float] = []
    render(plain_document(), told.append)
    assert told == [1.0]


def test_the_checker_finds_nothing_in_what_we_write() -> None:
    assert check(render(full_document())) == []
    assert check(render(plain_document(Paragraph("甲。")))) == []


def test_each_item_has_its_line_as_the_document_is_read() -> None:
    """A title of two lines is two; a row is one, and none without text; what prints nothing has no line."""
    table = Table(("名称", "目标"), (("评查率", "≥90"), ("", ""), ("公开率", "")), (1, 1), items=("i1", "i2", "i3"))
    blocks = (
        Heading(1, "一、行动", item="a1"),
        Paragraph("", lead_in="\0", item="nothing"),
        Paragraph("其余。\n\n另起一段。", lead_in="1.任务。", item="t1"),
        Paragraph("最后。", item="t2"),
    )
    document = OfficialDocument("甲\n乙", blocks, ISSUER, DATED_ON, annexes=(Annex("指标", (table,)),))
    made = render_with_lines(document)
    lines = dict(enumerate((line.text for line in read_lines(made.data)), 1))
    found = {item: lines[line] for item, line in made.lines.items() if item != "i2"}
    assert found == {"a1": "一、行动", "t1": "1.任务。其余。", "t2": "最后。", "i1": "评查率\t≥90", "i3": "公开率\t"}
    assert made.data == render(document)
