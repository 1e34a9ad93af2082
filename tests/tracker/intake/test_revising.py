"""Seeds revised: with themselves in another format, and changed at random: in force is what the new one says."""

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.selectors import indicators_as_parsed
from indicators.services import indicators_revise
from tasks.planparser import ParsedPlan, ParsedResponsibility, ParsedTask, new_id, parse_bytes
from tasks.plans.contract import held_plan
from tasks.plans.difference import compare, records
from tasks.plans.models import Plan, Task
from tasks.plans.services.plans import Document
from tasks.work.models import Assignment
from tasks.work.services.revisions import Revision, plan_revise
from tests.tasks.planparser.reading import without_ids
from tests.tasks.planparser.test_round_trip import FORMATS, PLANS, SEEDS, blocks
from tests.tasks.plans.difference.plans import JUNE, NONE, read_anew
from tracker.intake.services.confirm import import_document

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def imported(seed: str) -> Plan:
    """A seed, published."""
    path = Path(PLANS / f"{seed}.txt")
    return import_document(path=path, jurisdiction_name=None, publish=True, user=None, now=NOW).plan


def said_by(plan: Plan) -> ParsedPlan:
    """What the plan says now, as it is read from the database."""
    plan = Plan.objects.select_related("jurisdiction").get(pk=plan.pk)
    return held_plan(plan, indicators_as_parsed(plan)).parsed


def bare(content: ParsedPlan) -> Any:
    """Without what a plan in the database does not keep, and without the ids of the document it was read in."""
    row = content.as_dict()
    kept = {name: row[name] for name in ("title", "document_number", "issuer", "issued_on", "actions", "indicators")}
    return without_ids({**kept, "years": [min(content.years), max(content.years)]})


@transaction.atomic
def revise(plan: Plan, parsed: ParsedPlan, data: bytes = b"new") -> Revision:
    plan = Plan.objects.select_related("jurisdiction").get(pk=plan.pk)
    changes, parsed = indicators_revise(plan=plan, parsed=parsed, user=None)
    return plan_revise(
        plan=plan,
        parsed=parsed,
        document=Document("new.txt", data, ""),
        pairs={},
        seen_version=plan.versions.count(),
        user=None,
        now=NOW,
        also=changes,
    )


@pytest.mark.parametrize(("seed", "form"), list(zip(SEEDS, FORMATS, strict=True)))
def test_a_seed_in_another_format_changes_nothing(roster: None, seed: str, form: str) -> None:
    plan = imported(seed)
    work = list(Assignment.objects.order_by("pk").values("pk", "task", "unit", "role", "state"))
    written = FORMATS[form](blocks(seed))
    done = revise(plan, parse_bytes(written), written)
    assert records(done.difference, {}) == []
    assert done.version.changes == []
    assert list(Assignment.objects.order_by("pk").values("pk", "task", "unit", "role", "state")) == work


# ---- changed at random ----
@cache
def parsed(seed: str) -> ParsedPlan:
    return parse_bytes((PLANS / f"{seed}.txt").read_bytes())


Tasks = list[list[ParsedTask]]  # by action


def _pick(draw: Any, rows: Tasks) -> tuple[list[ParsedTask], int]:
    """The tasks of an action that has some, and one of their places."""
    tasks = draw(st.sampled_from([row for row in rows if row]))
    return tasks, draw(st.integers(0, len(tasks) - 1))


