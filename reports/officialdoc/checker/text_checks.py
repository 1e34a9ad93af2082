"""The text: what each paragraph is, and the fonts, sizes and indents that belong to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from reports.officialdoc import measures
from reports.officialdoc.checker.findings import Findings
from reports.officialdoc.checker.resolver import Formats, has_chinese, number, runs_of, text_of
from reports.officialdoc.numbering import level_of
from reports.officialdoc.ooxml import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_INDENT = 2
_INDENT_TOLERANCE = 0.2

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}〔\d{4}〕\d+号")
_ANNEX_LABEL = re.compile(r"附\s*件\s*\d*$")
_ATTACHMENT_NOTE = re.compile(r"(附\s*件\s*\d*\s*[：:])")
_LEVEL_NAMES = {1: "一级标题", 2: "二级标题", 3: "三级标题", 4: "四级标题"}
_SIZE_NAMES = {measures.TITLE_SIZE: "2号（22磅）", measures.BODY_SIZE: "3号（16磅）"}
_FONT_NAMES = {
    measures.TITLE_FONT: "小标宋体（方正小标宋简体）",
    measures.BODY_FONT: "仿宋（仿宋_GB2312）",
    measures.HEI_FONT: "黑体",
    measures.KAI_FONT: "楷体（楷体_GB2312）",
}

Kind = Literal["document number", "title", "annex label", "closing", "heading", "body"]


@dataclass(frozen=True)
class Line:
    """A paragraph with text that stands outside tables; `level` is a heading's, or that of a numbered lead-in."""

    index: int
    paragraph: etree._Element
    text: str
    kind: Kind
    level: int | None = None


def read_lines(body: etree._Element, formats: Formats) -> list[Line]:
    """Return the paragraphs of `body` outside tables and text boxes that hold text, each with its kind."""
    lines: list[Line] = []
    for paragraph in body.iter(f"{_W}p"):
        text = text_of(paragraph).strip()
        if text and next(paragraph.iterancestors(f"{_W}tbl", f"{_W}txbxContent"), None) is None:
            first = all(line.kind == "document number" for line in lines[:2])
            lines.append(_line(len(lines), paragraph, text, formats, first=first))
    return lines


def _line(index: int, paragraph: etree._Element, text: str, formats: Formats, *, first: bool) -> Line:
    """Judge what a paragraph is: by style, by place, then by the number it opens with.

    `first`: nothing stands before it, or only the 发文字号.
    """
    alignment = formats.paragraph_value(paragraph, "jc", "val")
    level = level_of(text) or _outline_level(paragraph, formats)
    if index == 0 and _DOCUMENT_NUMBER.fullmatch(text):
        return Line(index, paragraph, text, "document number")
    if formats.style_name(paragraph) == "title" or (first and level_of(text) is None):
        return Line(index, paragraph, text, "title")
    if _ANNEX_LABEL.match(text):
        return Line(index, paragraph, text, "annex label")
    if alignment in ("center", "right", "end"):
        return Line(index, paragraph, text, "closing")
    return Line(index, paragraph, text, "heading" if level else "body", level)


def _outline_level(paragraph: etree._Element, formats: Formats) -> int | None:
    outline = number(formats.paragraph_value(paragraph, "outlineLvl", "val"))
    return outline + 1 if outline is not None and outline + 1 in _LEVEL_NAMES else None


