"""What the tests of the import upload, and drafts that were read already."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.jobs.models import Job
from tasks.people.models import User
from tasks.planparser import ParsedPlan
from tasks.plans.models import Plan
from tests.jobs import work_off
from tests.tracker.intake.places import action_id, indicator_id, task_id
from tests.world import World
from tracker.intake.decisions import Decision
from tracker.intake.models import PlanDraft
from tracker.intake.services.confirm import confirm_draft
from tracker.intake.services.drafts import draft_begin
from tracker.intake.services.review import draft_decide

ITEMS: dict[str, Callable[..., str]] = {
    "draft_action": action_id,
    "draft_task": task_id,
    "draft_indicator": indicator_id,
}
Answer = Any  # what the test client returns: a response with much that HttpResponse does not declare
HTMX = {"HX-Request": "true"}
TEXT = """某区2024年法治政府建设任务分工方案

（一）示范创建行动

1. 争取命名。开展创建，2024年6月底前完成申报。巩固成果。

责任单位：司法局、教育局、财政部门

完成时限：2024年12月

2. 加强宣传。开展宣传。

责任单位：政府组成部门

完成时限：长期坚持

（二）依法行政行动

3. 规范执法。公示执法信息。

牵头单位：教育局

完成时限：2024年13月

附件

指标表

序号\t指标\t单位\t2024年目标
1\t示范项目\t个\t≥5
"""


def read(draft: PlanDraft) -> None:
    """Have a draft's document read, and all others that wait."""
    work_off(Job.Queue.DOCUMENTS)
    draft.refresh_from_db()


def ready_draft(
    world: World, user: User | None = None, text: str = TEXT, name: str = "方案.txt", *, stands_alone: bool = True
) -> PlanDraft:
    """A draft of this text, read and waiting for review (or failed, when the text is no plan).

    `stands_alone`: somebody has said that it is a plan of its own, however like the world's plan it is.
    """
    begun = draft_begin(user=user or world.staff, name=name, data=text.encode())
    assert begun.draft
    read(begun.draft)
    PlanDraft.objects.filter(pk=begun.draft.pk).update(stands_alone=stands_alone)
    begun.draft.refresh_from_db()
    return begun.draft


def confirm(draft: PlanDraft, world: World) -> Plan:
    """The plan that comes of the draft as it stands."""
    draft.refresh_from_db()
    seen = draft.revises.versions.count() if draft.revises else 0
    now = timezone.now()
    return confirm_draft(draft=draft, revision=draft.revision, user=world.staff, now=now, seen_version=seen).plan


def decide(draft: PlanDraft, **decisions: Decision) -> None:
    """Say what names mean, as the owner who saw the latest page."""
    draft.refresh_from_db()
    draft_decide(draft=draft, revision=draft.revision, user=draft.owner, decisions=decisions)


def text_of(response: Answer) -> str:
    assert response.status_code == 200
    return response.content.decode()


def url(name: str, draft: PlanDraft, *places: int) -> str:
    """An address of a draft. An item is named by where it stands now, from 1; where none stands, by an id of none."""
    args: list[object] = [item_at(name, draft.reviewed, *places)] if name in ITEMS else [*places]
    return reverse(name, args=[draft.pk, *args])


def item_at(name: str, plan: ParsedPlan, *places: int) -> str:
    """The id of the item at these places that the address of this name is of."""
    try:
        return ITEMS[name](plan, *places)
    except IndexError:
        return "x9-of-nothing"


def page(client: Client, draft: PlanDraft) -> str:
    return text_of(client.get(url("draft_detail", draft)))


def post(client: Client, address: str, draft: PlanDraft, **data: Any) -> Answer:
    """A form as the latest page sends it."""
    draft.refresh_from_db()
    response = client.post(address, {"revision": draft.revision, **data}, follow=True)
    draft.refresh_from_db()
    return response


def task_data(**changes: Any) -> dict[str, Any]:
    """The task form of the first task, with these changes."""
    names = {"said-0": ("responsible", "司法局"), "said-1": ("responsible", "教育局")}
    rows = {
        f"{row}-{key}": text for row, said in names.items() for key, text in zip(("role", "name"), said, strict=True)
    }
    return {
        "number": "1",
        "title": "争取命名",
        "text": "争取命名。开展创建。",
        "deadline_text": "2024年12月",
        "deadline_kind": "auto",
        "due": "",
        "annual": "",
        "said-TOTAL_FORMS": "3",
        "said-INITIAL_FORMS": "2",
        **rows,
        "said-2-role": "support",
        "said-2-name": "",
        "mark-TOTAL_FORMS": "2",
        "mark-INITIAL_FORMS": "1",
        "mark-0-text": "2024年6月底前",
        "mark-0-due": "2024-06-30",
        "mark-1-text": "",
        "mark-1-due": "",
        **changes,
    }
