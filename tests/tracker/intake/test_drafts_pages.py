"""The import as staff use it: upload, progress, review, corrections in place, names, confirm, throw away."""

import time
from dataclasses import replace
from typing import Any

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.common.files import MAX_SIZE, MAX_SIZE_WORDS
from tasks.jobs.models import Job
from tasks.people.models import Unit
from tasks.planparser import ParsedResponsibility
from tests.conftest import signed_in
from tests.tracker.intake.imports import HTMX, TEXT, decide, page, post, read, ready_draft, task_data, text_of, url
from tests.tracker.intake.places import action_id, task_id
from tests.world import World
from tracker.intake.decisions import ToUnit
from tracker.intake.forms.upload import MAX_PASTED
from tracker.intake.jobs import READING_KIND
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import draft_rows, review_of
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.drafts import READING


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world)


def waiting() -> list[int]:
    """The drafts that wait for a worker."""
    return list(Job.objects.waiting().filter(kind=READING).values_list("subject_id", flat=True))


class TestUpload:
    def test_the_list_of_plans_leads_here(self, world: World, as_staff: Client) -> None:
        assert f'btn-primary" href="{reverse("draft_new")}"' in text_of(as_staff.get("/plans/"))

    @pytest.mark.parametrize("way", ["file", "text"])
    def test_a_document_is_queued(self, world: World, as_staff: Client, way: str) -> None:
        data = {"file": SimpleUploadedFile("方案.docx", TEXT.encode())} if way == "file" else {"text": TEXT}
        response = as_staff.post(reverse("draft_new"), data, follow=True)
        draft = PlanDraft.objects.get()
        assert waiting() == [draft.pk]
        assert draft.name == ("方案.docx" if way == "file" else "粘贴的文本.txt")
        assert 'hx-trigger="every 1s"' in text_of(response)
        read(draft)
        progress = as_staff.get(url("draft_progress", draft), headers=HTMX)
        assert progress.headers["HX-Refresh"] == "true"
        assert "争取命名" in page(as_staff, draft)

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            pytest.param({}, "请选择方案文件，或粘贴方案全文。", id="nothing"),
            pytest.param({"text": " \n"}, "请选择方案文件，或粘贴方案全文。", id="white"),
            pytest.param({"file": ("a.txt", b"")}, "没有内容", id="empty file"),
            pytest.param({"text": "字" * (MAX_PASTED + 1)}, "请存为文本文件后上传", id="too much text"),
            pytest.param({"file": ("a.txt", b"x"), "text": "x"}, "请只提供一种", id="both"),
            pytest.param({"file": ("a.txt", b"x" * (MAX_SIZE + 1))}, f"超过{MAX_SIZE_WORDS}", id="too big"),
        ],
    )
    def test_what_cannot_be_taken_gets_a_sentence(
        self, world: World, as_staff: Client, data: dict[str, Any], sentence: str
    ) -> None:
        sent = {key: SimpleUploadedFile(*value) if key == "file" else value for key, value in data.items()}
        assert sentence in text_of(as_staff.post(reverse("draft_new"), sent))
        assert not PlanDraft.objects.exists()
        assert waiting() == []

    def test_drafts_of_one_title_are_told_apart_by_their_files(self, world: World, as_staff: Client) -> None:
        for name in ("送审稿.txt", "定稿.txt"):
            ready_draft(world, text=TEXT + name, name=name)
        html = text_of(as_staff.get("/plans/"))
        assert "送审稿.txt" in html
        assert "定稿.txt" in html

    def test_the_list_asks_for_titles_and_not_for_whole_contents(
        self, world: World, as_staff: Client, django_assert_num_queries: Any
    ) -> None:
        draft = ready_draft(world)
        changed = replace(draft.reviewed, title="改过的标题")
        draft_change(draft=draft, revision=0, user=world.staff, what="改标题", content=changed)
        ready_draft(world, text="没有任务的通知", name="通知.txt")
        with django_assert_num_queries(1):
            rows = list(draft_rows(world.staff))
            assert [row.shown_title for row in rows] == ["改过的标题", "通知.txt"]
        assert all({"content", "parsed", "text"} <= row.get_deferred_fields() for row in rows)
        with CaptureQueriesContext(connection) as asked:
            html = text_of(as_staff.get("/plans/"))
        assert "改过的标题" in html
        assert sum('FROM "tasks_plandraft"' in query["sql"] for query in asked) == 1

    def test_what_could_not_be_read_stands_below_what_waits_for_review(self, world: World, as_staff: Client) -> None:
        waiting = ready_draft(world)
        failed = ready_draft(world, text="没有任务的通知", name="通知.txt")
        html = text_of(as_staff.get("/plans/"))
        assert 0 < html.index(url("draft_detail", waiting)) < html.index(url("draft_detail", failed))

    def test_the_same_file_again_is_recognised(self, world: World, as_staff: Client, draft: PlanDraft) -> None:
        response = as_staff.post(reverse("draft_new"), {"text": TEXT}, follow=True)
        assert "已为您打开原来的导入稿" in text_of(response)
        post(as_staff, url("draft_confirm", draft), draft)
        response = as_staff.post(reverse("draft_new"), {"text": TEXT}, follow=True)
        assert "这份文件已经导入过" in text_of(response)

    def test_a_file_that_is_no_plan_says_so_and_can_be_tried_again(self, world: World, as_staff: Client) -> None:
        failed = ready_draft(world, text="通知\n\n今天开会。")
        html = page(as_staff, failed)
        assert "没有找到任务" in html
        assert 0 < html.index("换一个文件") < html.index("重新解析")
        post(as_staff, url("draft_retry", failed), failed)
        assert (waiting(), failed.state) == ([failed.pk], "queued")

    @pytest.mark.django_db(transaction=True)
    def test_the_page_says_within_three_seconds_that_the_queue_is_away(
        self, world: World, as_staff: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
        started = time.monotonic()
        response = as_staff.post(reverse("draft_new"), {"text": TEXT}, follow=True)
        assert time.monotonic() - started < 3
        assert READING_KIND.sentences.away in text_of(response)


class TestReview:
    def test_lines_and_items_are_linked_both_ways(self, world: World, draft: PlanDraft, as_staff: Client) -> None:
        review = review_of(draft)
        owners = {line.number: line.anchor for line in review.lines}
        first = task_id(draft.reviewed, 1, 1)
        assert (owners[1], owners[3]) == ("", action_id(draft.reviewed, 1))
        assert [owners[n] for n in (5, 7, 9)] == [first] * 3
        assert owners[21] == task_id(draft.reviewed, 2, 1)
        html = page(as_staff, draft)
        assert f'<tr id="line-5" class="is-warned" data-item="{first}"><td><a href="lines/5/"' in html
        assert f'id="{first}" data-line="5"' in html

    def test_a_deadline_is_not_said_twice(self, draft: PlanDraft, as_staff: Client) -> None:
        html = page(as_staff, draft)
        assert '时限</span> 长期坚持 <span class="muted"></span>' in html
        assert '时限</span> 2024年12月 <span class="muted">限期完成 2024-12-31</span>' in html

    def test_warnings_are_numbered_in_the_order_of_the_document(self, draft: PlanDraft) -> None:
        warnings = review_of(draft).warnings
        assert [(found.number, found.line, found.anchor, found.label) for found in warnings] == [
            (1, 5, task_id(draft.reviewed, 1, 1), "未对应"),
            (2, 23, task_id(draft.reviewed, 2, 1), "请核对"),
        ]

    def test_a_remark_leads_to_its_item_until_its_line_is_given_away(self, draft: PlanDraft) -> None:
        (remark,) = draft.reviewed.diagnostics
        first, last = task_id(draft.reviewed, 1, 1), task_id(draft.reviewed, 2, 1)
        draft.content = replace(draft.reviewed, diagnostics=(replace(remark, item=first),))
        assert review_of(draft).warnings[1].anchor == first, "whatever its line"
        draft.given = {str(remark.line): last}
        assert review_of(draft).warnings[1].anchor == last
        draft.content, draft.given = replace(draft.reviewed, diagnostics=(replace(remark, item="t9-gone"),)), {}
        assert review_of(draft).warnings[1].anchor == last, "that of its line, where the item is gone"

    def test_a_name_whose_unit_went_out_of_use_is_warned_of_again(self, world: World, draft: PlanDraft) -> None:
        decide(draft, 财政部门=ToUnit(world.finance.pk))
        draft.refresh_from_db()
        assert not any(warning.is_of_name for warning in review_of(draft).warnings)
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        assert [found.message for found in review_of(draft).warnings if found.is_of_name] == [
            "为“财政部门”选择的单位或集合称谓已不在用，请重新选择。"
        ]

    def test_what_is_missing_for_the_whole_plan_comes_first(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world, text=TEXT.replace("某区2024年", "江南新区"))
        labels = [warning.label for warning in review_of(draft).warnings]
        assert labels[:2] == ["必填", "必填"]
        html = page(as_staff, draft)
        assert "文件写的地区是“江南新区”" in html
        assert "请先在“方案信息”中填写地区和年度" in html

    def test_it_says_what_confirming_will_write(self, draft: PlanDraft, as_staff: Client) -> None:
        html = page(as_staff, draft)
        assert "<b>2</b> 个行动，<b>3</b> 项任务，<b>1</b> 项指标" in html
        assert "<b>1</b> 个名称没有对应到单位：财政部门" in html

    def test_throwing_away_asks_and_stands_apart_from_confirming(self, draft: PlanDraft, as_staff: Client) -> None:
        html = page(as_staff, draft)
        assert "读出的 <b>3</b> 项任务和全部修改都不再保留" in html
        assert html.index("放弃导入</summary>") < html.index("任务表格</a>") < html.index("确认导入</summary>")
        assert "confirm-apart" in html

    def test_what_stands_in_the_document_is_only_text(self, world: World, as_staff: Client) -> None:
        draft = ready_draft(world, text=TEXT.replace("开展宣传", "<script>alert(1)</script>"))
        html = page(as_staff, draft)
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html

    def test_it_is_the_same_after_signing_in_again(self, world: World, draft: PlanDraft) -> None:
        post(signed_in(world.staff), url("draft_task", draft, 1, 1), draft, **task_data(title="改过"))
        assert "改过" in page(signed_in(world.staff), draft)

    def test_queries_do_not_grow(
        self, world: World, draft: PlanDraft, as_staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(20) as few:
            page(as_staff, draft)
        first, *others = draft.reviewed.actions
        tasks = tuple(
            replace(
                task, id=f"t{n}", responsibilities=(ParsedResponsibility("lead", f"第{n}局"), *task.responsibilities)
            )
            for n, task in enumerate(first.tasks * 250, 1)
        )
        many = replace(draft.reviewed, actions=(replace(first, tasks=tasks), *others))
        PlanDraft.objects.filter(pk=draft.pk).update(content=many)
        with django_assert_max_num_queries(len(few)):
            assert 'id="t500"' in page(as_staff, draft)
