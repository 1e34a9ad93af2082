"""完成时限 as written, in the plan's years."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.planparser import parse_deadline
from tasks.planparser.dates import PlanYears
from tasks.planparser.deadlines import deadline_remarks, is_time, names_time
from tasks.planparser.deadlines import parse_deadline as parse_in

# text, kind, due, annual; read in a plan of 2024
ROWS = [
    ("2024年12月", "date", "2024-12-31", None),
    ("2024年4月底", "date", "2024-04-30", None),
    ("2024年2月底前", "date", "2024-02-29", None),
    ("2024年6月15日前", "date", "2024-06-15", None),
    ("2024 年 6 月 15 日前", "date", "2024-06-15", None),
    ("2024年底前", "date", "2024-12-31", None),
    ("2024年年底", "date", "2024-12-31", None),
    ("年底前", "date", "2024-12-31", None),
    ("年内", "date", "2024-12-31", None),
    ("6月30日前", "date", "2024-06-30", None),
    ("6月上旬", "date", "2024-06-10", None),
    ("上半年", "date", "2024-06-30", None),
    ("第三季度", "date", "2024-09-30", None),
    ("全年", "date", "2024-12-31", None),
    ("年中前", "date", "2024-06-30", None),
    ("2024年年中", "date", "2024-06-30", None),
    ("第二、三季度", "date", "2024-09-30", None),
    ("2024年第二、三季度", "date", "2024-09-30", None),
    ("2024年5、6月", "date", "2024-06-30", None),
    ("2024年3、9月底前", "date", "2024-09-30", None),
    ("2204年6月30日", "none", None, None),  # mistyped: not this June
    ("贯穿全年", "date", "2024-12-31", None),
    ("2024年", "date", "2024-12-31", None),
    ("2024-06-30", "date", "2024-06-30", None),
    ("2024.6", "date", "2024-06-30", None),
    ("二〇二四年十二月三十一日", "date", "2024-12-31", None),
    ("十二月底前", "date", "2024-12-31", None),
    ("2O24年6月", "date", "2024-06-30", None),  # a letter O, read but never written back
    ("2025年—2027年", "date", "2027-12-31", None),
    ("2025-2027年", "date", "2027-12-31", None),
    ("2024年6月-8月", "date", "2024-08-31", None),
    ("3月1日至5日", "date", "2024-03-05", None),
    ("次年1月底前", "date", "2025-01-31", None),
    ("5月底前动工、9月投入使用", "date", "2024-09-30", None),  # the latest counts
    ("即日起至12月底", "date", "2024-12-31", None),
    ("2024年6月15日前并长期坚持", "date_then_ongoing", "2024-06-15", None),
    ("2024年12月底前，持续推进", "date_then_ongoing", "2024-12-31", None),
    ("长期坚持", "ongoing", None, None),
    ("持续推进", "ongoing", None, None),
    ("即日起", "ongoing", None, None),
    ("4月起持续推进", "ongoing", None, None),
    ("2024年1月起至6月底", "date", "2024-06-30", None),
    ("每季度末", "ongoing", None, None),
    ("每季度", "ongoing", None, None),
    ("半年一次", "ongoing", None, None),
    ("一月一调度", "ongoing", None, None),
    ("2024年十一月一日前", "date", "2024-11-01", None),  # not 一月一次
    ("每月", "ongoing", None, None),
    ("全年开展", "date", "2024-12-31", None),
    ("２０２４年６月", "date", "2024-06-30", None),
    ("每月25日前", "ongoing", None, None),
    ("每年10月底前", "annual", None, "10-31"),
    ("每年2月底前", "annual", None, "02-28"),
    ("每年6月15日前", "annual", None, "06-15"),
    ("每年第四季度", "annual", None, "12-31"),
    ("每年底前", "annual", None, "12-31"),
    ("每年", "annual", None, "12-31"),
    ("每年6月、12月底前", "annual", None, "12-31"),
    ("12月4日前后", "date", "2024-12-04", None),
    ("局办公室7月底前完善制度并分发2024年度工作任务", "date", "2024-07-31", None),
    ("7月底前印发2025年工作要点", "date", "2024-07-31", None),
    ("2024年底前初步建成，2025年全面建成", "date", "2025-12-31", None),
    ("2024年度重点工作", "date", "2024-12-31", None),
    ("2024年6月30日前完成，之后动态更新", "date_then_ongoing", "2024-06-30", None),
    ("于8月底前完成清单动态调整", "date", "2024-08-31", None),
    ("12月底前建立常态化机制", "date", "2024-12-31", None),
    ("6月上旬启动，持续开展", "ongoing", None, None),
    ("4月部署、持续推进", "ongoing", None, None),
    ("2024年3月启动", "none", None, None),
    ("上半年启动，12月底前完成", "date", "2024-12-31", None),
    ("2023年启动，2024年底完成", "date", "2024-12-31", None),
    ("3月底前启动", "date", "2024-03-31", None),
    ("4月底前制定工作方案，年内持续推进", "date_then_ongoing", "2024-04-30", None),
    ("全年持续推进", "date_then_ongoing", "2024-12-31", None),
    ("2024年前三季度", "date", "2024-09-30", None),
    ("8月上中旬", "date", "2024-08-20", None),
    ("8月中下旬", "date", "2024-08-31", None),
    ("常年", "ongoing", None, None),
    ("两周一次", "ongoing", None, None),
    ("每两个月", "ongoing", None, None),
    ("每两周", "ongoing", None, None),
    ("季度末", "ongoing", None, None),
    ("实时更新", "ongoing", None, None),
    ("—", "none", None, None),
    ("无", "none", None, None),
    ("按上级要求", "none", None, None),
    ("一年内", "none", None, None),
    ("2024年13月", "none", None, None),
    ("2月30日", "none", None, None),
]


@pytest.mark.parametrize(("text", "kind", "due", "annual"), ROWS, ids=[row[0] for row in ROWS])
def test_a_deadline(text: str, kind: str, due: str | None, annual: str | None) -> None:
    found = parse_deadline(text, [2024])
    assert (found.kind, found.due and str(found.due), found.annual) == (kind, due, annual)
    assert found.ongoing == (kind in ("ongoing", "date_then_ongoing"))


def test_no_deadline_has_no_text() -> None:
    assert parse_deadline(None, [2024]) == parse_deadline(" ", [2024])
    assert parse_deadline(None, [2024]).text is None


def test_an_annual_deadline_may_also_go_on() -> None:
    found = parse_deadline("每年2月底前并长期坚持", [2024])
    assert (found.kind, found.annual, found.ongoing) == ("annual", "02-28", True)


# text, codes of the remarks, in a plan of 2023 to 2025
REMARKS = [
    ("6月底前", ["year_guessed"]),
    ("2024年6月底前", []),
    ("2024年13月", ["bad_date"]),
    ("2月30日", ["bad_date"]),
    ("根据工作需要", ["deadline_unread"]),
    ("每年3月、9月底前", ["annual_several"]),
    ("长期坚持", []),
    ("2024年3月启动", ["deadline_begins"]),
    ("—", []),
    ("/", []),
]


@pytest.mark.parametrize(("text", "codes"), REMARKS, ids=[row[0] for row in REMARKS])
def test_doubtful_deadlines_are_reported(text: str, codes: list[str]) -> None:
    years = PlanYears((2023, 2024, 2025))
    assert [remark.code for remark in deadline_remarks(parse_in(text, years), years, 7)] == codes


def test_a_month_without_a_year_is_of_the_year_of_issue_in_a_plan_of_several() -> None:
    assert parse_in("6月底前", PlanYears((2023, 2024, 2025), date(2024, 1, 5))).due == date(2024, 6, 30)
    assert parse_in("6月底前", PlanYears((2023, 2024, 2025), None, 2023)).due == date(2023, 6, 30)
    assert parse_in("6月底前", PlanYears((2023, 2024, 2025))).due == date(2025, 6, 30)


@pytest.mark.parametrize(
    "text", ["6月底完成", "长期坚持", "2024年12月底前", "2024年完成", "自发文之日起3个月内完成", "“十四五”末"]
)
def test_a_clause_that_is_a_time(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize("text", ["司法局", "2024年", "2024年专班", "各乡镇6月底完成", ""])
def test_a_clause_that_is_no_time(text: str) -> None:
    assert not is_time(text)


@pytest.mark.parametrize(
    "text", ["6月底前出台", "年内取得明显进展", "于8月底前完成清单调整", "之后动态更新", "长期坚持"]
)
def test_a_clause_that_names_a_time(text: str) -> None:
    assert names_time(text)


@pytest.mark.parametrize(
    "text", ["司法局", "2024年专班", "各乡镇6月底完成", "6月底前报县司法局", "6月底前由司法局牵头", ""]
)
def test_a_clause_that_names_none(text: str) -> None:
    assert not names_time(text)


days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(days, st.sampled_from(["{0}年{1}月{2}日前", "{0}-{1}-{2}", "{0} 年 {1} 月 {2} 日", "{0}.{1}.{2}"]))
def test_any_day_is_read_as_it_is(day: date, form: str) -> None:
    assert parse_deadline(form.format(day.year, day.month, day.day), [2024]).due == day


@given(days)
def test_a_month_ends_on_its_last_day(day: date) -> None:
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    assert parse_deadline(f"{day.year}年{day.month}月底前", [2024]).due == last
    assert parse_deadline(f"{day.month}月", [day.year]).due == last


@given(st.integers(13, 99), st.integers(32, 99))
def test_impossible_days_are_never_dates(month: int, day: int) -> None:
    assert parse_deadline(f"2024年{month}月", [2024]).due is None
    assert parse_deadline(f"2024年5月{day}日", [2024]).due is None


@given(st.text(max_size=60))
def test_any_text_has_a_deadline_of_some_kind(text: str) -> None:
    found = parse_deadline(text, [2024])
    assert (found.kind in ("date", "date_then_ongoing")) <= (found.due is not None)
