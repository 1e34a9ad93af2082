"""What happened stands in one record: the three tables of transitions and the administration's log move into it."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BATCH, MAX_NAME, MAX_ACTOR = 500, 200, 60
SYSTEM = "系统"
# What the history of a plan said besides its states, by the words that each act began with.
PLAN_NOTES = (
    ("修订为", "plan.revise"),
    ("上级方案定为", "plan.upper"),
    ("取消上级方案", "plan.upper"),
    ("确认全部", "coverage.decide"),
    ("上级任务“", "coverage.decide"),
    ("“", "name.link"),
)
PROGRESS_ACTS = {"submitted": "progress.submit", "accepted": "progress.accept", "returned": "progress.return"}
WHAT = {ADDITION: "add", CHANGE: "change", DELETION: "delete"}


def plan_act(before: str, after: str, reason: str) -> str:
    if before != after:
        return "plan.publish" if before else "plan.import"
    if "”：撤销" in reason:
        return "coverage.clear"
    return next((act for words, act in PLAN_NOTES if reason.startswith(words)), "plan.note")


def assignment_act(before: str, after: str, reason: str) -> str:
    if before == after:
        return "assignment.change"
    if after == "withdrawn":
        return "assignment.withdraw"
    if before == "open":
        return "assignment.done"
    return "assignment.reopen" if before else "assignment.open"


def progress_act(before: str, after: str, reason: str) -> str:
    return PROGRESS_ACTS[after]


STEP = ("at", "actor", "actor__name", "actor__username", "from_state", "to_state", "reason", "subject")
# Table of transitions: model of the object, its act, the columns of its name, how they make it, that of its place.
TASK = "subject__task"
REPORT = "subject__assignment"
HISTORIES = (
    ("PlanTransition", "tasks.plan", plan_act, ("subject__title",), "{}", "subject__jurisdiction"),
    (
        "AssignmentTransition",
        "tasks.assignment",
        assignment_act,
        ("subject__unit__short_name", f"{TASK}__number", f"{TASK}__title"),
        "{}：{}. {}",
        f"{TASK}__action__plan__jurisdiction",
    ),
    (
        "ProgressTransition",
        "tasks.progressreport",
        progress_act,
        (f"{REPORT}__unit__short_name", f"{REPORT}__task__number", f"{REPORT}__task__title", "subject__period__label"),
        "{}：{}. {} {}",
        f"{REPORT}__task__action__plan__jurisdiction",
    ),
)


def copy(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every row as an event, in the order of time."""
    events = sorted(chain(transitions(apps), log_entries(apps)), key=lambda event: event.at)
    apps.get_model("tasks", "Event").objects.bulk_create(events, batch_size=BATCH)


def transitions(apps: StateApps) -> Iterator[Any]:
    Event = apps.get_model("tasks", "Event")
    for table, label, act_of, names, form, place in HISTORIES:
        rows = apps.get_model("tasks", table).objects.order_by("at", "id").values_list(*STEP, place, *names)
        for at, actor, name, username, before, after, reason, pk, place_id, *words in rows.iterator():
            yield Event(
                at=at,
                actor_id=actor,
                actor_name=(name or username or SYSTEM)[:MAX_ACTOR],
                act=act_of(before, after, reason),
                object_type=label,
                object_id=pk,
                object_name=form.format(*words)[:MAX_NAME],
                place_id=place_id,
                from_state=before,
                to_state=after,
                reason=reason,
            )


def log_entries(apps: StateApps) -> Iterator[Any]:
    Event = apps.get_model("tasks", "Event")
    for row in apps.get_model("admin", "LogEntry").objects.select_related("user", "content_type").order_by("pk"):
        kind = row.content_type
        said = LogEntry(action_flag=row.action_flag, change_message=row.change_message).get_change_message()
        yield Event(
            at=row.action_time,
            actor_id=row.user_id,
            actor_name=(row.user.name or row.user.username)[:MAX_ACTOR],
            act=log_act(kind.model if kind else "", row.action_flag, row.change_message),
            object_type=f"{kind.app_label}.{kind.model}" if kind else "",
            object_id=int(row.object_id) if (row.object_id or "").isdecimal() else None,
            object_name=row.object_repr[:MAX_NAME],
            reason=said,
        )


def log_act(model: str, flag: int, words: str) -> str:
    if (model, flag) == ("plan", DELETION) and words.startswith("删除方案草稿"):
        return "plan.delete"
    if (model, flag) == ("jurisdiction", ADDITION) and words.startswith("导入"):
        return "place.add"
    return f"{'account' if model == 'user' else 'record'}.{WHAT[flag]}"


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0014_jobs"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel("PlanTransition"),
        migrations.DeleteModel("AssignmentTransition"),
        migrations.DeleteModel("ProgressTransition"),
    ]
