"""The pages of the annual report, as staff use them."""

import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from celery import current_app
from django.test import Client
from django.urls import reverse

from reports.forms import MAX_TEXT
from reports.jobs import BUILDING_KIND
from reports.models import AnnualReport, ReportBuild, ReportSection, SectionFigure
from reports.services import SECTION_CHANGED
from tasks.jobs.models import Job
from tasks.people.models import Unit, User
from tasks.plans.models import Plan
from tests.conftest import signed_in
from tests.jobs import work_off
from tests.reports.material import accept, accept_submitted
from tests.world import World, make_task

State = ReportBuild.State


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def detail(client: Client, world: World) -> str:
    return text_of(client.get(reverse("annual_report_detail", args=[world.annual_report.pk])))


def section_url(world: World, kind: str = "lacking") -> str:
    return reverse("section_edit", args=[world.annual_report.pk, kind])


def section_post(text: str, *figures: tuple[str, str, str, str], revision: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {
        "text": text,
        "revision": revision,
        "figures-TOTAL_FORMS": len(figures) + 1,
        "figures-INITIAL_FORMS": 0,
    }
    for n, row in enumerate(figures):
        data |= {
            f"figures-{n}-{name}": typed for name, typed in zip(("label", "value", "unit", "source"), row, strict=True)
        }
    return data


# ---- list and creation ----
def test_the_list_shows_what_is_written_and_the_latest_build(world: World, as_staff: Client) -> None:
    ReportSection.objects.update(text="人员不足。")
    text = text_of(as_staff.get(reverse("annual_report_list")))
    assert "某区2024年法治政府建设年度报告" in text
    assert "1 / 5" in text
    assert "排队中" in text


def test_an_empty_list_says_what_to_do(world: World, as_staff: Client) -> None:
    AnnualReport.objects.all().delete()
    assert "新建年度报告" in text_of(as_staff.get(reverse("annual_report_list")))


def test_a_new_installation_has_no_report_to_begin(db: None) -> None:
    admin = User.objects.create_superuser("first", name="管理员")
    html = text_of(signed_in(admin).get(reverse("annual_report_list")))
    assert "系统里还没有地区" in html
    assert "新建年度报告" not in html


def test_a_report_is_begun_once(world: World, as_staff: Client) -> None:
    for _ in range(2):
        response = as_staff.post(reverse("annual_report_create"), {"year": 2025, "jurisdiction": world.place.pk})
        report = AnnualReport.objects.get(year=2025)
        assert response.headers["Location"] == reverse("annual_report_detail", args=[report.pk])


@pytest.mark.parametrize("year", ["", "abc", "99", "99999", "2024.5", "２０２４年"])
def test_a_bad_year_gets_a_sentence_and_stays_on_the_page(world: World, as_staff: Client, year: str) -> None:
    response = as_staff.post(reverse("annual_report_create"), {"year": year, "jurisdiction": world.place.pk})
    assert "之间的四位年份" in text_of(response)
    assert f'value="{year}"' in text_of(response) or not year
    assert AnnualReport.objects.count() == 1


def test_another_place_is_no_choice(world: World, as_staff: Client) -> None:
    response = as_staff.post(reverse("annual_report_create"), {"year": 2025, "jurisdiction": world.elsewhere.pk})
    assert "请从列表中选择您管理的地区" in text_of(response)


# ---- the outline ----
def test_the_outline_counts_what_is_accepted_and_marks_what_is_missing(world: World, as_staff: Client) -> None:
    assert "有 6 处印【待补充】" in detail(as_staff, world)  # an action, four sections, the date
    accept_submitted(world)
    ReportSection.objects.update(text="人员不足。")
    text = detail(as_staff, world)
    assert "有 4 处印【待补充】" in text
    assert "数据 1 项" in text
    assert "1 / 2" in text  # one of two tasks


def test_without_a_plan_the_page_says_so(world: World, as_staff: Client) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    assert "还没有已发布的工作方案" in detail(as_staff, world)


def test_queries_do_not_grow(world: World, as_staff: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(3, 9):
        task = make_task(world.plan.actions.get(), n)
        unit = Unit.objects.create(jurisdiction=world.place, name=f"某区{n}局", short_name=f"{n}局")
        accept(world, task.assignments.create(unit=unit, role="lead"), f"进展{n}")
        AnnualReport.objects.create(jurisdiction=world.place, year=2010 + n)
        ReportBuild.objects.create(report=world.annual_report, requested_by=world.staff, state=State.FAILED)
    with django_assert_max_num_queries(20):
        detail(as_staff, world)
    with django_assert_max_num_queries(10):
        text_of(as_staff.get(reverse("annual_report_list")))


# ---- signature ----
def test_issuer_and_date_are_kept(world: World, as_staff: Client) -> None:
    url = reverse("annual_report_sign", args=[world.annual_report.pk])
    as_staff.post(url, {"issuer": "某区人民政府", "dated_on": "2025年3月1日"})
    report = AnnualReport.objects.get(pk=world.annual_report.pk)
    assert (report.issuer, str(report.dated_on)) == ("某区人民政府", "2025-03-01")


def test_two_people_who_sign_lose_nothing(world: World, as_staff: Client) -> None:
    url = reverse("annual_report_sign", args=[world.annual_report.pk])
    seen = "2025-03-01 先填的政府"
    assert as_staff.post(url, {"issuer": "先填的政府", "dated_on": "2025-03-01", "seen": ""}).status_code == 302
    second = {"issuer": "后填的政府", "dated_on": "2025-04-01", "seen": ""}
    text = text_of(as_staff.post(url, second))
    assert "刚刚被他人改为“先填的政府”“2025-03-01”" in text
    assert 'value="后填的政府"' in text
    assert AnnualReport.objects.get(pk=world.annual_report.pk).issuer == "先填的政府"
    assert f'name="seen" value="{seen}"' in text  # having seen it, one may save over it
    assert as_staff.post(url, second | {"seen": seen}).status_code == 302
    assert AnnualReport.objects.get(pk=world.annual_report.pk).issuer == "后填的政府"


def test_signing_the_same_twice_is_no_conflict(world: World, as_staff: Client) -> None:
    url = reverse("annual_report_sign", args=[world.annual_report.pk])
    for _ in range(2):
        assert as_staff.post(url, {"issuer": "某区人民政府", "dated_on": "", "seen": ""}).status_code == 302


@pytest.mark.parametrize("date", ["2024-13-01", "2025-02-30", "明天"])
def test_a_date_that_is_none_gets_a_sentence(world: World, as_staff: Client, date: str) -> None:
    url = reverse("annual_report_sign", args=[world.annual_report.pk])
    text = text_of(as_staff.post(url, {"issuer": "某区人民政府", "dated_on": date}))
    assert "核对月、日是否存在" in text
    assert "某区人民政府" in text


def test_a_year_that_no_report_is_of_gets_a_sentence(world: World, as_staff: Client) -> None:
    url = reverse("annual_report_sign", args=[world.annual_report.pk])
    text = text_of(as_staff.post(url, {"issuer": "某区人民政府", "dated_on": "0202-06-30"}))
    assert "年份应在1978至2100之间，请核对。" in text


# ---- sections ----
def test_a_section_is_written_with_its_figures(world: World, as_staff: Client) -> None:
    response = as_staff.post(
        section_url(world, "first"), section_post("带头讲法。\n\n专题研究。", ("讲法", "４5", "人次", "司法局统计"))
    )
    assert response.status_code == 302
    section = ReportSection.objects.get(kind="first")
    assert (section.text, section.revision, section.edited_by) == ("带头讲法。\n\n专题研究。", 1, world.staff)
    figure = section.figures.get()
    assert (figure.label, figure.value, figure.unit, figure.source) == ("讲法", Decimal(45), "人次", "司法局统计")


def test_the_page_of_a_section_shows_what_is_stored(world: World, as_staff: Client) -> None:
    ReportSection.objects.update(text="人员不足。")
    SectionFigure.objects.create(
        section=world.section, position=1, label="持证人员", value=Decimal("101.5"), unit="人", source="司法局"
    )
    text = text_of(as_staff.get(section_url(world)))
    assert "人员不足。" in text
    assert 'value="101.5"' in text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("讲法", "N/A", "人", "司法局"), "“N/A”不是数字"),
        (("讲法", "-3", "人", "司法局"), "不能是负数"),
        (("讲法", "2024-12-31", "人", "司法局"), "是日期"),
        (("讲法", "45人", "", "司法局"), "带有单位"),
        (("讲法", "", "人", "司法局"), "请填写数值"),
        (("", "45", "人", "司法局"), "请填写这项数据的名称"),
        (("讲法", "45", "人", ""), "请写明数据来源"),
        (("讲法", "1e999", "人", "司法局"), "科学记数法"),
    ],
)
def test_a_bad_figure_gets_a_sentence_and_nothing_typed_is_lost(
    world: World, as_staff: Client, row: tuple[str, str, str, str], sentence: str
) -> None:
    text = text_of(as_staff.post(section_url(world), section_post("人员不足，机制不全。", row)))
    assert sentence in text
    assert "人员不足，机制不全。" in text
    for typed in row:
        assert not typed or f'value="{typed}"' in text
    assert not SectionFigure.objects.exists()