def _drop(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    if len(tasks) > 1:
        del tasks[n]


def _add(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    text = f"新设观察点{draw(st.integers(0, 99))}处。在园区商会挂牌。"
    said = (ParsedResponsibility("lead", draw(st.sampled_from(["司法局", "教育局", "无名局"]))),)
    words = {"text": text, "title": text.split("。")[0], "responsibilities": said}
    tasks.insert(n, replace(tasks[n], id=new_id("task"), line=None, **words))


def _reword(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    tasks[n] = replace(tasks[n], text=f"{tasks[n].text}并于年底前报告完成情况。")


def _swap(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    tasks.insert(draw(st.integers(0, len(tasks) - 1)), tasks.pop(n))


def _carry(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    if len(tasks) > 1:
        draw(st.sampled_from(rows)).append(tasks.pop(n))


def _units(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    roles = st.sampled_from(["lead", "responsible", "support"])
    names = draw(st.lists(st.sampled_from(["司法局", "教育局", "政府组成部门", "财政局"]), unique=True, max_size=3))
    tasks[n] = replace(tasks[n], responsibilities=tuple(ParsedResponsibility(draw(roles), name) for name in names))


def _deadline(draw: Any, rows: Tasks) -> None:
    tasks, n = _pick(draw, rows)
    tasks[n] = replace(tasks[n], deadline=draw(st.sampled_from([JUNE, NONE])))


CHANGES = [_drop, _add, _reword, _swap, _carry, _units, _deadline]


def with_rows(plan: ParsedPlan, rows: Tasks) -> ParsedPlan:
    actions = zip(plan.actions, rows, strict=True)
    return replace(plan, actions=tuple(replace(action, tasks=tuple(tasks)) for action, tasks in actions))


def _other_order(draw: Any, plan: ParsedPlan) -> ParsedPlan:
    rows = list(plan.actions)
    rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop())
    return replace(plan, actions=tuple(replace(row, number=n) for n, row in enumerate(rows, 1)))


def _other_indicators(plan: ParsedPlan) -> ParsedPlan:
    if not plan.indicators:
        return plan
    first, *others = plan.indicators
    new = replace(first, id=new_id("indicator"), name="新指标", targets=first.targets[:1])
    return replace(plan, indicators=(*others, new))


@st.composite
def revisions(draw: Any) -> tuple[str, ParsedPlan]:
    """A seed, and the same with one to eight changes; its ids are its own or those of another document."""
    seed = draw(st.sampled_from(SEEDS))
    plan = parsed(seed)
    rows = [list(action.tasks) for action in plan.actions]
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8)):
        change(draw, rows)
    plan = with_rows(plan, rows)
    plan = _other_order(draw, plan) if draw(st.booleans()) else plan
    plan = _other_indicators(plan) if draw(st.booleans()) else plan
    return seed, read_anew(plan) if draw(st.booleans()) else plan


@given(revisions())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_force_is_what_the_new_version_says_then_the_first(roster: None, made: tuple[str, ParsedPlan]) -> None:
    seed, content = made
    with transaction.atomic():
        plan = imported(seed)
        rows = dict(Task.objects.filter(action__plan=plan).values_list("pk", "key"))
        owed = Assignment.objects.in_force().filter(task__action__plan=plan)
        held = set(owed.values_list("pk", "role"))
        done = revise(plan, content)
        assert bare(said_by(plan)) == bare(content)
        assert records(compare(said_by(plan), content), {}) == []
        assert {row.row for row in done.difference.tasks if row.row} == rows.keys()
        assert not owed.exclude(task__withdrawn_at=None).exists()
        assert not owed.filter(sources=None).exists()
        revise(plan, parsed(seed), b"back")
        assert bare(said_by(plan)) == bare(parsed(seed))
        assert dict(Task.objects.in_force().filter(action__plan=plan).values_list("pk", "key")) == rows
        assert set(owed.values_list("pk", "role")) == held
        transaction.set_rollback(True)


def test_one_change_of_each_kind_is_exactly_what_is_said(roster: None) -> None:
    plan = parsed("hongsibu-2024-eight-actions")
    rows = [list(action.tasks) for action in plan.actions]
    added = replace(rows[0][0], id=new_id("task"), title="设观察点", text="设观察点。在园区挂牌。", line=None)
    rows[0].insert(0, added)
    del rows[2][1]
    rows[3][0] = replace(rows[3][0], text=rows[3][0].text.replace("司法", "司法行政", 1) + "按季通报。")
    rows[4][0], rows[4][2] = rows[4][2], rows[4][0]
    del rows[4][1]
    said = ParsedResponsibility("support", "财政局")
    rows[5][0] = replace(rows[5][0], responsibilities=(*rows[5][0].responsibilities, said))
    rows[5][1] = replace(rows[5][1], deadline=JUNE)
    for new in (with_rows(plan, rows), read_anew(with_rows(plan, rows))):
        counts = {kind: count for kind, count in compare(plan, new).counts.items() if count}
        assert counts == {"added": 1, "text": 1, "dropped": 2, "moved": 1, "units": 1, "deadline": 1, "same": 23}
