"""Files that others made: refused with a sentence, or judged as they stand."""

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from reports.officialdoc import NotADocxError, check, render
from reports.officialdoc.checker import resolver
from tests.reports.officialdoc.samples import edit_part, full_document, replace_in_part


def workbook() -> bytes:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def zip_of(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


OURS = render(full_document())
NO_BODY = edit_part(OURS, "word/document.xml", lambda text: text.split("<w:body>")[0] + "</w:document>")
NO_PART = replace_in_part(OURS, "word/_rels/document.xml.rels", "styles.xml", "none.xml")
REFUSED = [
    ("nothing", b""),
    ("plain text", "法治政府建设".encode()),
    ("an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    ("an empty zip", zip_of()),
    ("a zip of something else", zip_of(**{"a.txt": "甲"})),
    ("a workbook", workbook()),
    ("a file cut short", OURS[: len(OURS) // 2]),
    ("broken XML", edit_part(OURS, "word/document.xml", lambda text: text[:-40])),
    ("broken styles", edit_part(OURS, "word/styles.xml", lambda text: "<")),
    ("broken settings", edit_part(OURS, "word/settings.xml", lambda text: "")),
    ("a document without a body", NO_BODY),
    ("a relationship to a part that is missing", NO_PART),
    ("flipped bytes", OURS[:2000] + bytes(200) + OURS[2200:]),
]


@pytest.mark.parametrize(("name", "data"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_docx_is_refused_with_one_sentence(name: str, data: bytes) -> None:
    with pytest.raises(NotADocxError) as refusal:
        check(data)
    assert str(refusal.value) == "这不是可读的DOCX文件，请在WPS或Word中打开原文件，另存为.docx格式后再试。"


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "_MAX_UNPACKED", 1000)
    with pytest.raises(NotADocxError, match="展开后超过"):
        check(OURS)


def test_an_entity_is_not_resolved() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "法治">]>'
    data = edit_part(OURS, "word/document.xml", lambda text: text.replace("?>", f"?>{bomb}", 1))
    data = replace_in_part(data, "word/document.xml", "基层法治力量不足", "&a;")
    assert check(data) == []


@pytest.mark.parametrize(
    ("name", "part", "old", "new"),
    [
        ("a size that is no number", "word/styles.xml", 'w:sz w:val="32"', 'w:sz w:val="大"'),
        ("an infinite pitch", "word/document.xml", 'w:linePitch="579"', 'w:linePitch="inf"'),
        ("a pitch of nothing", "word/document.xml", 'w:linePitch="579"', 'w:linePitch="0"'),
        ("styles based on each other", "word/styles.xml", '"Title"/><w:qFormat', '"AnnexTitle"/><w:qFormat'),
        ("a style that is not there", "word/document.xml", 'w:pStyle w:val="Heading1"', 'w:pStyle w:val="None"'),
        ("a footer that is not there", "word/document.xml", 'r:id="rId4"', 'r:id="rId99"'),
        ("a footer of an unknown kind", "[Content_Types].xml", "footer+xml", "unknown+xml"),
        (
            "a footer outside the file",
            "word/_rels/document.xml.rels",
            '"footer1.xml"',
            '"footer1.xml" TargetMode="External"',
        ),
        ("a negative width", "word/document.xml", 'w:w="11906"', 'w:w="-1"'),
    ],
)
def test_nonsense_in_a_file_never_breaks_the_check(name: str, part: str, old: str, new: str) -> None:
    for finding in check(replace_in_part(OURS, part, old, new)):
        assert str(finding)


def test_a_blank_document_of_another_program_is_told_what_to_set() -> None:
    document = docx.Document()
    document.add_paragraph("关于开展工作的通知")
    document.add_paragraph("各单位要认真落实。")
    found = {finding.rule for finding in check(saved(document))}
    assert {"page-size", "margin", "grid", "page-number", "title-size", "body-size", "east-asian-font"} <= found


def test_a_theme_s_chinese_font_counts_once_the_language_is_set() -> None:
    document = docx.Document()
    document.add_paragraph("关于开展工作的通知")
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    found = {finding.rule: finding for finding in check(saved(document))}
    assert "east-asian-font" not in found
    assert "现为宋体" in found["title-font"].message


def test_a_document_typed_by_hand_is_judged_by_its_numbers_and_places() -> None:
    document = docx.Document(io.BytesIO(render(full_document())))
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.first_line_indent = 0
    for paragraph, text, font, size in (
        (title, "关于报送年度报告的函", "方正小标宋简体", 22),
        (document.add_paragraph(), "区委办公室：", "仿宋", 16),
        (document.add_paragraph(), "一、总体情况", "黑体", 16),
        (document.add_paragraph(), "（一）制度建设", "仿宋", 16),
        (document.add_paragraph(), "现报送如下。", "仿宋", 14),
    ):
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    assert [str(finding) for finding in check(saved(document))] == [
        "二级标题应为楷体（楷体_GB2312），现为仿宋（“（一）制度建设”）。",
        "正文应为3号（16磅），现为14磅（“现报送如下。”）。",
    ]
