"""A document with everything in it, and a way to spoil one part of a rendered file."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

from reports.officialdoc import Annex, Block, Heading, OfficialDocument, Paragraph, Table, level_prefix

ISSUER = "吴忠市红寺堡区人民政府"
DATED_ON = date(2025, 3, 28)

INDICATORS = Table(
    ("序号", "深化领域", "指标名称", "单位", "目标值"),
    tuple(
        (str(number), f"第{(number - 1) // 8 + 1}项提升行动", f"行政执法人员全员培训覆盖比率之{number}", "%", "≥90")
        for number in range(1, 33)
    ),
    (8, 22, 48, 8, 14),
    (1,),
)

BLOCKS: tuple[Block, ...] = (
    Paragraph("2024年，红寺堡区全面推进依法行政。现将有关情况报告如下："),
    Heading(1, level_prefix(1, 1) + "主要举措和成效"),
    Paragraph("一是学深悟透。全年培训4场次。二是全盘谋划。", (7, 9), level_prefix(2, 1) + "坚持思想引领夯基石。"),
    Paragraph("组织开展“双随机、一公开”检查12次。", (8,), "三是强化监管。"),
    Heading(2, level_prefix(2, 2) + "坚持依法行政"),
    Heading(3, level_prefix(3, 1) + "合法性审查"),
    Heading(4, level_prefix(4, 1) + "审查文件52件"),
    Heading(1, level_prefix(1, 2) + "存在的不足和原因"),
    Paragraph("基层法治力量不足。\n\n行政执法不够规范。"),
)


def full_document() -> OfficialDocument:
    """Every kind of block, a signature, two annexes, one with a table over more than a page."""
    annexes = (Annex("主要指标完成情况", (INDICATORS,)), Annex("统计口径", (Paragraph("败诉率按生效判决计。"),)))
    return OfficialDocument("红寺堡区2024年\n法治政府建设年度报告", BLOCKS, ISSUER, DATED_ON, annexes=annexes)


def plain_document(*blocks: Block) -> OfficialDocument:
    """A title and `blocks`, no signature."""
    return OfficialDocument("标题", blocks)


def replace_in_part(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return the DOCX with every `old` in one part replaced; it must be there."""
    return edit_part(data, part, lambda text: _replaced(text, old, new))


def edit_part(data: bytes, part: str, edit: Callable[[str], str]) -> bytes:
    """Return the DOCX with the text of one part edited."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, edit(content.decode()).encode() if name == part else content)
    return target.getvalue()


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"{old} is not in the part"
    return text.replace(old, new)
