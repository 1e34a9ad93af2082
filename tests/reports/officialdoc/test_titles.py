"""A title that is too long for a line is broken where its sense allows it."""

import pytest

from reports.officialdoc import title_breaks

# What it shows, and the title with / where it is broken; one without is left whole.
ROWS = {
    "a line holds it": "红寺堡区2024年法治政府建设年度报告",
    "figures are half as wide": "清河县2024年法治政府建设工作要点任务分解",
    "years of an action": "红寺堡区关于提升行政执法质量/三年行动任务分工方案",
    "a quotation": "红寺堡区法治政府建设/“八大行动(2024年)”任务分工方案",
    "a year": "农业农村和水利局2025年/法治机关建设工作计划",
    "a year of work": "松江区人民政府2023年度/法治政府建设重点工作安排",
    "its kind": "红寺堡区深入推进依法行政加强法治建设/任务分工方案",
    "no part of it ends": "红寺堡区深入推进依法行政加强法治建设提升执法质量",
    "more than two lines": "关于" + "深入推进法治政府建设" * 5 + "实施方案",
}


@pytest.mark.parametrize("broken", ROWS.values(), ids=ROWS)
def test_the_most_even_way_is_the_first(broken: str) -> None:
    title = broken.replace("/", "")
    found = title_breaks(title)
    assert (found[0] if found else title) == broken.replace("/", "\n")
    assert {way.replace("\n", "") for way in found} <= {title}