def test_two_people_on_one_section_lose_nothing(world: World, as_staff: Client) -> None:
    assert as_staff.post(section_url(world), section_post("先存的。")).status_code == 302
    text = text_of(as_staff.post(section_url(world), section_post("后存的。")))
    assert SECTION_CHANGED in text
    assert "先存的。" in text
    assert "后存的。" in text
    assert ReportSection.objects.get(kind="lacking").text == "先存的。"
    assert 'name="revision" value="1"' in text  # having seen it, one may save over it
    assert as_staff.post(section_url(world), section_post("后存的。", revision=1)).status_code == 302


def test_two_people_who_begin_one_section_lose_nothing(world: World, as_staff: Client) -> None:
    as_staff.post(section_url(world, "next"), section_post("先存的。"))
    assert SECTION_CHANGED in text_of(as_staff.post(section_url(world, "next"), section_post("后存的。")))


@pytest.mark.parametrize("revision", ["abc", "-1", "9" * 30, "１"])
def test_a_revision_of_no_page_of_ours_is_a_conflict(world: World, as_staff: Client, revision: Any) -> None:
    assert SECTION_CHANGED in text_of(as_staff.post(section_url(world), section_post("文", revision=revision)))


@pytest.mark.parametrize("kind", ["measures", "x"])
def test_there_is_no_other_section(world: World, as_staff: Client, kind: str) -> None:
    assert as_staff.get(section_url(world, kind)).status_code == 404


