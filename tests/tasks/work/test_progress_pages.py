"""The liaison's form: what is typed is kept, bad input gets a sentence, two people lose nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.common.fields import MAX_DIGITS
from tasks.people.models import Membership, User
from tasks.plans.models import Plan
from tasks.work.forms import MAX_FIGURES, MAX_NARRATIVE
from tasks.work.models import Assignment, ProgressReport
from tasks.work.services.progress import progress_return
from tasks.work.services.publishing import periods_create
from tests.conftest import signed_in
from tests.tasks.work.reports import draft, form_data, published_plan, upload
from tests.world import World

Status = ProgressReport.Status
SIGN = "佐证材料"


@pytest.fixture
def url(world: World) -> str:
    return f"{reverse('progress_edit', args=[world.assignment.pk])}?period={world.period.pk}"


def only_report(world: World) -> ProgressReport:
    return ProgressReport.objects.get(assignment=world.assignment)


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


class TestFillIn:
    def test_the_latest_begun_period_comes_first(self, world: World, as_liaison: Client) -> None:
        html = text(as_liaison.get(reverse("progress_edit", args=[world.assignment.pk])))
        assert f'name="period" value="{world.plan.periods.order_by("starts_on").last().pk}"' in html

    def test_the_other_years_of_a_long_plan_are_folded(self, world: World, as_liaison: Client, url: str) -> None:
        def tabs() -> tuple[str, str]:
            nav = text(as_liaison.get(url)).split('aria-label="调度周期"')[1].split("</nav>")[0]
            shown, _, folded = nav.partition("<details")
            return shown, folded

        assert tabs()[1] == ""
        world.plan.first_year = 2023
        world.plan.save()
        periods_create(world.plan)
        shown, folded = tabs()
        assert "2024年第一季度" in shown
        assert "2023年第一季度" not in shown
        assert "2023年第一季度" in folded
        assert "其他年度 4 期，4 期未报" in folded

    def test_a_draft_is_saved_with_its_figures(self, world: World, as_liaison: Client, url: str) -> None:
        rows = [
            {"label": "培训", "value": "１，３１９", "unit": "人次", "previous_value": "1,200.50"},
            {"label": "", "value": "", "unit": "", "previous_value": ""},
            {"label": "检查", "value": "0", "unit": "次"},
        ]
        response = as_liaison.post(url, form_data(figures=rows, act="save"), follow=True)
        assert "草稿已保存" in text(response)
        report = only_report(world)
        assert report.status == Status.DRAFT
        assert [(str(f), f.previous_value and str(f.previous_value)) for f in report.figures.all()] == [
            ("培训 1319人次", "1200.5000"),
            ("检查 0次", None),
        ]
        assert 'value="1200.5"' in response.content.decode()

    def test_an_empty_draft_is_a_draft(self, world: World, as_liaison: Client, url: str) -> None:
        assert as_liaison.post(url, form_data(narrative="", act="save")).status_code == 302
        assert only_report(world).narrative == ""

    def test_submitting_hands_it_in(self, world: World, as_liaison: Client, url: str) -> None:
        response = as_liaison.post(url, form_data(act="submit"), follow=True)
        assert "已提交，等待司法局审核。" in text(response)
        assert only_report(world).status == Status.SUBMITTED

    def test_submitting_nothing_asks_for_the_narrative(self, world: World, as_liaison: Client, url: str) -> None:
        html = text(as_liaison.post(url, form_data(narrative=" ", completion="70", act="submit")))
        assert '<a href="#id_narrative">进展情况：请先填写进展情况，再提交审核。</a>' in html
        assert 'value="70"' in html
        assert not ProgressReport.objects.filter(assignment=world.assignment).exists()

    def test_a_submitted_report_is_read(self, world: World, as_liaison: Client) -> None:
        address = f"{reverse('progress_edit', args=[world.submitted.assignment_id])}?period={world.period.pk}"
        assert as_liaison.get(address).headers["Location"] == reverse("progress_detail", args=[world.submitted.pk])

    def test_a_returned_report_shows_why_and_is_answered(self, world: World, as_liaison: Client) -> None:
        progress_return(user=world.staff, report=world.submitted, reason="请补充<数据>。", now=timezone.now())
        address = f"{reverse('progress_edit', args=[world.submitted.assignment_id])}?period={world.period.pk}"
        html = text(as_liaison.get(address))
        assert "请补充&lt;数据&gt;。" in html
        assert "组织学法培训，覆盖全体干部。" in html
        sent = form_data(narrative="已补充。", revision=str(world.submitted.revision), act="submit")
        assert as_liaison.post(address, sent).status_code == 302
        world.submitted.refresh_from_db()
        assert (world.submitted.status, world.submitted.versions.count()) == (Status.SUBMITTED, 2)

    def test_an_earlier_narrative_can_be_copied(self, world: World, as_liaison: Client) -> None:
        edit = reverse("progress_edit", args=[world.submitted.assignment_id])
        html = text(as_liaison.get(edit))
        assert f"copy={world.submitted.pk}" in html
        copied = text(as_liaison.get(f"{edit}?copy={world.submitted.pk}"))
        assert "组织学法培训，覆盖全体干部。</textarea>" in copied
        assert 'name="revision" id="id_revision"' in copied  # still a new report: it has no revision

    def test_another_assignments_report_is_not_copied(self, world: World, as_liaison: Client, url: str) -> None:
        assert "组织学法培训" not in text(as_liaison.get(f"{url}&copy={world.submitted.pk}"))

    def test_more_rows_without_script_keep_what_was_typed(self, world: World, as_liaison: Client, url: str) -> None:
        rows = [{"label": "培训", "value": "abc"}]
        html = text(as_liaison.post(url, form_data(narrative="写了一半", figures=rows, act="add_row")))
        assert "写了一半" in html
        assert 'value="abc"' in html
        assert 'name="figures-3-label"' in html
        assert not ProgressReport.objects.filter(assignment=world.assignment).exists()

    def test_the_page_has_no_inline_script(self, as_liaison: Client, url: str) -> None:
        html = text(as_liaison.get(url))
        assert "<script>" not in html
        assert " style=" not in html


class TestWhoMay:
    def test_a_period_not_begun_or_of_another_plan_is_not_found(self, world: World, as_liaison: Client) -> None:
        other = published_plan(world, [world.education]).periods.first()
        edit = reverse("progress_edit", args=[world.assignment.pk])
        for asked in (str(other.pk), "x", str(10**30)):
            assert as_liaison.get(f"{edit}?period={asked}").status_code == 404
            assert as_liaison.post(edit, form_data(period=asked)).status_code == 404

    def test_another_units_assignment_is_not_found(self, world: World) -> None:
        stranger = signed_in(world.stranger)
        edit = reverse("progress_edit", args=[world.assignment.pk])
        assert stranger.get(edit).status_code == 404
        assert stranger.post(edit, form_data()).status_code == 404
        assert not ProgressReport.objects.filter(assignment=world.assignment).exists()

    def test_a_plan_of_years_to_come_says_so(self, world: World, as_liaison: Client) -> None:
        Plan.objects.filter(pk=world.plan.pk).update(first_year=2099, last_year=2099)
        for period in world.plan.periods.all():
            period.starts_on, period.ends_on = (day.replace(year=2099) for day in (period.starts_on, period.ends_on))
            period.save()
        html = text(as_liaison.get(reverse("progress_edit", args=[world.assignment.pk])))
        assert "调度周期还没有开始" in html

    def test_a_withdrawn_assignment_says_so(self, world: World, as_liaison: Client, url: str) -> None:
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.WITHDRAWN)
        assert "这项任务已撤回" in text(as_liaison.get(url))

    def test_a_done_assignment_says_so_on_the_task_or_beside_what_was_written(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.DONE)
        response = as_liaison.get(url, follow=True)
        assert response.redirect_chain[0][0] == reverse("task_detail", args=[world.task.pk])
        assert "这项任务已办结，不再需要填报" in text(response)
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.OPEN)
        draft(world.assignment, world.period, world.liaison, "写了一半。")
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.DONE)
        html = text(as_liaison.get(url, follow=True))
        assert "这项任务已办结" in html
        assert "写了一半。" in html

    def test_what_was_typed_when_it_was_closed_stays_on_the_page(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        Assignment.objects.filter(pk=world.assignment.pk).update(state=Assignment.State.DONE)
        html = text(as_liaison.post(url, form_data(narrative="写好的正文。", act="submit")))
        assert "这项任务已办结，不再需要填报" in html
        assert "写好的正文。</textarea>" in html
        assert not ProgressReport.objects.filter(assignment=world.assignment).exists()


# what was typed in a number box, the sentence
BAD_FIGURES = [
    ("N/A", "N/A", "“N/A”不是数字"),
    ("letters", "abc", "“abc”不是数字"),
    ("a dash", "-", "“-”不是数字"),
    ("negative", "-5", "数值不能是负数"),
    ("negative in full width", "－５", "数值不能是负数"),
    ("an exponent", "1e999", "科学记数法"),
    ("infinity", "inf", "“inf”不是数字"),
    ("not a number", "NaN", "“NaN”不是数字"),
    ("a date", "2024-12-31", "“2024-12-31”是日期，这里请填数字。"),
    ("a date in words", "2024年12月31日", "是日期"),
    ("a month", "2024.12.3", "是日期"),
    ("five decimals", "1.23456", "小数最多保留4位"),
    ("too many digits", "999999999999.9999", f"数字最多{MAX_DIGITS}位"),
    ("too large", "1234567890123", "更大的计量单位"),
    ("with its unit", "12件", "请把单位填在"),
    ("a percent", "59.5%", "请把单位填在"),
    ("a superscript is no digit", "10²", "请把单位填在"),
    ("Arabic-Indic digits", "٣", "不是数字"),
    ("commas in the wrong place", "1,31,9", "不是数字"),
    ("a formula", "=1+1", "“=1+1”不是数字"),
    ("a script", "<script>alert(1)</script>", "&lt;script&gt;"),
]


@pytest.mark.parametrize(("typed", "sentence"), [row[1:] for row in BAD_FIGURES], ids=[row[0] for row in BAD_FIGURES])
@pytest.mark.parametrize("box", ["value", "previous_value"])
def test_a_bad_figure_gets_a_sentence_and_loses_nothing(
    world: World, as_liaison: Client, url: str, box: str, typed: str, sentence: str
) -> None:
    row = {"label": "培训场次", "value": "4", "unit": "场次", box: typed}
    html = text(as_liaison.post(url, form_data(narrative="写好的正文。", figures=[row], act="submit")))
    assert sentence in html
    assert f'href="#id_figures-0-{box}"' in html
    assert "写好的正文。" in html
    assert "培训场次" in html
    assert "<script>alert" not in html
    assert not ProgressReport.objects.filter(assignment=world.assignment).exists()


# what was typed, what is stored
GOOD_FIGURES = [
    ("full width", "１２３．５", "123.5000"),
    ("thousands", "12,345", "12345.0000"),
    ("full-width commas", "12，345", "12345.0000"),
    ("leading zeros", "007", "7.0000"),
    ("spaces around", "　8 ", "8.0000"),
    ("trailing zeros", "1.500000", "1.5000"),
    ("the largest", "999999999999.999", "999999999999.9990"),
    ("a control character", "12\x07", "12.0000"),
]


@pytest.mark.parametrize(("typed", "stored"), [row[1:] for row in GOOD_FIGURES], ids=[row[0] for row in GOOD_FIGURES])
def test_a_good_figure_is_stored(world: World, as_liaison: Client, url: str, typed: str, stored: str) -> None:
    as_liaison.post(url, form_data(figures=[{"label": "培训", "value": typed}], act="save"))
    assert str(only_report(world).figures.get().value) == stored


# form data, sentence
BAD_FORMS = [
    ("no completion", {"completion": ""}, "请填写完成比例，尚未开展的填0。"),
    ("101 percent", {"completion": "101"}, "请填0至100的整数"),
    ("half a percent", {"completion": "50.5"}, "请填0至100的整数"),
    ("negative percent", {"completion": "-1"}, "请填0至100的整数"),
    ("a word for percent", {"completion": "一半"}, "请填0至100的整数"),
    (
        "a long narrative",
        {"narrative": "字" * (MAX_NARRATIVE + 1)},
        f"进展情况最多{MAX_NARRATIVE}字，现有{MAX_NARRATIVE + 1}字",
    ),
    ("a figure without a name", {"figures": [{"value": "3"}]}, "请填写这项数据的名称"),
    ("a figure without a value", {"figures": [{"label": "培训"}]}, "请填写数值；没有数据请清空这一行。"),
    ("a long name", {"figures": [{"label": "长" * 101, "value": "3"}]}, "名称最多100字"),
    ("a long unit", {"figures": [{"label": "培训", "value": "3", "unit": "长" * 21}]}, "计量单位最多20字"),
    (
        "too many figures",
        {"figures": [{"label": "培训", "value": "3"}] * (MAX_FIGURES + 1)},
        f"成效数据最多{MAX_FIGURES}项",
    ),
    ("no management form", {"figures-TOTAL_FORMS": ""}, "页面内容不完整，请刷新页面后重新填写。"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), [row[1:] for row in BAD_FORMS], ids=[row[0] for row in BAD_FORMS])
def test_a_bad_form_gets_a_sentence(
    world: World, as_liaison: Client, url: str, data: dict[str, Any], sentence: str
) -> None:
    html = text(as_liaison.post(url, form_data(**{"narrative": "写好的正文。", **data, "act": "save"})))
    assert sentence in html
    assert data.get("narrative", "写好的正文。") in html
    assert not ProgressReport.objects.filter(assignment=world.assignment).exists()


@pytest.mark.parametrize("typed", ["50%", "５０", " 50 ", "050"])
def test_a_percentage_as_people_write_it(world: World, as_liaison: Client, url: str, typed: str) -> None:
    as_liaison.post(url, form_data(completion=typed, act="save"))
    assert only_report(world).completion == 50


def test_a_script_in_a_narrative_is_escaped(world: World, as_liaison: Client, url: str) -> None:
    attack = "</textarea><script>alert(1)</script>"
    as_liaison.post(url, form_data(narrative=attack, act="save"))
    assert only_report(world).narrative == attack
    assert "<script>alert(1)" not in text(as_liaison.get(url))
    detail = reverse("progress_detail", args=[only_report(world).pk])
    assert "<script>alert(1)" not in text(as_liaison.get(detail))


def test_control_characters_of_a_pasted_table_are_dropped(world: World, as_liaison: Client, url: str) -> None:
    as_liaison.post(url, form_data(narrative="甲\x00\x0b乙\r\n丙", act="save"))
    assert only_report(world).narrative == "甲乙\n丙"


class TestTwoPeople:
    def test_the_second_sees_what_is_stored_beside_what_was_typed(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        colleague = User.objects.create_user("colleague", name="同事")
        Membership.objects.create(user=colleague, unit=world.education, role=Membership.Role.LIAISON)
        draft(world.assignment, world.period, world.liaison, "初稿。")
        second = signed_in(colleague)
        assert as_liaison.post(url, form_data(narrative="甲的内容。", revision="1", act="save")).status_code == 302
        html = text(second.post(url, form_data(narrative="乙的内容。", revision="1", act="save")))
        assert "这份填报刚刚被他人修改或提交" in html
        assert "甲的内容。" in html
        assert "乙的内容。</textarea>" in html
        assert 'name="revision" value="2"' in html
        assert only_report(world).narrative == "甲的内容。"
        assert second.post(url, form_data(narrative="甲乙合并。", revision="2", act="save")).status_code == 302
        assert only_report(world).narrative == "甲乙合并。"

    def test_two_who_begin_the_same_report(self, world: World, as_liaison: Client, url: str) -> None:
        assert as_liaison.post(url, form_data(narrative="甲。", act="save")).status_code == 302
        html = text(as_liaison.post(url, form_data(narrative="乙。", act="save")))
        assert "甲。" in html
        assert "乙。</textarea>" in html

    def test_a_text_typed_while_a_colleague_handed_in_is_shown_to_be_copied(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        as_liaison.post(url, form_data(narrative="甲。", act="submit"))
        html = text(as_liaison.post(url, form_data(narrative="乙。", act="submit")))
        assert "请复制留存" in html
        assert "乙。</textarea>" in html
        assert "保存草稿</button>\n            <" not in html
        assert only_report(world).narrative == "甲。"

    def test_the_same_form_sent_twice_ends_on_the_report(self, world: World, as_liaison: Client, url: str) -> None:
        first, second = (as_liaison.post(url, form_data(act="submit")) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert only_report(world).versions.count() == 1

    @pytest.mark.parametrize("revision", ["x", "-1", "9" * 30, "１"])
    def test_a_revision_that_no_page_sent_overwrites_nothing(
        self, world: World, as_liaison: Client, url: str, revision: str
    ) -> None:
        draft(world.assignment, world.period, world.liaison, "初稿。")
        html = text(as_liaison.post(url, form_data(narrative="改。", revision=revision, act="save")))
        assert "改。</textarea>" in html
        assert only_report(world).narrative == "初稿。"


def test_queries_do_not_grow_with_rows(
    world: World, as_liaison: Client, url: str, django_assert_max_num_queries: Any
) -> None:
    as_liaison.post(url, form_data(act="save"))
    with django_assert_max_num_queries(25) as few:
        text(as_liaison.get(url))
    count = len(few)
    rows = [{"label": f"数据{n}", "value": "1"} for n in range(20)]
    files = [upload(f"{n}.pdf", b"%PDF-" + bytes([n])) for n in range(5)]
    as_liaison.post(url, form_data(figures=rows, revision="1", act="save", evidence=files))
    with django_assert_max_num_queries(count):
        text(as_liaison.get(url))
