"""What histories and the administration's log said before there was one record: each row under the act that it was."""

from importlib import import_module

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION

from tasks.events.acts import BY_CODE
from tests.conftest import signed_in
from tests.world import World

then = import_module("tasks.migrations.0015_one_record")

PLAN = [
    ("", "draft", "导入", "plan.import"),
    ("draft", "published", "", "plan.publish"),
    ("published", "published", "修订为第2版", "plan.revise"),
    ("draft", "draft", "上级方案定为“某省方案”", "plan.upper"),
    ("draft", "draft", "取消上级方案", "plan.upper"),
    ("draft", "draft", "“有关部门”对应到财政局", "name.link"),
    ("draft", "draft", "上级任务“1. 规范执法”：不涉及本级", "coverage.decide"),
    ("draft", "draft", "上级任务“1. 方案：撤销审批”：由“2. 甲”完全承接", "coverage.decide"),
    ("draft", "draft", "上级任务“1. 规范执法”：撤销“不涉及本级”", "coverage.clear"),
    ("draft", "draft", "确认全部90%以上的提议：3项上级任务由本级任务完全承接", "coverage.decide"),
    ("draft", "draft", "别的", "plan.note"),
]
ASSIGNMENT = [
    ("", "open", "方案发布", "assignment.open"),
    ("open", "done", "审核通过", "assignment.done"),
    ("open", "withdrawn", "方案修订", "assignment.withdraw"),
    ("done", "withdrawn", "方案修订", "assignment.withdraw"),
    ("withdrawn", "open", "方案修订", "assignment.reopen"),
    ("withdrawn", "done", "方案修订", "assignment.reopen"),
    ("done", "open", "方案修订：改为长期任务", "assignment.reopen"),
    ("open", "open", "角色由责任改为牵头", "assignment.change"),
]
PROGRESS = [
    ("draft", "submitted", "", "progress.submit"),
    ("returned", "submitted", "", "progress.submit"),
    ("submitted", "accepted", "", "progress.accept"),
    ("submitted", "returned", "请补充", "progress.return"),
]
STEPS = [
    *((then.plan_act, *row) for row in PLAN),
    *((then.assignment_act, *row) for row in ASSIGNMENT),
    *((then.progress_act, *row) for row in PROGRESS),
]
LOG = [
    ("user", ADDITION, "", "account.add"),
    ("user", DELETION, "", "account.delete"),
    ("unit", CHANGE, "[]", "record.change"),
    ("plan", DELETION, "删除方案草稿，来源文件“方案.txt”", "plan.delete"),
    ("plan", DELETION, "", "record.delete"),
    ("jurisdiction", ADDITION, "导入“某区方案”时新建", "place.add"),
    ("jurisdiction", ADDITION, "[]", "record.add"),
]


@pytest.mark.parametrize(("act_of", "before", "after", "reason", "act"), STEPS)
def test_a_step_of_a_history(act_of, before: str, after: str, reason: str, act: str) -> None:
    assert act_of(before, after, reason) == act
    assert act in BY_CODE


@pytest.mark.parametrize(("model", "flag", "words", "act"), LOG)
def test_an_entry_of_the_log(model: str, flag: int, words: str, act: str) -> None:
    assert then.log_act(model, flag, words) == act
    assert act in BY_CODE


def test_the_administration_shows_the_history_of_a_row(world: World) -> None:
    html = signed_in(world.admin).get(f"/admin/tasks/plan/{world.plan.pk}/change/").content.decode()
    for words in ("流转记录", "发布方案", "草稿 → 已发布", "王审核"):
        assert words in html
