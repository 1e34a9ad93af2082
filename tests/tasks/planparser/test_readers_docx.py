"""What Word prints is what is read: generated numbers, accepted changes, boxes, merged cells."""

from __future__ import annotations

import pytest

from tasks.planparser.readers import read
from tasks.planparser.readers.counting import printed
from tests.tasks.planparser.reading import texts

from .wordml import level, numbered, p, word

OUTLINE = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "%1、", "chineseCounting")
    + level(1, "（%2）", "chineseCounting")
    + level(2, "%3.", "decimal")
    + level(3, "%4", "decimalEnclosedCircle")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    + "</w:lvlOverride></w:num>"
)
STYLES = (
    '<w:style w:styleId="head"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="child"><w:basedOn w:val="head"/></w:style>'
)


def lines(body: str) -> list[str]:
    return texts(word(body, OUTLINE, STYLES))


RUN = "<w:r><w:t>{}</w:t></w:r>"
NUMBERED = [
    ("多级编号", [(0, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1)], ["一、", "（一）", "1.", "2.", "（二）", "1."]),
    ("新章重新编号", [(0, 1), (1, 1), (0, 1), (1, 1)], ["一、", "（一）", "二、", "（一）"]),
    ("带圈数字", [(3, 1), (3, 1)], ["① ", "② "]),
    ("另起编号", [(0, 1), (0, 1), (0, 2), (0, 2)], ["一、", "二、", "一、", "二、"]),
    ("没有的编号", [(0, 9)], [""]),
]


@pytest.mark.parametrize(("items", "labels"), [row[1:] for row in NUMBERED], ids=[row[0] for row in NUMBERED])
def test_generated_numbers_are_printed(items: list[tuple[int, int]], labels: list[str]) -> None:
    found = lines("".join(numbered("甲", at, name) for at, name in items))
    assert found == [f"{label}甲" for label in labels]


def test_a_style_gives_its_number_to_the_styles_based_on_it() -> None:
    styled = [p("甲", f'<w:pStyle w:val="{name}"/>') for name in ("head", "child", "other")]
    assert lines("".join(styled)) == ["一、甲", "二、甲", "甲"]


FORMATS = [
    ("chineseCounting", 21, "二十一"), ("chineseCountingThousand", 105, "一百零五"), ("upperRoman", 14, "XIV"),
    ("lowerLetter", 27, "aa"), ("decimalEnclosedParen", 3, "⑶"), ("decimalZero", 4, "04"), ("none", 1, ""),
    ("ideographTraditional", 2, "乙"), ("decimalFullWidth", 12, "１２"), ("unknown", 5, "5"),
    ("decimalEnclosedCircle", 99, "99"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "count", "text"), FORMATS, ids=[row[0] for row in FORMATS])
def test_each_number_format(form: str, count: int, text: str) -> None:
    assert printed(count, form) == text


