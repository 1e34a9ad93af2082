"""Each departure is planted in our own output, which has none, and must be found, alone and in Chinese."""

import re
from dataclasses import replace

import pytest

from reports.officialdoc import Finding, check, render
from tests.reports.officialdoc.samples import edit_part, full_document, replace_in_part

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
ODD, EVEN = "word/footer1.xml", "word/footer2.xml"


def style_edit(style: str, old: str, new: str) -> tuple[str, str, str]:
    """Return a pattern edit inside the one style `style`."""
    return STYLES, rf'(w:styleId="{style}"(?:(?!</w:style>).)*?){old}', rf"\g<1>{new}"


def planted(part: str, pattern: str, replacement: str, count: int = 0) -> list[Finding]:
    """Return what the checker says of our document with one thing changed."""

    def edit(text: str) -> str:
        edited, made = re.subn(pattern, replacement, text, count=count, flags=re.DOTALL)
        assert made, f"{pattern} is not in {part}"
        return edited

    return check(edit_part(render(full_document()), part, edit))


PLANTED = [
    ("A5 paper", (DOCUMENT, r'w:w="11906" w:h="16838"', 'w:w="8391" w:h="11906"'), "page-size", "148×210毫米"),
    ("a narrow top margin", (DOCUMENT, 'w:top="2098"', 'w:top="1440"'), "margin", "上边距应为37毫米，现为25.4毫米"),
    ("a wide left margin", (DOCUMENT, 'w:left="1587"', 'w:left="1800"'), "margin", "左边距应为28毫米"),
    ("a right margin", (DOCUMENT, 'w:right="1474"', 'w:right="1200"'), "margin", "右边距应为26毫米"),
    ("a bottom margin", (DOCUMENT, 'w:bottom="1984"', 'w:bottom="1440"'), "margin", "下边距应为35毫米"),
    ("no grid", (DOCUMENT, "<w:docGrid[^>]*/>", ""), "grid", "没有设文档网格"),
    ("a grid without lines", (DOCUMENT, 'w:type="lines"', 'w:type="default"'), "grid", "没有设文档网格"),
    ("a grid of 29 pt", (DOCUMENT, 'w:linePitch="579"', 'w:linePitch="580"'), "grid", "29磅）排21行"),
    ("the footer too low", (DOCUMENT, 'w:footer="1429"', 'w:footer="851"'), "footer-distance", "现为15.0毫米"),
    ("body in 宋体", style_edit("Normal", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), "body-font", "现为宋体"),
    ("body of 小三", style_edit("Normal", '<w:sz w:val="32"/>', '<w:sz w:val="30"/>'), "body-size", "现为15磅"),
    (
        "no closer characters",
        style_edit("Normal", '<w:spacing w:val="-5"/>', ""),
        "characters-per-line",
        "排27字",
    ),
    ("body lines of 28 pt exactly", style_edit("Normal", 'w:line="579"', 'w:line="600"'), "body-line-spacing", "21行"),
    ("no indent", style_edit("Normal", "<w:ind [^>]*/>", ""), "indent", "首行应空两字"),
    ("title in 宋体", style_edit("Title", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), "title-font", "小标宋"),
    ("title of 小二", style_edit("Title", 'w:sz w:val="44"', 'w:sz w:val="36"'), "title-size", "2号（22磅），现为18磅"),
    ("title at the left", style_edit("Title", 'w:jc w:val="center"', 'w:jc w:val="left"'), "title-alignment", "居中"),
    ("一、 in 宋体", style_edit("Heading1", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), "heading-1-font", "应为黑体"),
    ("（二） in 黑体", style_edit("Heading2", 'w:eastAsia="[^"]*"', 'w:eastAsia="黑体"'), "heading-2-font", "应为楷体"),
    (
        "（一） run in, in 仿宋",
        style_edit("Heading2Char", 'w:eastAsia="[^"]*"', 'w:eastAsia="仿宋"'),
        "heading-2-font",
        "应为楷体",
    ),
    (
        "1. in 宋体",
        style_edit("Heading3", "<w:rFonts [^>]*/>", '<w:rFonts w:eastAsia="宋体"/>'),
        "heading-3-font",
        "三级",
    ),
    ("（1） in 黑体", style_edit("Heading4", 'w:eastAsia="[^"]*"', 'w:eastAsia="黑体"'), "heading-4-font", "四级"),
    ("附件 in 仿宋", style_edit("AnnexLabel", 'w:eastAsia="[^"]*"', 'w:eastAsia="仿宋"'), "annex-font", "“附件”二字"),
    ("odd and even alike", (SETTINGS, "<w:evenAndOddHeaders/>", ""), "page-number-sides", "奇偶页不同"),
    ("no odd footer", (DOCUMENT, '<w:footerReference w:type="default"[^>]*/>', ""), "page-number", "单页页脚没有页码"),
    ("no even footer", (DOCUMENT, '<w:footerReference w:type="even"[^>]*/>', ""), "page-number", "双页页脚没有页码"),
    ("no page field", (ODD, r'w:instr=" PAGE "', 'w:instr=" DATE "'), "page-number", "单页页脚没有页码"),
    (
        "odd pages at the left",
        (ODD, 'w:jc w:val="right"', 'w:jc w:val="left"'),
        "page-number-sides",
        "应居右空一字",
    ),
    (
        "even pages centred",
        (EVEN, 'w:jc w:val="left"', 'w:jc w:val="center"'),
        "page-number-sides",
        "应居左空一字",
    ),
    ("at the very edge", (ODD, "<w:ind [^>]*/>", ""), "page-number-sides", "空一字"),
    ("without dashes", (EVEN, "— | —", ""), "page-number-dashes", "一字线"),
    ("page number of 小四", (ODD, "<w:r>", '<w:r><w:rPr><w:sz w:val="24"/></w:rPr>'), "page-number-size", "4号字"),
    (
        "page number in Times",
        (EVEN, "<w:r>", '<w:r><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr>'),
        "page-number-font",
        "宋体",
    ),
]


