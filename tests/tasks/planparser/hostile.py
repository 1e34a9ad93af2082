"""Broken and hostile files, made by code: what each is, how it is made, and what the refusal says.

A row whose words are None parses, with doubts; the others are refused with a sentence that holds the words.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from . import writers
from .wordml import TYPES, W, numbered, p, relationships, word, zipped

Row = tuple[str, Callable[[], bytes], str | None]

PLAN = [
    "甲县2024年法治政府建设任务分工方案",
    "一、重点任务",
    "1.加强学习。组织培训。",
    "责任单位：司法局",
    "完成时限：2024年6月底前",
    "2.规范执法。开展评查。",
    "责任单位：司法局、财政局",
    "完成时限：长期坚持",
]
TEXT = "\n".join(PLAN) + "\n"
DOCX = writers.as_docx(list(PLAN))
XLSX = writers.as_xlsx(
    [PLAN[0], [("序号", "任务", "责任单位"), ("1", "加强学习", "司法局"), ("2", "规范执法", "司法局")]]
)
PDF = writers.as_pdf(list(PLAN))
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED, EMPTY, ENCODING, NO_TASKS, UNSAFE = "损坏", "没有文字", "编码", "没有找到任务", "不安全"


def page(body: str) -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def changed(data: bytes, name: str, content: str | bytes, *, renamed: str = "") -> bytes:
    """A zip file with one member replaced, and perhaps renamed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {member: archive.read(member) for member in archive.namelist()}
    parts.pop(name, None)
    return zipped(parts | {renamed or name: content})


def with_flag(data: bytes, flag: int) -> bytes:
    """A zip file whose members all claim a flag: 1 is encrypted."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(magic)
        while at >= 0:
            out[at + offset] |= flag
            at = out.find(magic, at + 4)
    return bytes(out)


def lying_size(data: bytes) -> bytes:
    """A zip file whose directory claims enormous members."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", out, at + 24, 0x7FFFFFFF)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def document(xml: str) -> bytes:
    return changed(word(p("甲")), "word/document.xml", xml)


def nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + "甲" + closing * depth


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def locked_pdf() -> bytes:
    junk = "41" * 32
    return writers.pdf_file(["BT ET"], f"/Encrypt<</Filter/Standard/V 1/R 2/O<{junk}>/U<{junk}>/P -1>>/ID[<41><41>]")


def directory(members: int) -> bytes:
    """A zip file that is nothing but its directory."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 5) + bytes(16) + b"word/"
    end = struct.pack("<4s6xHIIH", b"PK\x05\x06", members & 0xFFFF, len(entry) * members, 30, 0)
    return b"PK\x03\x04" + bytes(26) + entry * members + end


FIELD_BEGINS = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def merged_cell(how: str, text: str) -> str:
    return f'<w:tc><w:tcPr><w:vMerge w:val="{how}"/></w:tcPr>{p(text)}</w:tc><w:tc>{p("乙")}</w:tc>'


def sheet(rows: str) -> bytes:
    """A workbook of one sheet, from the inside of its rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="a" r:id="r0"/></sheets>'
        "</workbook>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{rows}</worksheet>',
    })  # fmt: skip


def inline(text: str, reference: str = "") -> str:
    return f'<c t="inlineStr" r="{reference}"><is><t>{text}</t></is></c>'


TABLE = f"<sheetData><row>{inline('序号')}{inline('任务')}</row><row>{inline('1')}{inline('加强')}</row></sheetData>"


def replaced(old: str, new: str) -> Callable[[], bytes]:
    """The small plan with some of its words replaced."""
    return lambda: TEXT.replace(old, new).encode("utf-8", "surrogatepass")


def _in_body(text: str) -> Callable[[], bytes]:
    return replaced("组织培训。", text)


