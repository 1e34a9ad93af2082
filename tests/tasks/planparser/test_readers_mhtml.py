"""Pages saved as one file, told by their content."""

from __future__ import annotations

import quopri
from base64 import encodebytes

import pytest

from tasks.planparser import PlanError, parse_bytes
from tests.tasks.planparser.reading import texts

LINES = ["甲县2024年工作方案", "1.培训。", "责任单位：县司法局"]
PAGE = "<html><head><title>网站</title></head><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"


def saved(page: bytes, encoding: str, charset: str, kind: str = "related") -> bytes:
    """As browsers save a page: the page, then a picture."""
    head = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?B?572R56uZ?=\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/{kind};\r\n\ttype="text/html";\r\n\tboundary="----B--"\r\n\r\n'
    )
    first = f"------B--\r\nContent-Type: text/html{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0="
    rest = f"\r\n------B--\r\n{picture}\r\n------B----\r\n"
    return head.encode() + first.encode() + page + rest.encode()


def gb(page: str) -> bytes:
    return page.replace("<head>", '<head><meta charset="gb2312">').encode("gb18030")


FILES = [
    ("quoted-printable", saved(quopri.encodestring(PAGE.encode()), "quoted-printable", "; charset=utf-8")),
    ("base64", saved(encodebytes(PAGE.encode()), "base64", "; charset=utf-8")),
    ("部件写明国标码", saved(quopri.encodestring(PAGE.encode("gb18030")), "quoted-printable", "; charset=gb2312")),
    ("只有网页写明国标码", saved(encodebytes(gb(PAGE)), "base64", "")),
    ("未知字符集", saved(encodebytes(PAGE.encode()), "base64", "; charset=x-none")),
]


@pytest.mark.parametrize("data", [row[1] for row in FILES], ids=[row[0] for row in FILES])
def test_the_page_in_the_file_is_read(data: bytes) -> None:
    assert texts(data) == LINES
    assert [task.title for task in parse_bytes(data).tasks()] == ["培训"]


def test_a_file_without_a_page_is_refused() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    data = head + b"--x\r\nContent-Type: image/png\r\n\r\n\r\n--x--"
    with pytest.raises(PlanError, match="重新保存网页"):
        parse_bytes(data)


def test_packings_inside_packings_end_somewhere() -> None:
    head = "MIME-Version: 1.0\r\n" + "".join(
        f"Content-Type: multipart/related; boundary=b{at}\r\n\r\n--b{at}\r\n" for at in range(3000)
    )
    with pytest.raises(PlanError):
        parse_bytes(head.encode())


def test_a_plan_that_speaks_of_mail_headers_is_text() -> None:
    text = "甲县2024年工作方案\n1.培训。\n责任单位：县司法局\nMIME-Version: 1.0\n"
    assert parse_bytes(text.encode()).tasks()