@pytest.mark.parametrize(("name", "edit", "rule", "words"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_departure_is_found(name: str, edit: tuple[str, str, str], rule: str, words: str) -> None:
    found = planted(*edit)
    assert any(finding.rule == rule and words in str(finding) for finding in found), [str(item) for item in found]


CONFINED = [
    ("title in 宋体", style_edit("Title", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), {"title-font"}),
    ("一、 in 宋体", style_edit("Heading1", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), {"heading-1-font"}),
    ("no grid", (DOCUMENT, "<w:docGrid[^>]*/>", ""), {"grid"}),
    ("odd pages at the left", (ODD, 'w:jc w:val="right"', 'w:jc w:val="left"'), {"page-number-sides"}),
]


@pytest.mark.parametrize(("name", "edit", "rules"), CONFINED, ids=[row[0] for row in CONFINED])
def test_a_departure_brings_no_other_with_it(name: str, edit: tuple[str, str, str], rules: set[str]) -> None:
    assert {finding.rule for finding in planted(*edit)} == rules


COMPLEX_FIELD = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
HARMLESS = [
    ("仿宋 for 仿宋_GB2312", (STYLES, "仿宋_GB2312", "仿宋")),
    ("FangSong for 仿宋_GB2312", (STYLES, "仿宋_GB2312", "FangSong")),
    ("楷体 for 楷体_GB2312", (STYLES, "楷体_GB2312", "楷体")),
    ("方正小标宋_GBK", (STYLES, "方正小标宋简体", "方正小标宋_GBK")),
    ("a margin within a millimetre", (DOCUMENT, 'w:top="2098"', 'w:top="2090"')),
    ("a page number as a complex field", (ODD, "<w:fldSimple.*?</w:fldSimple>", COMPLEX_FIELD)),
    ("an indent in twips", style_edit("Normal", ' w:firstLineChars="200"', "")),
]


@pytest.mark.parametrize(("name", "edit"), HARMLESS, ids=[row[0] for row in HARMLESS])
def test_what_the_format_allows_is_no_departure(name: str, edit: tuple[str, str, str]) -> None:
    assert planted(*edit) == []


def test_a_departure_in_many_paragraphs_is_one_finding_that_names_where() -> None:
    (finding,) = planted(*style_edit("Heading1", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'))
    assert finding.places == ("一、主要举措和成效", "二、存在的不足和原因")
    assert str(finding) == "一级标题应为黑体，现为宋体（“一、主要举措和成效”、“二、存在的不足和原因”）。"


def test_more_than_three_places_are_counted_and_long_ones_cut() -> None:
    finding = Finding("body-font", "正文应为仿宋", tuple("甲乙丙丁"))
    assert str(finding) == "正文应为仿宋（“甲”、“乙”、“丙”等4处）。"
    found = planted(*style_edit("Normal", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'))
    body = next(finding for finding in found if finding.rule == "body-font")
    assert body.places[0] == "2024年，红寺堡区全面…"


def test_a_run_whose_font_no_level_names_is_found_in_text_table_and_footer() -> None:
    data = render(full_document())
    nameless = edit_part(data, STYLES, lambda text: re.sub(r' w:eastAsia="[^"]*?[^N]"(?= w:cs)', "", text))
    (finding,) = [finding for finding in check(nameless) if finding.rule == "east-asian-font"]
    assert "w:eastAsia" in finding.message
    assert {"序号", "第1项提升行动", "一、主要举措和成效"} <= set(finding.places)
    footer = replace_in_part(nameless, ODD, "— <", "第 <")
    (finding,) = [finding for finding in check(footer) if finding.rule == "east-asian-font"]
    assert "第 1 —" in finding.places


def test_a_font_named_only_in_the_defaults_is_inherited() -> None:
    edited = planted(*style_edit("Normal", "<w:rFonts [^>]*/>", ""))
    assert edited == []


def test_a_font_in_the_run_outranks_the_style_s() -> None:
    (finding,) = planted(DOCUMENT, r"<w:r>(?=<w:t>基层法治)", '<w:r><w:rPr><w:rFonts w:eastAsia="微软雅黑"/></w:rPr>')
    assert (finding.rule, finding.places) == ("body-font", ("基层法治力量不足。",))


def test_a_theme_font_outranks_a_named_one_and_without_a_theme_is_no_font() -> None:
    found = planted(*style_edit("Heading1", "<w:rFonts ", '<w:rFonts w:eastAsiaTheme="minorEastAsia" '))
    assert {finding.rule for finding in found} == {"east-asian-font"}


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (
            style_edit("DocumentNumber", "<w:rPr/>", '<w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr>'),
            "document-number-font",
        ),
        (style_edit("Title", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'), "title-font"),
        ((DOCUMENT, '<w:pStyle w:val="Title"/>', ""), "title-font"),
    ],
)
def test_the_first_line_may_be_the_document_number(edit: tuple[str, str, str], rule: str) -> None:
    part, pattern, replacement = edit
    data = render(replace(full_document(), document_number="红政发〔2025〕5号"))
    spoilt = edit_part(data, part, lambda text: re.sub(pattern, replacement, text, flags=re.DOTALL))
    assert rule in {finding.rule for finding in check(spoilt)}
