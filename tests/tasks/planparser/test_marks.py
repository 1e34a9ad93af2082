"""Tables with a column for each unit and a mark where the unit has a part; forms as named rows."""

from __future__ import annotations

import pytest

from tasks.planparser import parse_bytes
from tests.tasks.planparser.drawn import TITLE, page, remarks, shown

UNDER = ["^2序号|^2工作任务|责任单位|责任单位|责任单位|^2完成时限", "县司法局|县公安局|各乡镇"]
ALONE = "序号|工作任务|县司法局|县公安局|县财政局|各乡镇|完成时限"
LEGEND = "注：★为牵头单位，△为配合单位。"
# form, rows of the table, tasks, codes of the remarks
MARKS = [
    ("单位在责任单位之下，表末有注",
     [*UNDER, "1|培训。|★||△|6月", "2|评查。|△|★||9月", f"{LEGEND}|||||"],
     [f"{TITLE}/1 培训。 | l:县司法局 s:各乡镇 | 2024-06-30", f"{TITLE}/2 评查。 | s:县司法局 l:县公安局 | 2024-09-30"],
     ["note_in_table"]),
    ("表头横跨的各列只在第一列写字",
     ["序号|工作任务|责任单位|||完成时限", "||县司法局|县公安局|各乡镇|", "1|培训。|★||△|6月", f"{LEGEND}|||||"],
     [f"{TITLE}/1 培训。 | l:县司法局 s:各乡镇 | 2024-06-30"], ["note_in_table"]),
    ("表头下第一行的单位不是表头",
     ["工作任务|牵头单位|配合单位", "护航行动|县司法局|县公安局"],
     [f"{TITLE}/1 护航行动 | l:县司法局 s:县公安局 | none"], []),
    ("单位自成表头，只有一种记号",
     [ALONE, "1|培训。|√|||√|6月", "2|评查。||√|||9月"],
     [f"{TITLE}/1 培训。 | r:县司法局 r:各乡镇 | 2024-06-30", f"{TITLE}/2 评查。 | r:县公安局 | 2024-09-30"], []),
    ("没有注，两种记号",
     [*UNDER, "1|培训。|●||○|6月"], [f"{TITLE}/1 培训。 | r:县司法局 r:各乡镇 | 2024-06-30"], ["marks_unexplained"]),
    ("牵头单位和配合单位之下各有单位",
     ["^2序号|^2工作任务|牵头单位|牵头单位|配合单位|配合单位", "县司法局|县公安局|县财政局|县教育局",
      "1|培训。|√||√|√", "2|评查。||√||"],
     [f"{TITLE}/1 培训。 | l:县司法局 s:县财政局 s:县教育局 | none", f"{TITLE}/2 评查。 | l:县公安局 | none"], []),
    ("简称夹在单位之间",
     ["序号|工作任务|公安|财政|街道|备注|完成时限", "1|培训。|√|√||√|6月"],
     [f"{TITLE}/1 培训。 | r:公安 r:财政 | 2024-06-30"], ["column_left_out", "unit_suspect"]),
    ("单位之下写的不是记号",
     ["序号|工作任务|责任单位|县公安局|完成时限", "1|培训。|县司法局|印发方案|6月"],
     [f"{TITLE}/1 培训。 | r:县司法局 | 2024-06-30"], ["column_left_out"]),
    ("没有记号的单位不沿用上一行",
     [*UNDER, "1|培训。|√|√|√|6月", "2|评查。||||9月"],
     [f"{TITLE}/1 培训。 | r:县司法局 r:县公安局 r:各乡镇 | 2024-06-30", f"{TITLE}/2 评查。 |  | 2024-09-30"],
     []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tasks", "codes"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS])
def test_a_mark_names_the_unit_above_it(rows: list[str], tasks: list[str], codes: list[str]) -> None:
    plan = parse_bytes(page(rows))
    assert (shown(plan), remarks(plan)) == (tasks, codes)


# form, what stands above or below the table, units of the one task
LEGENDS = [
    ("为", "注：●为牵头单位，○为配合单位", "l:县司法局 s:县公安局"),
    ("表示，记号有引号", "说明：“●”表示牵头单位；“○”表示参与单位。", "l:县司法局 s:县公安局"),
    ("记号之后直接写", "（●牵头 ○协办）", "l:县司法局 s:县公安局"),
    ("单位用某记号表示", "注：牵头单位用●表示，配合单位用○表示", "l:县司法局 s:县公安局"),
    ("主责", "●主责单位　○责任单位", "l:县司法局 r:县公安局"),
]


@pytest.mark.parametrize(("legend", "units"), [row[1:] for row in LEGENDS], ids=[row[0] for row in LEGENDS])
def test_what_marks_mean_is_said_above_or_below_the_table(legend: str, units: str) -> None:
    table = page(["序号|工作任务|县司法局|县公安局|完成时限", "1|培训。|●|○|6月"]).decode()
    for document in (
        table.replace("</h1>", f"</h1><p>{legend}</p>"),
        table.replace("</table>", f"</table><p>{legend}</p>"),
    ):
        plan = parse_bytes(document.encode())
        assert shown(plan) == [f"{TITLE}/1 培训。 | {units} | 2024-06-30"]
        assert "marks_unexplained" not in remarks(plan)
