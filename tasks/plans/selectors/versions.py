"""The versions that a plan has had, and what each changed; what became of one task through them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tasks.plans.difference import KINDS
from tasks.plans.models import Plan, PlanVersion, SourceDocument, Task

Record = dict[str, Any]
OF_ACTION = {"added": "新增", "dropped": "删除", "renamed": "改名", "goal": "目标修改", "moved": "移动"}
OF_INDICATOR = {"added": "新增", "dropped": "删除", "changed": "修改", "targets": "目标值"}
WORDS = {"about": {"text": "修改"}, "action": OF_ACTION, "task": KINDS, "indicator": OF_INDICATOR}
NOUNS = {"about": "方案", "action": "行动", "task": "任务", "indicator": "指标"}


@dataclass(frozen=True)
class ChangeLine:
    """One change in words; `task` is the row it leads to, where it has one, `words` what was written before and now."""

    noun: str
    name: str
    what: str
    task: int | None
    words: tuple[str, str] | None


@dataclass(frozen=True)
class VersionRow:
    """One version, newest first, with what it changed against the one before."""

    version: PlanVersion
    lines: list[ChangeLine]


def version_rows(plan: Plan) -> list[VersionRow]:
    """Every version of a plan, newest first. One query."""
    versions = plan.versions.select_related("source", "actor").order_by("-number")
    return [VersionRow(row, list(_lines(row.changes))) for row in versions]


def _lines(changes: Iterable[Record]) -> Iterator[ChangeLine]:
    for row in changes:
        what = "、".join(WORDS[row["of"]].get(kind, "") for kind in row["what"])
        words = tuple(row["words"]) if "words" in row else None
        yield ChangeLine(NOUNS[row["of"]], row["name"], what, row.get("task"), words)


@dataclass(frozen=True)
class Reworded:
    """What one version changed in one task: `text` and `units` are (change, words)."""

    version: PlanVersion
    what: str
    text: list[tuple[str, str]]
    units: list[tuple[str, str]]
    deadline: tuple[str, str] | None
    milestones: tuple[str, str] | None


def task_revisions(task: Task) -> list[Reworded]:
    """The revisions that changed a task, newest first. One query."""
    versions = task.action.plan.versions.filter(number__gt=1).select_related("actor").order_by("-number")
    found = ((row, record) for row in versions for record in row.changes if record.get("task") == task.pk)
    return [
        Reworded(
            version,
            "、".join(KINDS.get(kind, "") for kind in record["what"]),
            record.get("text", []),
            record.get("units", []),
            record.get("deadline"),
            record.get("milestones"),
        )
        for version, record in found
    ]


def source_of(task: Task) -> SourceDocument:
    """The document that a task's words stand in: the plan's; of a withdrawn one the last that still had it."""
    plan = task.action.plan
    if task.withdrawn_at is None:
        return plan.source
    version = plan.versions.filter(at__lt=task.withdrawn_at).select_related("source").order_by("number").last()
    return version.source if version else plan.source
