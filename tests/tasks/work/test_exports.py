"""The task list as XLSX: the rows that the filters leave, safe to open."""

import datetime as dt
import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tasks.plans.models import Task
from tasks.work.exports import export_name
from tasks.work.services.publishing import plan_publish
from tasks.work.tables import PER_PAGE
from tests.conftest import signed_in
from tests.tasks.work.test_lists import many_assignments
from tests.world import World, make_plan, make_task

URL = "/tasks/export.xlsx"
HEADINGS = [
    "编号", "任务", "行动", "承办单位", "角色", "完成时限", "到期日", "进度", "本期", "状态灯", "原文"
]  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: dt.date(2024, 12, 31))


def download(client: Client, **query: object) -> bytes:
    response = client.get(URL, {key: str(value) for key, value in query.items()})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def sheet(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def values(data: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet(data).iter_rows()]


def test_the_sheet_holds_the_columns_of_the_list_and_the_text(as_staff: Client) -> None:
    head, first, *_, last = values(download(as_staff))
    assert head == HEADINGS
    assert first == [
        1, "争取命名1", "示范创建行动", "司法局", "责任", "2024年12月", dt.datetime(2024, 12, 31), None, "未报",  # noqa: DTZ001  a cell's date has no zone
        "临期 (今天)", "争取命名1。开展创建。",
    ]  # fmt: skip
    assert last[5:10] == ["长期坚持", None, 0.4, "未报", "本期未报"]


def test_dates_and_percentages_are_numbers_with_a_format(as_staff: Client) -> None:
    page = sheet(download(as_staff))
    assert page["G2"].is_date
    assert page["G2"].number_format == "yyyy-mm-dd"
    assert page["H5"].number_format == "0%"


def test_the_head_stays_in_view_and_columns_have_widths(as_staff: Client) -> None:
    page = sheet(download(as_staff))
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].width == 50
    assert page["A1"].font.bold


def test_it_prints_across_as_wide_as_the_page_with_its_head(as_staff: Client) -> None:
    page = sheet(download(as_staff))
    assert (page.page_setup.orientation, page.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$1:$1"
    assert page.print_options.gridLines
    assert page.oddFooter.center.text == "第&P页 共&N页"


def test_the_filters_and_the_order_are_those_of_the_list(world: World, as_staff: Client) -> None:
    rows = values(download(as_staff, unit=world.education.pk, sort="-number"))[1:]
    assert [(row[0], row[3]) for row in rows] == [(2, "教育局"), (1, "教育局")]


def test_all_pages_are_in_it(world: World, as_staff: Client) -> None:
    many_assignments(world, PER_PAGE + 10)
    assert len(values(download(as_staff, page=2))) == 1 + PER_PAGE + 10


def test_nobody_exports_what_they_do_not_see(world: World) -> None:
    assert {row[3] for row in values(download(signed_in(world.liaison)))[1:]} == {"教育局"}
    assert values(download(signed_in(world.stranger))) == [HEADINGS]


def test_the_place_is_a_column_where_there_are_several(world: World) -> None:
    other = make_plan(world.elsewhere)
    make_task(other.actions.get(), 9, units=[world.foreign_unit])
    plan_publish(plan=other, user=world.admin, now=timezone.now())
    rows = values(download(signed_in(world.admin)))
    assert rows[0][3:5] == ["地区", "承办单位"]
    assert rows[-1][3:5] == ["他区", "司法局"]


def test_the_file_is_named_for_the_year_and_the_day(as_staff: Client) -> None:
    response = as_staff.get(URL)
    response.close()
    header = response.headers["Content-Disposition"]
    assert "filename*=utf-8''" in header
    assert unquote(header.partition("''")[2]) == "任务台账-2024年-20241231.xlsx"
    assert export_name(2023, dt.date(2024, 1, 2)) == "任务台账-2023年-20240102.xlsx"


def test_without_a_year_the_file_is_named_for_the_day(world: World) -> None:
    assert export_name(None, dt.date(2024, 1, 2)) == "任务台账-20240102.xlsx"


def test_a_formula_in_a_title_stays_the_text_that_it_is(world: World, as_staff: Client) -> None:
    Task.objects.filter(pk=world.task.pk).update(title='=HYPERLINK("http://x","点我")', text="=1+1\x0b")
    title, text = (sheet(download(as_staff))[place] for place in ("B2", "K2"))
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in (title, text)] == [
        ('=HYPERLINK("http://x","点我")', "s", True),
        ("=1+1", "s", True),
    ]
