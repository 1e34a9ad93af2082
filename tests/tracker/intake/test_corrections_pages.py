"""Corrections to a draft, in place: tasks, headings, names, the plan itself; then confirm or throw away."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tasks.people.models import Unit
from tasks.plans.models import Plan
from tests.tracker.intake.imports import HTMX, TEXT, decide, page, post, ready_draft, task_data, text_of, url
from tests.tracker.intake.places import action_id, task_at, task_id, titles
from tests.world import World
from tracker.intake.corrections import edits
from tracker.intake.corrections.items import GONE, items_of
from tracker.intake.decisions import Decision, Leave, NewGroup, NewUnit, SameAs, ToGroup, ToUnit
from tracker.intake.forms.drafts import MAX_TITLE
from tracker.intake.models import NOT_OPEN, PlanDraft
from tracker.intake.selectors.drafts import review_of
from tracker.intake.services.draft_changes import CHANGED


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world)


def _unit(world: World, name: str) -> Unit:
    return Unit.objects.create(jurisdiction=world.place, name=name, short_name=name)


class TestTask:
    def test_the_form_opens_within_the_page_or_alone(self, draft: PlanDraft, as_staff: Client) -> None:
        address = url("draft_task", draft, 1, 1)
        within, alone = text_of(as_staff.get(address, headers=HTMX)), text_of(as_staff.get(address))
        assert "<html" not in within
        assert "<html" in alone
        assert all('name="said-0-name"' in html for html in (within, alone))
        assert '<span class="brand-place">某区</span>' in alone

    def test_words_units_and_deadline_are_corrected(self, draft: PlanDraft, as_staff: Client) -> None:
        data = task_data(**{"title": "新题", "said-0-role": "lead", "said-1-name": "", "said-2-name": "财政局"})
        post(as_staff, url("draft_task", draft, 1, 1), draft, **{**data, "deadline_text": "每年10月底前"})
        task = task_at(draft.reviewed, 1, 1)
        assert (task.title, task.deadline.annual) == ("新题", "10-31")
        assert [(said.role, said.name) for said in task.responsibilities] == [
            ("lead", "司法局"),
            ("support", "财政局"),
        ]

    TITLES = [
        ("the title as it was read", "争取命名", "争取国家级命名。开展创建。", "争取国家级命名"),
        ("a title given with the text", "新题", "争取国家级命名。开展创建。", "新题"),
        ("the text as it was", "新题", "争取命名。开展创建，2024年6月底前完成申报。", "新题"),
    ]

    @pytest.mark.parametrize(("title", "text", "result"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES])
    def test_a_title_that_is_the_first_sentence_stays_it(
        self, draft: PlanDraft, as_staff: Client, title: str, text: str, result: str
    ) -> None:
        post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(title=title, text=text))
        assert task_at(draft.reviewed, 1, 1).title == result

    def test_a_title_of_its_own_is_left_alone_with_the_text(self, draft: PlanDraft, as_staff: Client) -> None:
        for words in ({"title": "简称"}, {"title": "简称", "text": "争取国家级命名。开展创建。"}):
            post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(**words))
        assert task_at(draft.reviewed, 1, 1).title == "简称"

    def test_a_first_sentence_that_is_too_long_for_a_title_is_refused(self, draft: PlanDraft, as_staff: Client) -> None:
        response = post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(text="长" * (MAX_TITLE + 1)))
        assert f"第一句超过{MAX_TITLE}字" in text_of(response)
        assert draft.revision == 0

    BY_HAND = [
        ("a date", {"deadline_kind": "date", "due": "2024年6月30日"}, ("date", "2024-06-30", None)),
        ("a date, then on", {"deadline_kind": "date_then_ongoing", "due": "2024-6-30"},
         ("date_then_ongoing", "2024-06-30", None)),
        ("every year", {"deadline_kind": "annual", "annual": "１０月31日"}, ("annual", None, "10-31")),
        ("ongoing", {"deadline_kind": "ongoing"}, ("ongoing", None, None)),
        ("none", {"deadline_kind": "none"}, ("none", None, None)),
    ]  # fmt: skip

    @pytest.mark.parametrize(("typed", "result"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
    def test_a_deadline_is_set_by_hand(
        self, draft: PlanDraft, as_staff: Client, typed: dict[str, str], result: tuple[str, str | None, str | None]
    ) -> None:
        post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(**typed))
        deadline = task_at(draft.reviewed, 1, 1).deadline
        assert (deadline.kind, deadline.due and str(deadline.due), deadline.annual) == result

    MARKS = [
        ("as they are", {}, [("2024年6月底前", "2024-06-30")]),
        ("another day", {"mark-0-due": "2024年7月31日"}, [("2024年6月底前", "2024-07-31")]),
        ("one more", {"mark-1-text": "年底前", "mark-1-due": "2024-12-31"},
         [("2024年6月底前", "2024-06-30"), ("年底前", "2024-12-31")]),
        ("removed", {"mark-0-text": "", "mark-0-due": ""}, []),
    ]  # fmt: skip

    @pytest.mark.parametrize(("typed", "result"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS])
    def test_milestones_are_corrected(
        self, draft: PlanDraft, as_staff: Client, typed: dict[str, str], result: list[tuple[str, str]]
    ) -> None:
        post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(**typed))
        marks = task_at(draft.reviewed, 1, 1).milestones
        assert [(mark.text, str(mark.due)) for mark in marks] == result

    REFUSED = [
        ("no title", {"title": ""}, "请填写任务标题。"),
        ("no number", {"number": "一"}, "编号请填整数。"),
        ("a date that is none", {"deadline_kind": "date", "due": "2024-02-30"}, "核对月、日是否存在"),
        ("a kind without its date", {"deadline_kind": "date"}, "要有到期日"),
        ("a year's day that is none", {"deadline_kind": "annual", "annual": "2月30日"}, "月日请写成10-31"),
        ("a date that would be ignored", {"due": "2024-06-30"}, "请选择时限类型"),
        ("a milestone without its date", {"mark-1-text": "年底前"}, "请填写这个节点的日期"),
        ("a milestone without its words", {"mark-1-due": "2024-09-30"}, "请填写原文怎么说这个日期"),
        ("a milestone's date that is none", {"mark-0-due": "2024-02-30"}, "核对月、日是否存在"),
        ("a year of long ago", {"deadline_kind": "date", "due": "0202-06-30"}, "年份应在1978至2100之间，请核对。"),
        ("a year far off", {"deadline_kind": "date", "due": "2204年6月30日"}, "年份应在1978至2100之间，请核对。"),
        ("a milestone's year of long ago", {"mark-0-due": "0202-06-30"}, "年份应在1978至2100之间，请核对。"),
        ("a date in one stroke", {"deadline_kind": "date", "due": "20240630"}, "请写成2024-12-31"),
        ("an unknown role", {"said-0-role": "boss"}, "boss"),
    ]

    @pytest.mark.parametrize(("typed", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_a_refused_form_keeps_what_was_typed(
        self, draft: PlanDraft, as_staff: Client, typed: dict[str, str], sentence: str
    ) -> None:
        response = post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(text="我写的", **typed))
        assert sentence in text_of(response)
        assert "我写的" in text_of(response)
        assert draft.revision == 0

    def test_somebody_else_was_first(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(title="甲改"))
        response = as_staff.post(url("draft_task", draft, 1, 1), {**task_data(title="乙改"), "revision": "0"})
        assert CHANGED in text_of(response)
        assert "乙改" in text_of(response)
        draft.refresh_from_db()
        assert task_at(draft.reviewed, 1, 1).title == "甲改"

    def test_somebody_deleted_the_task_meanwhile(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_task", draft, 1, 2), draft, act="delete")
        html = text_of(post(as_staff, url("draft_task", draft, 1, 2), draft, **task_data(title="乙改")))
        assert GONE in html
        assert "乙改" in html

    def test_a_line_of_two_items_stays_with_the_other(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset="5")
        post(as_staff, url("draft_task", draft, 1, 2), draft, act="delete")
        assert {line.number: line.anchor for line in review_of(draft).lines}[5] == task_id(draft.reviewed, 1, 1)

    def test_the_lines_of_what_is_deleted_are_nobodys(self, draft: PlanDraft, as_staff: Client) -> None:
        def owners() -> dict[int, str]:
            return {line.number: line.anchor for line in review_of(draft).lines}

        before, plan = owners(), draft.reviewed
        post(as_staff, url("draft_task", draft, 1, 2), draft, act="delete")
        post(as_staff, url("draft_task", draft, 2, 1), draft, act="delete")
        post(as_staff, url("draft_indicator", draft, 1), draft, act="delete")
        assert {anchor for anchor in before.values() if anchor} == {item.id for item in items_of(plan)}
        kept = action_id(plan, 1), task_id(plan, 1, 1)
        stays = {number: anchor for number, anchor in before.items() if anchor in kept}
        assert {number: anchor for number, anchor in owners().items() if anchor} == stays

    def test_somebody_confirmed_meanwhile(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_confirm", draft), draft)
        html = text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, **task_data(title="乙改")))
        assert NOT_OPEN in html
        assert "乙改" in html
        assert NOT_OPEN in text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, act="merge"))
        assert as_staff.get(url("draft_task", draft, 1, 1)).status_code == 404

    ACTS = [
        ("merge", {"act": "merge"}, [["争取命名"], ["规范执法"]], "已与下一项合并"),
        ("split", {"act": "split", "offset": "5"},
         [["争取命名", "开展创建，2024年6月底前完成申报", "加强宣传"], ["规范执法"]], "已拆分"),
        ("move", {"act": "move", "to_action": 2, "to_place": "1"},
         [["加强宣传"], ["争取命名", "规范执法"]], "已移到这里"),
        ("delete", {"act": "delete"}, [["加强宣传"], ["规范执法"]], "已从稿件中删去"),
        ("a split at no sentence", {"act": "split", "offset": "x"},
         [["争取命名", "加强宣传"], ["规范执法"]], edits.BAD_SPLIT),
        ("a move to nowhere", {"act": "move", "to_action": "a9", "to_place": "1"},
         [["争取命名", "加强宣传"], ["规范执法"]], GONE),
    ]  # fmt: skip

    @pytest.mark.parametrize(("data", "result", "said"), [row[1:] for row in ACTS], ids=[row[0] for row in ACTS])
    def test_tasks_are_merged_split_moved_and_deleted(
        self, draft: PlanDraft, as_staff: Client, data: dict[str, Any], result: list[list[str]], said: str
    ) -> None:
        if data.get("to_action") == 2:
            data = {**data, "to_action": action_id(draft.reviewed, 2)}
        assert said in text_of(post(as_staff, url("draft_task", draft, 1, 1), draft, **data))
        assert titles(draft.reviewed) == result

    def test_a_part_split_off_begins_on_its_own_line(self, world: World, as_staff: Client) -> None:
        text = TEXT.replace("（一）示范创建行动", "全区开展创建，2024年6月见效。\n\n（一）示范创建行动")
        draft = ready_draft(world, text=text.replace("争取命名。开展创建", "争取命名。\n开展创建"))
        post(as_staff, url("draft_task", draft, 1, 1), draft, act="split", offset="6")
        first, second, _ = draft.reviewed.actions[0].tasks
        assert (second.text[:4], second.line) == ("开展创建", (first.line or 0) + 1)

    def test_a_task_that_is_not_there_is_not_found(self, draft: PlanDraft, as_staff: Client) -> None:
        assert as_staff.get(url("draft_task", draft, 1, 99)).status_code == 404

    def test_forms_that_are_open_in_one_page_do_not_meet(self, draft: PlanDraft, as_staff: Client) -> None:
        forms = [
            *(url("draft_task", draft, 1, place) for place in (1, 2)),
            *(url("draft_action", draft, action) for action in (1, 2)),
            *(url("draft_indicator", draft, 1), url("draft_about", draft)),
        ]
        found: list[str] = []
        for address in forms:
            html = text_of(as_staff.get(address, headers=HTMX))
            wanted = {*re.findall(r'for="([^"]+)"', html), *re.findall(r'data-add-row="([^"]+)"', html)}
            assert wanted
            found += wanted
        assert sorted(found) == sorted(set(found))


class TestOldAddresses:
    """Of pages that are still open, and in notes: by places, which lead to ids."""

    ROWS = [
        ("an action", "actions/2/", "draft_action", (2,)),
        ("a task", "actions/1/tasks/2/", "draft_task", (1, 2)),
        ("an indicator", "indicators/1/", "draft_indicator", (1,)),
    ]

    @pytest.mark.parametrize(("old", "name", "places"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
    def test_they_lead_to_the_item_that_stands_there(
        self, draft: PlanDraft, as_staff: Client, old: str, name: str, places: tuple[int, ...]
    ) -> None:
        response = as_staff.get(f"/imports/{draft.pk}/{old}")
        assert (response.status_code, response.headers["Location"]) == (302, url(name, draft, *places))

    @pytest.mark.parametrize(
        "old", ["actions/0/", "actions/9/", "actions/1/tasks/0/", "actions/1/tasks/9/", "indicators/9/"]
    )
    def test_where_none_stands_there_is_no_page(self, draft: PlanDraft, as_staff: Client, old: str) -> None:
        assert as_staff.get(f"/imports/{draft.pk}/{old}").status_code == 404

    def test_what_was_typed_in_an_older_page_is_saved(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, f"/imports/{draft.pk}/actions/1/tasks/1/", draft, **task_data(title="新题"))
        assert task_at(draft.reviewed, 1, 1).title == "新题"


class TestRest:
    def test_about_is_corrected(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        data = {
            "title": "新标题",
            "years": "２０２４、2025",
            "issued_on": "2024年3月1日",
            "document_number": "某政办发〔2024〕1号",
        }
        post(as_staff, url("draft_about", draft), draft, jurisdiction=world.place.pk, **data)
        plan = draft.reviewed
        assert (plan.title, plan.years, plan.issued_on) == ("新标题", (2024, 2025), dt.date(2024, 3, 1))
        assert (plan.document_number, plan.issuer) == ("某政办发〔2024〕1号", None)

    YEARS = [
        ("2024", [2024]),
        ("２０２４、2025", [2024, 2025]),
        ("2023-2025", [2023, 2024, 2025]),
        ("2023—2025年", [2023, 2024, 2025]),
        ("2023至2025", [2023, 2024, 2025]),
        ("2021、2023－2025", [2021, 2023, 2024, 2025]),
        ("2025-2023", [2023, 2025]),
    ]

    @pytest.mark.parametrize(("typed", "years"), YEARS)
    def test_years_are_typed_as_people_write_them(
        self, world: World, draft: PlanDraft, as_staff: Client, typed: str, years: list[int]
    ) -> None:
        post(as_staff, url("draft_about", draft), draft, jurisdiction=world.place.pk, title="方案", years=typed)
        assert draft.reviewed.years == tuple(years)

    def test_the_year_that_the_file_did_not_say_gives_its_deadlines(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world, text=TEXT.replace("某区2024年", "").replace("2024年12月", "9月底"))
        unread = [found.message for found in review_of(draft).warnings if "没有读懂完成时限" in found.message]
        assert "9月底" in unread[0]
        data = {"jurisdiction": world.place.pk, "title": "方案", "years": "2025"}
        post(as_staff, url("draft_about", draft), draft, **data)
        assert task_at(draft.reviewed, 1, 1).deadline.due == dt.date(2025, 9, 30)
        still = [found.message for found in review_of(draft).warnings if "没有读懂完成时限" in found.message]
        assert still == unread[1:]

    @pytest.mark.parametrize(("years", "left"), [("2025", 0), ("2024、2026", 2)])
    def test_a_year_that_was_guessed_is_warned_of_until_the_plan_has_but_one(
        self, world: World, as_staff: Client, years: str, left: int
    ) -> None:
        text = TEXT.replace("某区2024年", "某区2024—2025年").replace("2024年12月", "9月底")
        draft = ready_draft(world, text=text.replace("2024年6月底前", "6月底前"))
        guessed = [remark.message for remark in draft.reviewed.diagnostics if remark.code == "year_guessed"]
        assert len(guessed) == 2
        data = {"jurisdiction": world.place.pk, "title": "方案", "years": years}
        post(as_staff, url("draft_about", draft), draft, **data)
        assert sum(warning.message in guessed for warning in review_of(draft).warnings) == left

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"title": "", "years": "2024"}, "请填写方案标题。"),
            ({"title": "x", "years": "今年"}, "年度请写成四位年份"),
            ({"title": "x", "years": "2024", "jurisdiction": "elsewhere"}, "请从列表中选择您管理的地区。"),
        ],
    )
    def test_about_refuses_in_a_sentence(
        self, world: World, draft: PlanDraft, as_staff: Client, data: dict[str, Any], sentence: str
    ) -> None:
        if "jurisdiction" in data:
            data = {**data, "jurisdiction": world.elsewhere.pk}
        assert sentence in text_of(post(as_staff, url("draft_about", draft), draft, **data))

    def test_a_heading_is_corrected_and_a_task_added(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_action", draft, 2), draft, heading="新行动", goal="")
        post(as_staff, url("draft_action", draft, 2), draft, act="add", text="漏读的任务。要补。")
        action = draft.reviewed.actions[1]
        assert (action.heading, [task.title for task in action.tasks]) == (
            "新行动",
            ["规范执法", "漏读的任务"],
        )
        said = text_of(post(as_staff, url("draft_action", draft, 2), draft, act="add", text=" "))
        assert "请填写任务原文" in said

    @pytest.mark.parametrize("data", [{"act": "add", "text": "我写的任务。"}, {"heading": "我写的标题"}])
    def test_what_was_typed_in_a_heading_s_form_is_kept(
        self, draft: PlanDraft, as_staff: Client, data: dict[str, str]
    ) -> None:
        stale = text_of(as_staff.post(url("draft_action", draft, 2), {**data, "revision": "7"}))
        assert CHANGED in stale
        assert "我写的" in stale
        address = url("draft_action", draft, 2)
        post(as_staff, url("draft_task", draft, 2, 1), draft, act="delete")
        gone = text_of(post(as_staff, address, draft, **data))
        assert GONE in gone
        assert "我写的" in gone
        assert as_staff.get(address).status_code == 404

    def test_an_indicator_is_corrected_and_deleted(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_indicator", draft, 1), draft, name="新指标", unit="%", target_0="≥90")
        (row,) = draft.reviewed.indicators
        assert (row.name, row.unit, row.targets[0].value) == ("新指标", "%", 90)
        post(as_staff, url("draft_indicator", draft, 1), draft, act="delete")
        assert draft.reviewed.indicators == ()

    def test_somebody_deleted_the_indicator_meanwhile(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_indicator", draft, 1), draft, act="delete")
        data = {"name": "我写的指标", "target_0": "≥90"}
        html = text_of(post(as_staff, url("draft_indicator", draft, 1), draft, **data))
        assert all(words in html for words in (GONE, *data.values()))
        assert GONE in text_of(post(as_staff, url("draft_indicator", draft, 1), draft, act="delete"))
        assert as_staff.get(url("draft_indicator", draft, 1)).status_code == 404

    def test_an_indicator_with_two_targets_of_a_year_keeps_both(self, draft: PlanDraft, as_staff: Client) -> None:
        (row,) = draft.reviewed.indicators
        both = replace(draft.reviewed, indicators=(replace(row, targets=row.targets * 2),))
        PlanDraft.objects.filter(pk=draft.pk).update(content=both)
        post(as_staff, url("draft_indicator", draft, 1), draft, name="新指标", target_0="≥5", target_1="≥6")
        assert [target.value for target in draft.reviewed.indicators[0].targets] == [5, 6]

    def test_a_name_of_two_units_is_said_to_be_one_and_its_choice_to_be_for_this_plan(
        self, world: World, as_staff: Client
    ) -> None:
        Unit.objects.create(jurisdiction=world.place, name="某区金融局", short_name="财政局")
        draft = ready_draft(world, text=TEXT.replace("财政部门", "财政局、大数据中心"))
        html = page(as_staff, draft)
        assert "有几个单位都叫“财政局”，请选择这份方案中指哪一个。" in html
        assert "不认识责任单位“大数据中心”" in html
        assert "是某区财政局</button>" in html
        assert "是某区金融局</button>" in html
        decide(draft, 财政局=ToUnit(world.finance.pk), 大数据中心=ToUnit(world.finance.pk))
        html = page(as_staff, draft)
        assert "有几个单位都叫" not in html
        assert "记住 <b>1</b> 个名称的对应，以后导入自动识别" in html
        assert "<b>1</b> 个名称有几个单位共用，所作的选择只用于这份方案" in html

    def test_names_are_proposed_decided_and_taken_back(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        html = page(as_staff, draft)
        assert f'value="unit-{world.finance.pk}">是某区财政局</button>' in html
        names = url("draft_name", draft)
        post(as_staff, names, draft, name="财政部门", target=f"unit-{world.finance.pk}")
        assert draft.decisions == {"财政部门": ToUnit(world.finance.pk)}
        assert "财政部门 <span" in page(as_staff, draft)
        post(as_staff, names, draft, name="财政部门", target="undo")
        assert draft.decisions == {}

    def test_all_that_are_like_no_unit_become_units_at_one_stroke(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "财政部门、大数据中心、督察专班"))
        html = page(as_staff, draft)
        assert "2 个全部新建为单位" in html
        assert "有相近单位的和集合称谓除外" in html
        post(as_staff, url("draft_name", draft), draft)
        assert draft.decisions == {name: NewUnit(name) for name in ("大数据中心", "督察专班")}

    MEANT = [
        ("a unit", lambda w: ToUnit(w.finance.pk), "= 某区财政局"),
        ("a unit whose name begins as a decision does", lambda w: ToUnit(_unit(w, "新建街道").pk), "= 新建街道"),
        ("a group", lambda w: ToGroup(w.departments.pk), "= 政府组成部门（集合称谓）"),
        ("a new unit", lambda w: NewUnit("某区水利局"), "新建单位：某区水利局"),
        ("a new unit of this name", lambda w: NewUnit("财政部门"), "新建单位"),
        ("a new group", lambda w: NewGroup("各部门"), "新建集合称谓：各部门（还没有单位）"),
        ("nothing for now", lambda w: Leave(), "暂不对应"),
        ("a unit that is gone", lambda w: ToUnit(999_999), "已不在用，请重新选择"),
    ]

    @pytest.mark.parametrize(("decision", "shown"), [row[1:] for row in MEANT], ids=[row[0] for row in MEANT])
    def test_a_name_that_was_decided_on_says_what_it_means(
        self, world: World, draft: PlanDraft, as_staff: Client, decision: Callable[[World], Decision], shown: str
    ) -> None:
        decide(draft, 财政部门=decision(world))
        assert f'财政部门 <span class="muted">{shown}</span>' in page(as_staff, draft)

    def test_what_is_new_in_the_draft_is_proposed_for_other_names(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "水利局、水力局"))
        names = url("draft_name", draft)
        post(as_staff, names, draft, name="水利局", target="new_unit", new_unit_name="某区水利局")
        assert 'value="new-水利局">是某区水利局（本稿新建）</button>' in page(as_staff, draft)
        assert 'value="new-水利局"' in text_of(as_staff.get(names, {"name": "水力局"}, headers=HTMX))
        post(as_staff, names, draft, name="水力局", target="new-水利局")
        assert draft.decisions["水力局"] == SameAs("水利局")
        assert "水力局 <span" in page(as_staff, draft)
        post(as_staff, names, draft, name="水利局", target="undo")
        assert "不认识责任单位“水力局”" in page(as_staff, draft), "what it meant is gone"

    def test_a_group_takes_all_units_at_one_stroke(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        asked = {"name": "财政部门"}
        form = text_of(as_staff.get(url("draft_name", draft), asked, headers=HTMX))
        assert "data-tick-all" in form
        Unit.objects.update(is_active=False)
        form = text_of(as_staff.get(url("draft_name", draft), asked, headers=HTMX))
        assert "还没有单位可选" in form
        assert "data-tick-all" not in form

    def test_a_new_group_has_members_of_this_place(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        members = [world.finance.pk, world.foreign_unit.pk]
        post(as_staff, url("draft_name", draft), draft, name="财政部门", target="new_group", members=members)
        assert draft.decisions["财政部门"] == NewGroup("财政部门", (world.finance.pk,))
        assert "新建集合称谓（1 个单位）" in page(as_staff, draft)

    @pytest.mark.parametrize("target", ["", "unit-999999", "unit-x", "foreign", "<b>"])
    def test_a_choice_that_is_none_gets_a_sentence(
        self, world: World, draft: PlanDraft, as_staff: Client, target: str
    ) -> None:
        target = f"unit-{world.foreign_unit.pk}" if target == "foreign" else target
        response = post(as_staff, url("draft_name", draft), draft, name="财政部门", target=target)
        assert "请选择这个名称指哪个单位。" in text_of(response)
        assert draft.decisions == {}

    def test_all_that_a_name_may_mean(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        html = text_of(as_staff.get(url("draft_name", draft), {"name": "财政部门"}, headers=HTMX))
        assert "某区司法局" in html
        assert "政府组成部门" in html
        assert "他区司法局" not in html
        assert as_staff.get(url("draft_name", draft), {"name": "没有"}).status_code == 404

    def test_a_remark_is_ticked_off(self, draft: PlanDraft, as_staff: Client) -> None:
        remark = draft.reviewed.diagnostics[0].id
        post(as_staff, url("draft_settle", draft), draft, remark=remark)
        assert draft.acknowledged == [remark]
        post(as_staff, url("draft_settle", draft), draft, undo="1")
        assert draft.acknowledged == []

    def test_remarks_in_the_same_words_are_ticked_off_together_and_no_other(
        self, world: World, as_staff: Client
    ) -> None:
        tasks = [f"{n}. {'很长' * 31}{n}。再说一句。\n责任单位：司法局\n完成时限：2024年{n}月" for n in (2, 3, 13)]
        draft = ready_draft(world, text="某区2024年工作方案\n一、行动\n" + "\n".join(tasks))
        ((message, keys),) = review_of(draft).same_warnings
        assert "首句超过60个字" in message
        assert "这 3 条标为已核对" in page(as_staff, draft)
        response = post(as_staff, url("draft_settle", draft), draft, remark=keys)
        assert draft.acknowledged == sorted(keys)
        left = [warning.message for warning in review_of(draft).warnings if warning.key]
        assert left
        assert message not in left
        assert message not in text_of(response)

    def test_what_names_nothing_does_not_mean_all(self, draft: PlanDraft, as_staff: Client) -> None:
        post(as_staff, url("draft_settle", draft), draft, remark="x")
        post(as_staff, url("draft_settle", draft), draft, remark=[draft.reviewed.diagnostics[0].id, "x"])
        post(as_staff, url("draft_settle", draft), draft, remark="0")
        post(as_staff, url("draft_name", draft), draft, name=" ")
        assert (draft.acknowledged, draft.decisions, draft.revision) == ([], {}, 0)

    def test_confirm_leads_to_the_plan_and_its_publication(self, draft: PlanDraft, as_staff: Client) -> None:
        html = text_of(post(as_staff, url("draft_confirm", draft), draft))
        assert "方案已导入为草稿" in html
        assert "确认发布" in html
        assert "打开方案" in page(as_staff, draft)

    def test_confirming_an_old_page_writes_nothing(self, draft: PlanDraft, as_staff: Client) -> None:
        before = Plan.objects.count()
        post(as_staff, url("draft_settle", draft), draft, remark=draft.reviewed.diagnostics[0].id)
        response = as_staff.post(url("draft_confirm", draft), {"revision": "0"}, follow=True)
        assert CHANGED in text_of(response)
        assert Plan.objects.count() == before

    def test_discarding_says_so_and_closes_the_forms(self, draft: PlanDraft, as_staff: Client) -> None:
        address = url("draft_task", draft, 1, 1)
        assert "已放弃导入" in text_of(post(as_staff, url("draft_discard", draft), draft))
        assert "这份导入稿已放弃" in page(as_staff, draft)
        assert as_staff.get(address).status_code == 404