TEXTS: list[Row] = [
    ("空文件", lambda: b"", "空的"),
    ("只有空字节", lambda: b"\0" * 5000, "空的"),
    ("随机字节", lambda: bytes(range(128, 256)) * 50, ENCODING),
    ("半个汉字结尾", lambda: TEXT.encode()[:-2], ENCODING),
    ("奇数长度的UTF-16", lambda: TEXT.encode("utf-16")[:-1], ENCODING),
    ("混用两种编码", lambda: TEXT.encode() + TEXT.encode("gb18030") + b"\xff\xfe\x80", ENCODING),
    ("百万行文本", lambda: b"1.\n" * 1_000_000, "20 万行"),
    ("百万空行", lambda: TEXT.encode() + b"\n" * 1_000_000, "20 万行"),
    ("五百万字一行", lambda: ("一" * 5_000_000).encode(), "400 万字"),
    ("超过上限的文件", lambda: b"a" * (51 * 1024 * 1024), "50 MB"),
    ("图片", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
    ("程序文件", lambda: b"MZ" + b"\x90\0" * 100, "程序"),
    ("RTF", lambda: b"{\\rtf1 a}", "RTF"),
    ("RAR", lambda: b"Rar!\x1a\x07" + b"\0" * 50, "压缩包"),
    ("正文夹空字节", _in_body("组\x00织\x00培训。"), None),
    ("孤立代理项", _in_body("组织\ud800培训。"), ENCODING),
    ("从右到左标记", _in_body("\u202e组织\u200f培训\u2066。"), None),
    ("零宽字符", _in_body("组\u200b织\u2060培训。"), None),
    ("编号一三三二", replaced("2.规范执法。", "3.甲。\n责任单位：乙局\n3.丙。\n责任单位：丁局\n2.戊。"), None),
    ("不存在的月份", replaced("2024年6月底前", "2024年13月"), None),
    ("不存在的日子", replaced("2024年6月底前", "2月30日前"), None),
    ("零年", replaced("2024年6月底前", "0000年0月0日"), None),
    ("百位数的编号", _in_body("9" * 300 + ".甲。"), None),
    ("全是括号", _in_body("（" * 50_000), None),
    ("全是顿号", replaced("司法局", "、" * 50_000), None),
    ("没有表头的表", lambda: "甲县2024年任务表\n1\t加强\t司法局\n2\t规范\t财政局\n".encode(), NO_TASKS),
    ("只有表头的表", lambda: "甲县2024年任务表\n序号\t任务\t责任单位\n".encode(), NO_TASKS),
    ("五千位的序号", lambda: f"甲县2024年任务表\n序号\t任务\t责任单位\n{'1' * 5000}\t加强\t司法局\n".encode(), None),
    ("五千字的序号", lambda: f"甲县2024年任务表\n序号\t任务\t责任单位\n{'一' * 5000}\t加强\t司法局\n".encode(), None),
    ("五千位的目标值", lambda: f"{TEXT}附件：\n序号\t指标名称\t2024年\n1\t学法率\t≥{'9' * 5000}\n".encode(), None),
    ("两万个页码", lambda: (TEXT + "".join(f"某某部门{n}\n— 3 —\n" for n in range(20_000))).encode(), None),
    ("十万个空格的标签", _in_body(f"组织：{' ' * 100_000}培训。"), None),
    ("编号之后十万个空格", _in_body(f"组织\n3{' ' * 100_000}培训。"), None),
    ("一万四千个连排的编号", _in_body("组织" + "） 1.训" * 14_000), None),
    ("五万个工作的标题", replaced("1.加强", f"{'工作' * 50_000}x\n1.加强"), None),
    ("十万个空格的发文机关", lambda: f"发文机关{' ' * 100_000}x\n{TEXT}".encode(), None),
    ("七万个句号", replaced("司法局", "。" * 70_000), None),
    ("两万个数值", lambda: f"{TEXT}效果指标：\n（1）{'100%' * 20_000}甲率\n".encode(), None),
    ("没有右括号的说明", replaced("司法局", "（" + "不再列" * 3000), None),
    ("重复的分别", replaced("司法局", "分别" * 20_000 + "x落实"), None),
    ("似是而非的注音", lambda: f"發(fā)區{'(aiaiaiaiaiaiaiaiaiaiai)' * 9}(b)\n{TEXT}".encode(), None),
    ("注释之后的正文", lambda: b"<!---->" * 500 + TEXT.encode(), None),
    ("两千列的表", lambda: ("甲县2024年任务表\n" + ("序号\t任务\t" * 1000 + "\n") * 3).encode(), NO_TASKS),
]  # fmt: skip

DOCUMENTS: list[Row] = [
    ("截断的DOCX", lambda: DOCX[: len(DOCX) // 2], "DOCX"),
    ("截尾的DOCX", lambda: DOCX[:-10], "DOCX"),
    ("加密的DOCX容器", lambda: ole("EncryptedPackage"), "密码"),
    ("成员加密的DOCX", lambda: with_flag(DOCX, 1), "密码"),
    ("含宏的DOCX", lambda: changed(DOCX, "word/vbaProject.bin", b"\0"), "宏"),
    ("实体炸弹", lambda: document(BOMB + f']><w:document xmlns:w="{W}">&i;</w:document>'), UNSAFE),
    ("外部实体", lambda: document(f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}">&x;'
                              "</w:document>"), UNSAFE),
    ("外部DTD", lambda: document(f'<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd"><w:document xmlns:w="{W}"/>'), UNSAFE),
    ("压缩炸弹", lambda: changed(DOCX, "word/document.xml", b" " * (60 * 1024 * 1024)), "过大"),
    ("声称巨大的成员", lambda: lying_size(DOCX), "过大"),
    ("成员过多", lambda: zipped({f"word/{n}": "" for n in range(6000)}), "过大"),
    ("上级路径", lambda: changed(DOCX, "x", b"", renamed="../../etc/passwd"), "路径"),
    ("绝对路径", lambda: changed(DOCX, "x", b"", renamed="/etc/passwd"), "路径"),
    ("没有正文的DOCX", lambda: zipped({"word/other.xml": "<a/>"}), DAMAGED),
    ("正文不是XML", lambda: document("这不是XML"), DAMAGED),
    ("正文为空元素", lambda: document(f'<w:document xmlns:w="{W}"/>'), DAMAGED),
    ("正文没有文字", lambda: word(p("")), EMPTY),
    ("万层嵌套的元素", lambda: word(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 10_000)), DAMAGED),
    ("百层嵌套的表格", lambda: word(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80)), EMPTY),
    ("巨大的跨列", lambda: word('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + p("甲")
                           + "</w:tc></w:tr></w:tbl>"), NO_TASKS),
    ("单元格里十万个空段",
     lambda: word(f"<w:tbl><w:tr><w:tc>{p('甲?') + '<w:p/>' * 100_000 + p('乙')}</w:tc><w:tc>{p('丙')}</w:tc></w:tr>"
                  "</w:tbl>"), NO_TASKS),
    ("三十万个成员的目录", lambda: directory(300_000), "过大"),
    ("八百万个段落", lambda: word("<w:p/>" * 8_000_000), "过大"),
    ("六十万个空段", lambda: word("<w:p/>" * 600_000), "20 万行"),
    ("合并单元格的长文", lambda: word(f"<w:tbl><w:tr>{merged_cell('restart', '甲' * 200_000)}</w:tr>"
                                + f"<w:tr>{merged_cell('continue', '')}</w:tr>" * 5000 + "</w:tbl>"), "400 万字"),
    ("没有结束的域",
     lambda: word(f"<w:p>{FIELD_BEGINS * 50_000}<w:r><w:instrText>TOC</w:instrText></w:r></w:p>"), EMPTY),
    ("样式互为基础", lambda: word(p("甲", '<w:pStyle w:val="a"/>'), numbering='<w:num w:numId="1"/>', styles="".join(
        f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("ab", "ba"))), NO_TASKS),
    ("编号定义缺失", lambda: word("".join(numbered(line, 3, 77) for line in PLAN)), None),
    ("图片冒充DOCX", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 200, "图片"),
    ("普通压缩包", lambda: zipped({"plan.txt": TEXT}), "压缩"),
    ("旧版XLS", lambda: ole("Workbook"), "XLSX"),
    ("截断的旧版文件", lambda: OLE, "DOCX"),
]  # fmt: skip

