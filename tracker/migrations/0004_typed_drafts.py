"""A plan under review is typed, its items have ids, and what was acknowledged in it is called so.

Drafts that were here named their items by line, place, number and message. `with_ids` gives them ids: those that the
parser gives to a document of the same text. Everything below is plain data of that time; nothing of it is used
elsewhere.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import tracker.intake.columns

Plain = dict[str, Any]
LAST_ITEM_LINES = 12
LETTERS = {"action": "a", "task": "t", "indicator": "i"}
# What a warning about something typed says, and what it is called now.
CODES = (
    ("与上一项相同", "number_repeats"),
    ("不像年份", "deadline_year_odd"),
    ("不在方案年度", "deadline_outside_years"),
    ("没有读懂完成时限", "deadline_unread"),
    ("不存在，请对照原文改正", "bad_date"),
    ("是启动时间", "deadline_begins"),
    ("没有写年份，已按", "year_guessed"),
    ("一年有多个日期", "annual_several"),
)
CARRIED = ("carried_deadline_passed", "carried_date_passed")


def name_items(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the items of each draft their ids, and say by these what was said by other names."""
    drafts = apps.get_model("tracker", "PlanDraft").objects.using(schema_editor.connection.alias)
    for pk in list(drafts.exclude(parsed=None, content=None).order_by("pk").values_list("pk", flat=True)):
        draft = drafts.only("parsed", "content", "text", "acknowledged", "given", "pairs", "before").get(pk=pk)
        drafts.filter(pk=pk).update(**renamed({name: getattr(draft, name) for name in COLUMNS}))


COLUMNS = ("parsed", "content", "text", "acknowledged", "given", "pairs", "before")


def renamed(draft: Plain) -> Plain:
    """The columns of a draft as they are from here on."""
    ending = hashlib.sha256(draft["text"].encode(errors="surrogatepass")).hexdigest()[:8]
    parsed = with_ids(draft["parsed"], [], ending)
    content = with_ids(draft["content"], [parsed], ending)
    before = draft["before"]
    if before:
        old = with_ids(before["content"], [content, parsed], ending)
        assert old is not None  # noqa: S101  a step that can be undone has a plan to go back to
        before = {
            "at": anchor_of(old, before["at"]),
            "content": old,
            "given": given_by_id(old, before["given"]),
            "acknowledged": acknowledged_by_id(old, before["settled"]),
            "pairs": pairs_by_id(old, draft["pairs"]),
        }
    return {
        "parsed": parsed,
        "content": content,
        "acknowledged": acknowledged_by_id(content, draft["acknowledged"]),
        "given": given_by_id(content, draft["given"]),
        "pairs": pairs_by_id(content, draft["pairs"]),
        "before": before,
    }


# ---- ids ----
def with_ids(plan: Plain | None, known: list[Plain | None], ending: str) -> Plain | None:
    """The plan with an id on every item and remark; an item that stands in a `known` plan as well has the same."""
    if plan is None:
        return None
    used: set[str] = set()
    names = [names_in(other) for other in known if other]
    for kind, items in items_of(plan).items():
        for position, (key, item) in enumerate(zip(keys_of(items), items, strict=True), 1):
            same = next((book[kind, key] for book in names if (kind, key) in book), None)
            fresh = f"{LETTERS[kind]}{position}-{ending}" if not known else f"{LETTERS[kind]}-{uuid4().hex[:16]}"
            item["id"] = item.get("id") or (same if same and same not in used else fresh)
            used.add(item["id"])
    for position, remark in enumerate(plan["diagnostics"], 1):
        remark["id"] = remark.get("id") or f"r{position}-{ending}"
        remark["item"] = remark.get("item") or item_of_remark(plan, remark)
    return plan


def items_of(plan: Plain) -> dict[str, list[Plain]]:
    """The items of each kind, in the order of the document."""
    tasks = [task for action in plan["actions"] for task in action["tasks"]]
    return {"action": plan["actions"], "task": tasks, "indicator": plan["indicators"]}


def names_in(plan: Plain) -> dict[tuple[str, str], str]:
    """Kind and key of each item to its id."""
    return {
        (kind, key): item["id"]
        for kind, items in items_of(plan).items()
        for key, item in zip(keys_of(items), items, strict=True)
    }


