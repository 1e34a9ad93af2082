"""操作记录: the admin reads what happened, narrows it, takes it along."""

import datetime as dt
import io
import re
from collections.abc import Callable
from urllib.parse import unquote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tasks.events import views
from tasks.events.acts import EventAct
from tasks.events.context import address_set
from tasks.events.filters import FROM_AFTER_TO
from tasks.events.models import Event
from tasks.events.services import Thing, event_of, record, record_many
from tests.conftest import signed_in
from tests.world import World

NOW = dt.datetime(2024, 12, 31, 4, 0, tzinfo=dt.UTC)  # noon here
LIST, EXPORT = "/events/", "/events/export.xlsx"


@pytest.fixture
def as_admin(world: World) -> Client:
    return signed_in(world.admin)


@pytest.fixture(autouse=True)
def told(world: World) -> None:
    """Four events of three days, and whatever made the world."""
    late = dt.datetime(2024, 12, 30, 16, 30, tzinfo=dt.UTC)  # half past midnight on the 31st here
    published = {"from_state": "draft", "to_state": "published"}
    record(act=EventAct.PLAN_PUBLISH, user=world.staff, obj=world.plan, now=NOW, **published)
    record(act=EventAct.REPORT_WRITE, user=world.staff, obj=world.annual_report, now=late, before="旧的段落")
    with address_set("192.0.2.7"):
        record(act=EventAct.SIGN_IN, user=world.liaison, obj=world.liaison, now=NOW - dt.timedelta(days=3))
    with address_set("192.0.2.70"):
        record(act=EventAct.SIGN_IN_FAIL, user=None, object_name="=cmd", now=NOW - dt.timedelta(days=2))


def shown(client: Client, **query: str) -> list[str]:
    """The acts on the page, as they stand there, those of this session left out."""
    html = client.get(LIST, query).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [f"{who} {act}" for at, who, act, *_ in rows if at.startswith("2024")]


ALL = ["王审核 发布方案", "王审核 修改报告章节", "系统 登录失败", "李联络 登录"]


def test_the_newest_stand_first(as_admin: Client) -> None:
    assert shown(as_admin) == ALL


def test_a_row_says_when_what_changed_and_what_was_there(world: World, as_admin: Client) -> None:
    html = as_admin.get(LIST).content.decode()
    for words in ("2024-12-31 12:00:00", "2024-12-31 00:30:00", world.plan.title, "工作方案", "草稿 → 已发布"):
        assert words in html
    assert "原来的文字" in html
    assert "旧的段落" in html


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"person": "王审"}, ALL[:2]),
        ({"person": " 李联络 "}, ALL[3:]),
        ({"act": "plan.publish"}, ALL[:1]),
        ({"thing": "=CMD"}, ALL[2:3]),
        ({"thing": "任务分工方案"}, ALL[:1]),
        ({"since": "2024-12-31"}, ALL[:2]),
        ({"since": "2024-12-29", "until": "2024年12月30日"}, ALL[2:3]),
        ({"until": "2024-12-28"}, ALL[3:]),
        ({"until": "9999-12-31"}, ALL),
        ({"address": "192.0.2.7"}, ALL[2:]),
        ({"address": "192.0.2.70"}, ALL[2:3]),
        ({"address": "2.70"}, []),
        ({"person": "王审", "act": "report.write"}, ALL[1:2]),
        ({"person": "没有此人"}, []),
    ],
    ids=str,
)
def test_what_the_filters_leave(as_admin: Client, query: dict[str, str], left: list[str]) -> None:
    assert shown(as_admin, **query) == left


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"act": "plan.burn"}, "没有这种操作，请重新选择。"),
        ({"since": "去年"}, "请按“2024-12-31”的样式填写一个存在的日期。"),
        ({"since": "2024-12-31", "until": "2024-12-01"}, FROM_AFTER_TO),
        ({"person": "名" * 61}, "“操作人”不能超过60字，请缩短后再查。"),
    ],
    ids=str,
)
def test_a_wrong_filter_is_answered_and_shows_nothing(as_admin: Client, query: dict[str, str], sentence: str) -> None:
    html = as_admin.get(LIST, query).content.decode()
    assert sentence in html
    assert "筛选条件有误" in html
    assert as_admin.get(EXPORT, query).headers["Location"].startswith(LIST)