def test_a_section_too_long_gets_a_sentence(world: World, as_staff: Client) -> None:
    response = as_staff.post(section_url(world), section_post("文" * (MAX_TEXT + 1)))
    assert f"正文最多{MAX_TEXT}字" in text_of(response)


def test_a_script_in_a_section_is_only_text(world: World, as_staff: Client) -> None:
    as_staff.post(section_url(world), section_post("<script>alert(1)</script>"))
    work_off(Job.Queue.BUILDING)
    for url in (section_url(world), reverse("build_detail", args=[world.build.pk])):
        shown = text_of(as_staff.get(url))
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown


# ---- builds ----
@pytest.mark.django_db(transaction=True)
def test_the_page_says_within_three_seconds_that_the_queue_is_away(
    world: World, as_staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    ReportBuild.objects.update(state=State.FAILED)
    started = time.monotonic()
    url = reverse("annual_report_build", args=[world.annual_report.pk])
    text = text_of(as_staff.post(url, follow=True))
    assert time.monotonic() - started < 3
    assert BUILDING_KIND.sentences.away in text
    assert set(ReportBuild.objects.values_list("state", flat=True)) == {State.FAILED}


def test_a_year_without_a_plan_is_refused_with_a_sentence(world: World, as_staff: Client) -> None:
    Plan.objects.update(status=Plan.Status.DRAFT)
    url = reverse("annual_report_build", args=[world.annual_report.pk])
    assert "没有已发布的工作方案" in text_of(as_staff.post(url, follow=True))


@pytest.mark.parametrize(
    ("state", "polls", "words"),
    [
        (State.QUEUED, True, "排队中"),
        (State.RUNNING, True, "生成中"),
        (State.FAILED, False, "请稍后重试"),
        (State.SUCCEEDED, False, "下载"),
    ],
)
def test_progress_is_asked_for_until_the_build_is_finished(
    world: World, as_staff: Client, state: str, polls: bool, words: str
) -> None:
    ReportBuild.objects.update(state=state, message="请稍后重试。", file="annual-reports/x.docx")
    text = text_of(as_staff.get(reverse("build_progress", args=[world.build.pk])))
    assert ('hx-trigger="every 1s"' in text) == polls
    assert words in text


def test_the_file_comes_down_under_its_chinese_name(world: World, as_staff: Client) -> None:
    work_off(Job.Queue.BUILDING)
    response = as_staff.get(reverse("build_download", args=[world.build.pk]))
    name = quote("某区2024年法治政府建设年度报告.docx")
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response.content.startswith(b"PK")


def test_a_file_that_is_gone_gets_a_sentence(world: World, as_staff: Client) -> None:
    ReportBuild.objects.update(state=State.SUCCEEDED, file="annual-reports/gone.docx")
    response = as_staff.get(reverse("build_download", args=[world.build.pk]), follow=True)
    assert "文件已不在服务器上" in text_of(response)


def test_an_unfinished_build_has_no_file(world: World, as_staff: Client) -> None:
    assert as_staff.get(reverse("build_download", args=[world.build.pk])).status_code == 404


def test_every_paragraph_leads_back_in_one_click(world: World, as_staff: Client) -> None:
    report = accept_submitted(world)
    ReportSection.objects.update(text="人员不足。")
    work_off(Job.Queue.BUILDING)
    text = text_of(as_staff.get(reverse("build_detail", args=[world.build.pk])))
    assert "组织学法培训，覆盖全体干部。培训4场次，上年3场次。" in text
    assert reverse("progress_detail", args=[report.pk]) in text
    assert section_url(world) in text


def test_the_print_of_a_report_says_what_it_is_for(world: World, as_staff: Client) -> None:
    work_off(Job.Queue.BUILDING)
    world.build.refresh_from_db()
    text = text_of(as_staff.get(reverse("build_detail", args=[world.build.pk])))
    assert world.build.sha256 in text[text.index("核对文件有没有被改动") :]
