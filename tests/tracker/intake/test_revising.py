"""Seeds revised: with themselves in another format, and changed at random: in force is what the new one says."""

import copy
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.selectors import indicators_contract
from indicators.services import indicators_revise
from tasks.planparser import ParsedPlan, parse_bytes, plan_from_dict
from tasks.plans.contract import plan_contract
from tasks.plans.difference import compare, records
from tasks.plans.models import Plan, Task
from tasks.plans.services.plans import Document
from tasks.work.models import Assignment
from tasks.work.services.revisions import Revision, plan_revise
from tests.tasks.planparser.reading import without_ids
from tests.tasks.planparser.test_round_trip import FORMATS, PLANS, SEEDS, blocks
from tests.tasks.plans.difference.plans import JUNE, NONE
from tracker.intake.services.confirm import import_document

pytestmark = pytest.mark.slow

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
Contract = dict[str, Any]


def imported(seed: str) -> Plan:
    """A seed, published."""
    path = Path(PLANS / f"{seed}.txt")
    return import_document(path=path, jurisdiction_name=None, publish=True, user=None, now=NOW).plan


def said_by(plan: Plan) -> Contract:
    """What the plan says now, as it is read from the database."""
    plan = Plan.objects.select_related("jurisdiction").get(pk=plan.pk)
    return plan_contract(plan, indicators_contract(plan)).content


def bare(content: Contract) -> Any:
    """Without what a plan in the database does not keep, or keeps in another form."""
    row = {name: content[name] for name in ("title", "document_number", "issuer", "issued_on", "actions", "indicators")}
    return {**without_ids(row), "years": [min(content["years"]), max(content["years"])]}


@transaction.atomic
def revise(plan: Plan, parsed: ParsedPlan, data: bytes = b"new") -> Revision:
    plan = Plan.objects.select_related("jurisdiction").get(pk=plan.pk)
    changes = indicators_revise(plan=plan, parsed=parsed.indicators)
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
def parsed(seed: str) -> Contract:
    return parse_bytes((PLANS / f"{seed}.txt").read_bytes()).as_dict()


def _pick(draw: Any, content: Contract) -> tuple[list[Contract], int]:
    """The tasks of an action that has some, and one of their places."""
    tasks = draw(st.sampled_from([row["tasks"] for row in content["actions"] if row["tasks"]]))
    return tasks, draw(st.integers(0, len(tasks) - 1))


def _drop(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    if len(tasks) > 1:
        del tasks[n]


def _add(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    text = f"新设观察点{draw(st.integers(0, 99))}处。在园区商会挂牌。"
    names = [{"role": "lead", "name": draw(st.sampled_from(["司法局", "教育局", "无名局"]))}]
    tasks.insert(n, {**tasks[n], "text": text, "title": text.split("。")[0], "responsibilities": names, "line": None})


def _reword(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    tasks[n]["text"] += "并于年底前报告完成情况。"


def _swap(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    tasks.insert(draw(st.integers(0, len(tasks) - 1)), tasks.pop(n))


def _carry(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    if len(tasks) > 1:
        draw(st.sampled_from(content["actions"]))["tasks"].append(tasks.pop(n))


def _units(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    roles = st.sampled_from(["lead", "responsible", "support"])
    names = draw(st.lists(st.sampled_from(["司法局", "教育局", "政府组成部门", "财政局"]), unique=True, max_size=3))
    tasks[n]["responsibilities"] = [{"role": draw(roles), "name": name} for name in names]


def _deadline(draw: Any, content: Contract) -> None:
    tasks, n = _pick(draw, content)
    tasks[n]["deadline"] = draw(st.sampled_from([JUNE, NONE]))


def _actions(draw: Any, content: Contract) -> None:
    rows = content["actions"]
    rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop())
    for number, row in enumerate(rows, 1):
        row["number"] = number


def _indicators(draw: Any, content: Contract) -> None:
    rows = content["indicators"]
    if rows:
        rows.append({**rows.pop(0), "name": "新指标"})
        rows[-1]["targets"] = rows[-1]["targets"][:1]


CHANGES = [_drop, _add, _reword, _swap, _carry, _units, _deadline, _actions, _indicators]


@st.composite
def contracts(draw: Any) -> tuple[str, Contract]:
    """A seed, and the same with one to eight changes."""
    seed = draw(st.sampled_from(SEEDS))
    content = copy.deepcopy(parsed(seed))
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8)):
        change(draw, content)
    return seed, content


@given(contracts())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_force_is_what_the_new_version_says_then_the_first(roster: None, made: tuple[str, Contract]) -> None:
    seed, content = made
    with transaction.atomic():
        plan = imported(seed)
        rows = set(Task.objects.filter(action__plan=plan).values_list("pk", flat=True))
        owed = Assignment.objects.in_force().filter(task__action__plan=plan)
        held = set(owed.values_list("pk", "role"))
        done = revise(plan, plan_from_dict(content))
        assert bare(said_by(plan)) == bare(content)
        assert records(compare(said_by(plan), content), {}) == []
        assert {row.id for row in done.difference.tasks if row.id} == rows
        assert not owed.exclude(task__withdrawn_at=None).exists()
        assert not owed.filter(sources=None).exists()
        revise(plan, plan_from_dict(parsed(seed)), b"back")
        assert bare(said_by(plan)) == bare(parsed(seed))
        assert set(Task.objects.in_force().filter(action__plan=plan).values_list("pk", flat=True)) == rows
        assert set(owed.values_list("pk", "role")) == held
        transaction.set_rollback(True)


def test_one_change_of_each_kind_is_exactly_what_is_said(roster: None) -> None:
    seed = "hongsibu-2024-eight-actions"
    content = copy.deepcopy(parsed(seed))
    actions = [row["tasks"] for row in content["actions"]]
    added = {**copy.deepcopy(actions[0][0]), "title": "设观察点", "text": "设观察点。在园区挂牌。", "line": None}
    actions[0].insert(0, added)
    del actions[2][1]
    actions[3][0]["text"] = actions[3][0]["text"].replace("司法", "司法行政", 1) + "按季通报。"
    actions[4][0], actions[4][2] = actions[4][2], actions[4][0]
    del actions[4][1]
    actions[5][0]["responsibilities"].append({"role": "support", "name": "财政局"})
    actions[5][1]["deadline"] = JUNE
    counts = {kind: count for kind, count in compare(parsed(seed), content).counts.items() if count}
    assert counts == {"added": 1, "text": 1, "dropped": 2, "moved": 1, "units": 1, "deadline": 1, "same": 23}