def test_nul_and_pages_that_are_none_break_nothing(as_admin: Client) -> None:
    for query in ({"person": "a\0b"}, {"page": "x"}, {"page": "-1"}, {"page": "9" * 30}):
        assert as_admin.get(LIST, query).status_code == 200


def test_chosen_filters_are_taken_off_one_by_one(as_admin: Client) -> None:
    html = as_admin.get(LIST, {"person": "王审核", "act": "plan.publish"}).content.decode()
    assert re.findall(r'class="chip" href="([^"]+)"', html) == [
        "?act=plan.publish",
        f"?{urlencode({'person': '王审核'})}",
    ]
    assert "操作：发布方案" in html


def test_a_name_with_markup_stays_text(as_admin: Client) -> None:
    record(act=EventAct.SIGN_IN_FAIL, user=None, object_name="<script>alert(1)</script>")
    assert "<script>alert" not in as_admin.get(LIST).content.decode()


def test_fifty_a_page_at_the_same_cost(as_admin: Client, django_assert_max_num_queries: Callable[..., object]) -> None:
    as_admin.get(LIST)
    with django_assert_max_num_queries(20) as few:
        as_admin.get(LIST)
    count = len(few)
    thing = Thing("tasks.plan", 1, "方案")
    record_many(event_of(act=EventAct.PLAN_NOTE, user=None, obj=thing, now=NOW) for _ in range(120))
    with django_assert_max_num_queries(count):
        html = as_admin.get(LIST).content.decode()
    assert html.count("<tr>") == 1 + 50
    assert "page=3" in html


def test_only_the_admin_finds_it_in_the_rail(world: World, as_admin: Client, as_staff: Client) -> None:
    assert f'href="{LIST}" aria-current="page"' in as_admin.get(LIST).content.decode()
    assert f'href="{LIST}"' not in as_staff.get("/").content.decode()


class TestExport:
    def rows(self, client: Client, **query: str) -> list[list[object]]:
        response = client.get(EXPORT, query)
        assert response.status_code == 200
        page = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        return [[cell.value for cell in row] for row in page.iter_rows()]

    def test_the_rows_that_the_filters_leave(self, world: World, as_admin: Client) -> None:
        head, row = self.rows(as_admin, act="plan.publish", until="2024-12-31")
        assert head[:3] == ["时间", "操作人", "操作"]
        moment, plan = "2024-12-31 12:00:00", world.plan.title
        assert row == [moment, "王审核", "发布方案", "工作方案", plan, "草稿", "已发布", None, None, None]

    def test_what_was_typed_at_sign_in_is_no_formula(self, as_admin: Client) -> None:
        assert self.rows(as_admin, act="session.fail")[1][4] == "=cmd"

    def test_the_file_is_named_for_the_day(self, as_admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2024, 12, 31))
        response = as_admin.get(EXPORT)
        response.close()
        assert unquote(response.headers["Content-Disposition"].partition("''")[2]) == "操作记录-20241231.xlsx"

    def test_taking_it_along_is_an_event_itself(self, world: World, as_admin: Client) -> None:
        self.rows(as_admin, act="plan.publish", person="王")
        event = Event.objects.get(act="event.export")
        assert (event.actor_id, event.reason) == (world.admin.pk, "操作人：王；操作：发布方案")

    def test_more_rows_than_one_file_takes_are_refused_with_a_sentence(
        self, as_admin: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "MAX_ROWS", 3)
        answer = as_admin.get(EXPORT, {"until": "2024-12-31"}, follow=True)
        assert answer.redirect_chain[0][0] == f"{reverse('event_list')}?until=2024-12-31"
        assert "超过3条，不能一次导出" in answer.content.decode()
        assert not Event.objects.filter(act="event.export").exists()