def check_line(line: Line, formats: Formats, found: Findings) -> None:
    """Check fonts, sizes, alignment and indent of one paragraph by its kind."""
    runs = [run for run in runs_of(line.paragraph) if has_chinese(text_of(run))]
    match line.kind:
        case "document number":
            wanted = ("document-number", "发文字号", measures.BODY_FONT, measures.BODY_SIZE)
            _check_runs(line, runs, wanted, formats, found)
        case "title":
            _check_runs(line, runs, ("title", "标题", measures.TITLE_FONT, measures.TITLE_SIZE), formats, found)
            if formats.paragraph_value(line.paragraph, "jc", "val") != "center":
                found.add_at("title-alignment", "标题应居中", line.index, line.text)
        case "annex label":
            _check_runs(line, runs, ("annex", "“附件”二字", measures.HEI_FONT, measures.BODY_SIZE), formats, found)
        case "heading":
            _check_heading(line, runs, formats, found)
        case "body":
            _check_runs(line, runs, ("body", "正文", measures.BODY_FONT, measures.BODY_SIZE), formats, found)
            _check_indent(line, formats, found)


def check_fonts_named(parts: Iterable[etree._Element], formats: Formats, found: Findings) -> None:
    """Check every run with Chinese characters in `parts`, tables included: some level must name its font."""
    for part in parts:
        for index, paragraph in enumerate(part.iter(f"{_W}p")):
            for run in runs_of(paragraph):
                if has_chinese(text_of(run)) and formats.east_asian_font(run) is None:
                    message = "中文没有指定字体（w:eastAsia），换一台电脑打开会变样"
                    found.add_at("east-asian-font", message, index, text_of(paragraph).strip())


def _check_heading(line: Line, runs: list[etree._Element], formats: Formats, found: Findings) -> None:
    """The heading reaches to its first full stop; what runs on after it is body text."""
    assert line.level is not None  # noqa: S101  a line of kind heading has one
    name, font = _LEVEL_NAMES[line.level], measures.LEVEL_FONTS[line.level]
    end = (text_of(line.paragraph).find("。") + 1) or len(text_of(line.paragraph))
    heading: list[etree._Element] = []
    body: list[etree._Element] = []
    position = 0
    for run in runs_of(line.paragraph):
        if run in runs:
            (heading if position < end else body).append(run)
        position += len(text_of(run))
    _check_runs(line, heading, (f"heading-{line.level}", name, font, measures.BODY_SIZE), formats, found)
    _check_runs(line, body, ("body", "正文", measures.BODY_FONT, measures.BODY_SIZE), formats, found)
    _check_indent(line, formats, found)


def _check_runs(
    line: Line, runs: list[etree._Element], wanted: tuple[str, str, str, int], formats: Formats, found: Findings
) -> None:
    """Check font and size of `runs`; `wanted` is the rule, its Chinese name, the font and the size in half-points."""
    rule, name, font, size = wanted
    for run in runs:
        got_font, got_size = formats.east_asian_font(run), formats.size(run)
        # A font that nobody named is a finding of its own.
        if got_font is not None and got_font not in measures.FONT_FAMILIES[font]:
            message = f"{name}应为{_FONT_NAMES[font]}，现为{got_font}"
            found.add_at(f"{rule}-font", message, line.index, line.text)
        if got_size != size:
            message = f"{name}应为{_SIZE_NAMES[size]}，现为{got_size / 2:g}磅"
            found.add_at(f"{rule}-size", message, line.index, line.text)


def _check_indent(line: Line, formats: Formats, found: Findings) -> None:
    """Two characters in, by indent or by two ideographic spaces; a salutation and the 附件说明 have their own rule."""
    if line.text.endswith(("：", ":")) or _ATTACHMENT_NOTE.match(line.text) or _hangs(line, formats):
        return
    typed = text_of(line.paragraph)
    indent = formats.indent(line.paragraph, "firstLine", measures.BODY_SIZE)
    indent += formats.indent(line.paragraph, "left", measures.BODY_SIZE)
    indent += len(typed) - len(typed.lstrip("\u3000"))
    if abs(indent - _INDENT) > _INDENT_TOLERANCE:
        found.add_at("indent", "正文和各级标题首行应空两字", line.index, line.text)


def _hangs(line: Line, formats: Formats) -> bool:
    return formats.indent(line.paragraph, "hanging", measures.BODY_SIZE) > 0
