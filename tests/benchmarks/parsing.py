"""Parsing grows linearly with the plan, in every format it comes in."""

import io

import docx

from tasks.planparser import parse_bytes
from tests.benchmarks.measure import Row, fastest, megabytes, milliseconds, paired, peak_memory
from tests.tasks.planparser.writers import PAGE_LINES, as_docx, as_pdf

FEWEST, FEW, MANY = 100, 1_000, 10_000
FEW_PRINTED, MANY_PRINTED = 300, 3_000


def rows() -> list[Row]:
    """A plan takes at most 1.1 times what n plans take that are n times shorter; a DOCX what opening it takes."""
    few, many = plan_text(FEW), plan_text(MANY)
    text = _linear(f"parse {MANY:,} tasks over 10 times {FEW:,} (TXT)", many, few)
    fewest, few, many = (as_docx(plan_lines(tasks)) for tasks in (FEWEST, FEW, MANY))
    large, floor, ratio = paired(lambda: parse(many), lambda: read_with_python_docx(many), rounds=5)
    against = Row(
        f"parse a DOCX of {MANY:,} tasks over reading it with python-docx",
        milliseconds(large),
        milliseconds(floor),
        ratio,
        1.5,
        f"{len(many) / 1000:.0f} kB",
    )
    word = [
        _linear(f"parse {MANY:,} tasks over 10 times {FEW:,} (DOCX)", many, few),
        _linear(f"parse {MANY:,} tasks over 100 times {FEWEST:,} (DOCX)", many, fewest, MANY // FEWEST),
    ]
    few, many = as_pdf(plan_lines(FEW_PRINTED)), as_pdf(plan_lines(MANY_PRINTED))
    pages = f"{MANY_PRINTED * 4 // PAGE_LINES} pages"
    printed = _linear(f"parse {MANY_PRINTED:,} tasks over 10 times {FEW_PRINTED:,} (PDF, {pages})", many, few)
    return [text, against, *word, printed]


def parse(data: bytes) -> object:
    """The plan in these bytes."""
    return parse_bytes(data)


def _linear(name: str, many: bytes, few: bytes, times: int = 10) -> Row:
    """A plan over so many `times` one that is as much shorter: both take as long, and bear the same of the machine."""
    large, small, ratio = fastest(lambda: parse(many), lambda: [parse(few) for _ in range(times)])
    memory = peak_memory(lambda: parse(many))
    return Row(name, milliseconds(large), milliseconds(small), ratio, 1.1, f"peak memory {megabytes(memory)}")


def read_with_python_docx(data: bytes) -> list[str]:
    """The floor: open a DOCX and read the text of its paragraphs."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def plan_lines(tasks: int) -> list[str]:
    """The paragraphs of that plan."""
    return [line for line in plan_text(tasks).decode().split("\n") if line]


def plan_text(tasks: int) -> bytes:
    """A plan of our own in the usual form, with ten tasks to an action."""
    lines = ["某区2024年法治政府建设任务分工方案", "", "为深入推进法治政府建设，制定本方案。", "", "一、重点任务", ""]
    for n in range(1, tasks + 1):
        if n % 10 == 1:
            lines += [f"（{chinese(n // 10 + 1)}）健全第{n // 10 + 1}项工作机制", ""]
        lines += [
            f"{n}. 健全依法行政制度。2024年6月底前，完成第{n}项制度修订，并向社会公布。定期开展培训，提升能力。",
            "",
            "牵头单位：司法局",
            "配合单位：财政局、教育局，各乡镇人民政府",
            "完成时限：2024年12月底前并长期坚持",
            "",
        ]
    return "\n".join(lines).encode()


def chinese(n: int) -> str:
    """1 to 9,999 in Chinese numerals: 21 is 二十一."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    text = "".join(
        digits[int(d)] + (place if d != "0" else "")
        for d, place in zip(str(n), reversed(places[: len(str(n))]), strict=True)
    )
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零") if n > 9 else text
    return text[1:] if text.startswith("一十") else text
