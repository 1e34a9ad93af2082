"""What stands above the first task: titles, annexes, contents, 文号 and dates; each form is a named row."""

from __future__ import annotations

import pytest

from tasks.planparser import ParsedPlan, parse_bytes

BODY = "一、规范执法\n1.开展评查。\n责任单位：县司法局\n"
ROWS = "序号\t工作任务\t责任单位\n1\t开展评查。\t县司法局\n"


def parse(text: str) -> ParsedPlan:
    return parse_bytes(text.encode())


OWN = "甲县2024年法治政府建设任务清单"
LETTER = f"甲县人民政府办公室关于印发{OWN}的通知\n各乡镇人民政府：\n现将任务清单印发给你们。\n"
SIGNED = "甲县人民政府办公室\n2024年3月1日\n"
# form, document, title
TITLES = [
    ("责任分解", f"甲县人民政府关于印发甲县2024年规划责任分解的通知\n{SIGNED}甲县2024年规划责任分解\n{BODY}",
     "甲县2024年规划责任分解"),
    ("附件名称不是标题", f"{OWN}\n附件1 重点任务清单\n{ROWS}", OWN),
    ("附件和名称各占一行", f"{OWN}\n附件1\n重点任务清单\n{ROWS}", OWN),
    ("通知所发的清单分为几个附件",
     f"{LETTER}附件：1.重点任务清单\n2.项目清单\n{SIGNED}附件1\n重点任务清单\n{ROWS}", OWN),
    ("通知所发的清单只有一个附件", f"{LETTER}{SIGNED}附件1\n重点任务清单\n{ROWS}", OWN),
    ("附件有自己完整的标题", f"甲县2024年法治政府建设意见\n附件\n{OWN}\n{ROWS}", OWN),
    ("整个文件是一个附件", f"附件1　{OWN}\n{BODY}", OWN),
    ("表前另有填报说明", f"填报说明\n1.不得改动格式。\n2.每月更新进展。\n{OWN}\n{ROWS}", OWN),
    ("目录不是标题", f"目  录\n一、规范执法………… 2\n二、普法 ........ 3\n{OWN}\n{BODY}", OWN),
    ("信息栏里的标题", f"首页 > 公开\n标题：{OWN}\n{BODY}", OWN),
    ("标题以工作事项结尾",
     f"甲县人民政府关于印发2024年重点做好的工作事项的通知\n{SIGNED}甲县2024年重点做好的工作事项\n{BODY}",
     "甲县2024年重点做好的工作事项"),
    ("通知写明全名，标题前一行是机关名称",
     f"《甲县司法局2024年示范创建工作方案》已经同意，现印发给你们。\n{SIGNED}甲县司法局\n示范创建工作方案\n{BODY}",
     "甲县司法局2024年示范创建工作方案"),
    ("所落实的文件名不是标题",
     f"示范创建工作方案\n为落实《甲县2024年示范创建工作方案》，制定本方案。\n{BODY}", "示范创建工作方案"),
    ("标题下一行的全角年份", f"甲县法治政府建设工作方案\n（２０２４年）\n{BODY}",
     "甲县法治政府建设工作方案（２０２４年）"),
    ("封面的年月不属于下面的表名", f"{OWN}\n甲县人民政府办公室\n2024年3月\n县公安局任务清单\n{ROWS}", OWN),
    ("封面没有落款", f"{OWN}\n县公安局任务清单\n{ROWS}", OWN),
    ("标题下一行的年月不属于标题", f"甲县法治政府建设工作方案\n（2024年5月）\n{BODY}", "甲县法治政府建设工作方案"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES])
def test_the_title_is_that_of_the_plan(text: str, title: str) -> None:
    plan = parse(text)
    assert (plan.title, plan.years) == (title, (2024,))
    assert [task.title for task in plan.tasks()] == ["开展评查"]
    assert not [remark for remark in plan.diagnostics if remark.code == "title_guessed"]


PLAIN = "甲县法治政府建设工作方案\n"
# form, what stands below the title, 文号, issuer, day, years
DATES = [
    (
        "文号和日期在一个括号里",
        "（甲法发〔2023〕2号  2023 年4月10日）",
        "甲法发〔2023〕2号",
        None,
        "2023-04-10",
        (2023,),
    ),
    ("机关和日期在一行", "甲县司法局　２０２４年３月１日", None, "甲县司法局", "2024-03-01", (2024,)),
    ("机关的字分开印", "甲 县 司 法 局　　2024年3月1日", None, "甲县司法局", "2024-03-01", (2024,)),
    (
        "两个机关各一行",
        "中共甲县委办公室\n甲县人民政府办公室\n2024年3月1日",
        None,
        "中共甲县委办公室、甲县人民政府办公室",
        "2024-03-01",
        (2024,),
    ),
    (
        "三个部门各一行",
        "县法院\n县检察院\n县司法局\n2024年3月1日",
        None,
        "县法院、县检察院、县司法局",
        "2024-03-01",
        (2024,),
    ),
    (
        "两个机关在一行",
        "中共甲县委  甲县人民政府　　2024年3月1日",
        None,
        "中共甲县委、甲县人民政府",
        "2024-03-01",
        (2024,),
    ),
    ("一个机关分两行", "甲县人民政府\n办公室\n2024年3月1日", None, "甲县人民政府办公室", "2024-03-01", (2024,)),
    ("括号里的印发日期", "（2024年4月2日印发）", None, None, "2024-04-02", (2024,)),
    ("封面只写年月", "甲县人民政府办公室\n2024年3月", None, "甲县人民政府办公室", "None", ()),
    ("括号里的年月", "（2022年5月）", None, None, "None", (2022,)),
]


@pytest.mark.parametrize(
    ("line", "number", "issuer", "day", "years"), [row[1:] for row in DATES], ids=[row[0] for row in DATES]
)
def test_a_day_and_a_number_below_the_title(
    line: str, number: str | None, issuer: str | None, day: str, years: tuple[int, ...]
) -> None:
    plan = parse(f"{PLAIN}{line}\n{BODY}")
    assert (plan.document_number, plan.issuer, str(plan.issued_on), plan.years) == (number, issuer, day, years)
    assert plan.title == PLAIN.strip()