def keys_of(items: list[Plain]) -> list[str]:
    """What each item was called: the line that it begins on, of what was typed in by hand a print of its wording."""
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        key = f"line-{item['line']}" if item["line"] else f"text-{printed(item)}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def printed(item: Plain) -> str:
    words = item.get("text") or item.get("heading") or item.get("name") or ""
    normal = "".join(unicodedata.normalize("NFKC", words).split()).casefold()
    return hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest()[:12]


def item_of_remark(plan: Plain, remark: Plain) -> str | None:
    """The only item that begins on its line; of what was carried over, the task that it names."""
    every = [item for items in items_of(plan).values() for item in items]
    if remark["code"] in CARRIED:
        tasks = (task for task in items_of(plan)["task"] if task["line"] is None)
        named = (task for task in tasks if remark["message"].startswith(f"“{task['title'][:30]}”"))
        return next((task["id"] for task in named), None)
    beginning = [item["id"] for item in every if item["line"] and item["line"] == remark["line"]]
    return beginning[0] if len(beginning) == 1 else None


# ---- what was said ----
def acknowledged_by_id(plan: Plain | None, settled: list[Any]) -> list[str]:
    """Numbers of remarks and keys of warnings that hold what they say."""
    return sorted(dict.fromkeys(_acknowledged(plan, settled))) if plan else []


def _acknowledged(plan: Plain, settled: list[Any]) -> Iterator[str]:
    tasks = names_in(plan)
    for said in settled:
        if isinstance(said, int):
            if 0 <= said < len(plan["diagnostics"]):
                yield plan["diagnostics"][said]["id"]
            continue
        key, _, message = str(said).partition(" ")
        code = next((code for words, code in CODES if words in message), None)
        if code and ("task", key) in tasks:
            yield f"{tasks['task', key]} {code}"


def given_by_id(plan: Plain | None, given: Plain) -> dict[str, str]:
    """Line to the line that its item begins on, 0 for none: now to the id of the item, empty for none."""
    if not plan:
        return {}
    items = [item for action in plan["actions"] for item in (action, *action["tasks"])] + plan["indicators"]
    begins = sorted(((item["line"], item["id"]) for item in items if item["line"]), key=lambda begin: begin[0])
    lines = [line for line, _ in begins]

    def owner(line: int) -> str:
        at = bisect_right(lines, line) - 1 if line else -1
        is_beyond = at >= 0 and at == len(lines) - 1 and line - lines[at] >= LAST_ITEM_LINES
        return "" if at < 0 or is_beyond else begins[at][1]

    return {line: owner(to) for line, to in given.items()}


def pairs_by_id(plan: Plain | None, pairs: Plain) -> Plain:
    """The key of a task to the row of the old one. What was said of tasks that are gone is forgotten."""
    names = names_in(plan) if plan else {}
    return {names["task", key]: row for key, row in pairs.items() if ("task", key) in names}


def anchor_of(plan: Plain | None, at: str) -> str:
    """task-1-2, action-1 or indicator-3 to the id of the item at that place; others stay."""
    found = re.fullmatch(r"(task|action|indicator)-(\d+)(?:-(\d+))?", at)
    if not found or not plan:
        return at
    kind, first, second = found[1], int(found[2]) - 1, int(found[3] or 0) - 1
    rows = plan["indicators"] if kind == "indicator" else plan["actions"]
    if kind == "task":
        rows, first = (rows[first]["tasks"] if first < len(rows) else []), second
    return rows[first]["id"] if 0 <= first < len(rows) else ""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0003_jobs_read_drafts")]

    operations = [
        migrations.RenameField("plandraft", "settled", "acknowledged"),
        migrations.RunPython(name_items, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "plandraft",
                    "parsed",
                    tracker.intake.columns.PlanField(blank=True, null=True, verbose_name="解析结果"),
                ),
                migrations.AlterField(
                    "plandraft",
                    "content",
                    tracker.intake.columns.PlanField(blank=True, null=True, verbose_name="核对结果"),
                ),
                migrations.AlterField(
                    "plandraft",
                    "decisions",
                    tracker.intake.columns.DecisionsField(blank=True, default=dict, verbose_name="名称对应"),
                ),
            ]
        ),
    ]