PAGES: list[Row] = [
    ("带脚本的网页", lambda: page("<script>while(1);</script><p onclick=alert(1)>" + paragraphs(PLAN)), None),
    ("万层嵌套的列表", lambda: page(nested("<ul><li>", "</li></ul>", 10_000)), "层次过多"),
    ("五千位的列表起点", lambda: page(f"<ol start={'9' * 5000}><li>甲</ol>{paragraphs(PLAN)}"), None),
    ("列表项自带的属性", lambda: page("<ol><li hidden data-count=x>甲<li>乙</ol>" + paragraphs(PLAN)), None),
    ("没有闭合的样式注释", lambda: page(f"<style>{'/* ' * 300_000}</style>{paragraphs(PLAN)}"), None),
    ("没有规则的样式", lambda: page(f"<style>{'a' * 2_000_000}</style>{paragraphs(PLAN)}"), None),
    ("没有名称的样式规则", lambda: page(f"<style>{'@' * 2_000_000}</style>{paragraphs(PLAN)}"), None),
    ("六百万个标签", lambda: page("<p>" * 6_000_000), "网页过大"),
    ("跨行的长文",
     lambda: page(f"<table><tr><td rowspan=9999>{'甲' * 200_000}<td>乙{'<tr><td>丙' * 5000}</table>"), "400 万字"),
    ("没有闭合的标签", lambda: page("<div><table><tr><td>" + paragraphs(PLAN)), None),
    ("巨大的跨行跨列",
     lambda: page("<table><tr><td rowspan=99999 colspan=99999>甲<td>乙</table>" + paragraphs(PLAN)), None),
    ("网页里的空字节", lambda: page(paragraphs(PLAN)).replace("培训".encode(), b"\0"), None),
    ("网页里的外部实体",
     lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>&x;</p></html>', NO_TASKS),
    ("全部隐藏的网页", lambda: page(f"<div style='display:none'>{paragraphs(PLAN)}</div>"), EMPTY),
    ("声明错误的编码", lambda: page(paragraphs(PLAN)).replace(b"utf-8", b"no-such-code"), None),
    ("层层不可见的网页",
     lambda: page("<div style='visibility:hidden'>" * 200 + "<b>甲</b>" * 300_000), NO_TASKS),
    ("十万个链接的网页", lambda: page("<a href=x>甲</a>" * 100_000), NO_TASKS),
    ("空网页", lambda: b"<html></html>", EMPTY),
]  # fmt: skip

BOOKS: list[Row] = [
    ("截断的XLSX", lambda: XLSX[: len(XLSX) // 2], "XLSX"),
    ("没有算过的公式", lambda: sheet("<sheetData><row><c><f>HYPERLINK(1)</f></c></row></sheetData>"), EMPTY),
    ("外部链接和公式",
     lambda: sheet("<sheetData><row><c t='str'><f>[1]a!A1</f><v>甲</v></c></row></sheetData>"), NO_TASKS),
    ("含宏的工作簿", lambda: changed(XLSX, "xl/vbaProject.bin", b"\0"), "宏"),
    ("最远的单元格",
     lambda: sheet(f"<sheetData><row r='1048576'>{inline('甲', 'XFD1048576')}</row></sheetData>"), EMPTY),
    ("覆盖全表的合并", lambda: sheet(TABLE + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "过大"),
    ("错误的合并区域", lambda: sheet(TABLE + '<mergeCells><mergeCell ref="???"/></mergeCells>'), DAMAGED),
    ("二十万行的表", lambda: sheet(f"<sheetData>{'<row><c><v>1</v></c></row>' * 200_000}</sheetData>"), "过大"),
    ("越界的共享文字", lambda: sheet("<sheetData><row><c t='s'><v>99</v></c></row></sheetData>"), EMPTY),
    ("不是数的数",
     lambda: sheet("<sheetData><row><c><v>1e999999</v></c><c><v>nan</v></c></row></sheetData>"), NO_TASKS),
    ("没有工作表", lambda: zipped({"xl/workbook.xml": "<workbook/>"}), EMPTY),
]  # fmt: skip

PRINTS: list[Row] = [
    ("截断的PDF", lambda: PDF[: len(PDF) // 3], DAMAGED),
    ("只有文件头的PDF", lambda: b"%PDF-1.7\n", DAMAGED),
    ("有密码的PDF", locked_pdf, "密码"),
    ("没有文字层的PDF", lambda: writers.pdf_file(["0 0 m 10 10 l S"] * 3), "扫描件"),
    ("没有页的PDF", lambda: writers.pdf_file([]), DAMAGED),
    ("页过多的PDF", lambda: writers.pdf_file(["BT ET"] * 2001), "页"),
    ("层层引用的PDF", lambda: PDF.replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]"), DAMAGED),
]

ALL = [*TEXTS, *DOCUMENTS, *PAGES, *BOOKS, *PRINTS]
