"""Parsing grows linearly with the plan."""

from tasks.planparser import parse_bytes
from tests.benchmarks.measure import Row, megabytes, milliseconds, paired, peak_memory

FEW, MANY = 1_000, 10_000


def rows() -> list[Row]:
    """Ten times the tasks, at most eleven times the time."""
    few, many = plan_text(FEW), plan_text(MANY)
    large, small, ratio = paired(lambda: parse_bytes(many, "plan.txt"), lambda: parse_bytes(few, "plan.txt"), rounds=5)
    memory = peak_memory(lambda: parse_bytes(many, "plan.txt"))
    return [
        Row(
            f"parse {MANY:,} tasks over {FEW:,} tasks (TXT)",
            milliseconds(large),
            milliseconds(small),
            ratio,
            11,
            f"peak memory {megabytes(memory)}",
        )
    ]


def plan_text(tasks: int) -> bytes:
    """A plan of our own in the usual form, with ten tasks to an action."""
    lines = ["某区2024年法治政府建设任务分工方案", "", "为深入推进法治政府建设，制定本方案。", "", "一、重点任务", ""]
    for n in range(1, tasks + 1):
        if n % 10 == 1:
            lines += [f"（{_chinese(n // 10 + 1)}）健全第{n // 10 + 1}项工作机制", ""]
        lines += [
            f"{n}. 健全依法行政制度。2024年6月底前，完成第{n}项制度修订，并向社会公布。定期开展培训，提升能力。",
            "",
            "牵头单位：司法局",
            "配合单位：财政局、教育局，各乡镇人民政府",
            "完成时限：2024年12月底前并长期坚持",
            "",
        ]
    return "\n".join(lines).encode()


def _chinese(n: int) -> str:
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