BOX = "<wps:txbx><w:txbxContent>" + p("框内") + "</w:txbxContent></wps:txbx>"
DELETED_MARK = "<w:rPr><w:del/></w:rPr>"
INLINE = [
    ("修订插入", f"<w:p><w:ins>{RUN.format('新')}</w:ins>{RUN.format('文')}</w:p>", ["新文"]),
    ("修订删除", f"<w:p>{RUN.format('留')}<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>", ["留"]),
    ("移走的文字", f"<w:p>{RUN.format('留')}<w:moveFrom>{RUN.format('走')}</w:moveFrom></w:p>", ["留"]),
    ("移来的文字", f"<w:p><w:moveTo>{RUN.format('来')}</w:moveTo></w:p>", ["来"]),
    ("删去的段落标记", p("前", DELETED_MARK) + p("后"), ["前后"]),
    ("表前删去的段落标记", p("前", DELETED_MARK) + f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc></w:tr></w:tbl>", ["前", "甲"]),
    ("格内删去的段落标记",
     f"<w:tbl><w:tr><w:tc>{p('甲', DELETED_MARK)}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>", ["甲\t乙"]),
    ("文末删去的段落标记", p("前") + p("末", DELETED_MARK), ["前", "末"]),
    ("隐藏文字", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + RUN.format("显") + "</w:p>", ["显"]),
    ("没有隐藏", '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>', ["显"]),
    ("脚注不要", "<w:p>" + RUN.format("文") + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>', ["文"]),
    ("软回车", "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>", ["一", "二"]),
    ("超链接", f"<w:p><w:hyperlink>{RUN.format('链')}</w:hyperlink></w:p>", ["链"]),
    ("内容控件", f"<w:sdt><w:sdtContent>{p('控')}</w:sdtContent></w:sdt>", ["控"]),
    ("拼音指南", f"<w:p><w:r><w:ruby><w:rt>{RUN.format('fa')}</w:rt><w:rubyBase>{RUN.format('法')}</w:rubyBase>"
     "</w:ruby></w:r></w:p>", ["法"]),
    ("文本框只读一次", f"<w:p>{RUN.format('文')}<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>"
     f"<w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", ["文", "框内"]),
    ("旧式文本框", f"<w:p><w:r><w:pict>{BOX}</w:pict></w:r></w:p>", ["", "框内"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in INLINE], ids=[row[0] for row in INLINE])
def test_the_text_as_printed(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


FIELD_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText> {} </w:instrText></w:r>"
HIDING = (
    '<w:style w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="child"><w:basedOn w:val="secret"/></w:style>'
    '<w:style w:styleId="shown"><w:basedOn w:val="secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>'
)
TOC = FIELD_MARK.format("begin") + CODE.format('TOC \\o "1-3"') + FIELD_MARK.format("separate")
PAGE = FIELD_MARK.format("begin") + CODE.format("PAGEREF a") + FIELD_MARK.format("separate") + RUN.format("3")
LEFT_OUT = [
    ("样式隐藏的段落", p("隐", '<w:pStyle w:val="secret"/>') + p("显"), ["显"]),
    ("沿用样式的隐藏", p("隐", '<w:pStyle w:val="child"/>') + p("显", '<w:pStyle w:val="shown"/>'), ["显"]),
    ("样式隐藏的文字",
     "<w:p>" + RUN.format("显") + '<w:r><w:rPr><w:rStyle w:val="secret"/></w:rPr><w:t>隐</w:t></w:r></w:p>', ["显"]),
    ("隐藏样式里直接显示的文字",
     '<w:p><w:pPr><w:pStyle w:val="secret"/></w:pPr>'
     '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>',
     ["显"]),
    ("目录样式", p("一、重点任务 3", '<w:pStyle w:val="11"/>') + p("一、重点任务"), ["一、重点任务"]),
    ("目录域",
     f"<w:p>{TOC}{RUN.format('一、')}{PAGE}{FIELD_MARK.format('end')}</w:p>"
     + p("二、 4")
     + f"<w:p>{FIELD_MARK.format('end')}</w:p>" + p("一、重点任务"), ["一、重点任务"]),
    ("其他域照读", f"<w:p>{PAGE}{FIELD_MARK.format('end')}</w:p>", ["3"]),
    ("目录控件",
     '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
     "<w:sdtContent>" + p("目录") + "</w:sdtContent></w:sdt>" + p("一、重点任务"), ["一、重点任务"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_is_hidden_or_generated_is_left_out(body: str, expected: list[str]) -> None:
    assert texts(word(body, OUTLINE, HIDING)) == expected


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_are_filled_and_marked() -> None:
    start, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = [
        _tc("领域", start) + _tc("任务") + _tc("单位"),
        _tc("", on) + _tc("甲") + _tc("乙"),
        _tc("横", wide) + _tc("丙"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    found = read(word(table))
    assert [line.cells for line in found] == [("领域", "任务", "单位"), ("领域", "甲", "乙"), ("横", "横", "丙")]
    assert [line.merged for line in found] == [frozenset(), frozenset({0}), frozenset()]


def test_rows_typed_with_tabs_are_a_table_below_a_typed_head() -> None:
    tab = "</w:t><w:tab/><w:t>"
    lines = ["甲\t乙\t丙", "序号\t工作任务\t责任单位", "1\t培训。\t县司法局", "二、\t保障措施", "2\t考试。\t"]
    found = read(word("".join(p(line.replace("\t", tab)) for line in lines)))
    assert [line.cells or line.text for line in found] == [
        "甲 乙 丙", ("序号", "工作任务", "责任单位"), ("1", "培训。", "县司法局"), "二、 保障措施", ("2", "考试。", ""),
    ]  # fmt: skip


def test_a_deleted_row_is_gone_and_a_table_of_one_column_is_text() -> None:
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{_tc('删')}</w:tr>"
    found = read(word(f"<w:tbl>{deleted}<w:tr>{_tc('文')}</w:tr></w:tbl>"))
    assert [(line.text, line.cells) for line in found] == [("文", None)]


def _tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def _cells(*texts: str) -> str:
    return "".join(map(_tc, texts))


TASKS = _cells("序号", "任务", "责任单位")
LEFT, RIGHT = _tbl(TASKS, _cells("1", "培训。", "县司法局")), _tbl(TASKS, _cells("2", "评查。", "县公安局"))
SHARES = _tbl(_cells("对象", "比例"), _cells("企业", "5%"))
# form, body, lines
INSIDE = [
    ("排版的表格里左右并列两张表", _tbl(f"<w:tc>{p('上')}{LEFT}</w:tc><w:tc>{RIGHT}{p('下')}</w:tc>"),
     ["上", "序号\t任务\t责任单位", "1\t培训。\t县司法局", "序号\t任务\t责任单位", "2\t评查。\t县公安局", "下"]),
    ("一格的表格里有一张表", _tbl(f"<w:tc>{LEFT}</w:tc>"), ["序号\t任务\t责任单位", "1\t培训。\t县司法局"]),
    ("任务表的一格里有表", _tbl(TASKS, _tc("1") + f"<w:tc>{p('抽查。')}{SHARES}</w:tc>" + _tc("县司法局")),
     ["序号\t任务\t责任单位", "1\t抽查。 对象 比例 企业 5%\t县司法局"]),
    ("没有任务表头的表", _tbl(_tc("甲") + f"<w:tc>{SHARES}</w:tc>"), ["甲\t对象 比例 企业 5%"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in INSIDE], ids=[row[0] for row in INSIDE])
def test_a_table_that_only_lays_out_the_page_is_no_table(body: str, expected: list[str]) -> None:
    assert texts(word(body)) == expected
