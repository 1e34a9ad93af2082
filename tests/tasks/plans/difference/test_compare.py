"""The difference between two plans: tables of one change each."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tasks.plans.difference import Difference, compare, records, same_content, task_keys
from tasks.plans.difference.match import in_order
from tests.tasks.plans.difference.plans import IDS, JUNE, NONE, TEXTS, Contract, action, changed, indicator, plan, task


def difference(new: Contract, pairs: dict[str, int | None] | None = None) -> Difference:
    return compare(plan(), new, ids=IDS, action_ids=[1, 2], pairs=pairs)


def kinds(found: Difference) -> dict[int | str, set[str]]:
    """Old row, or the new title, to what became of it; what stayed is left out."""
    return {row.id or row.shown["title"]: set(row.kinds) for row in found.tasks if row.kinds != {"same"}}


def first(new: Contract) -> list[Contract]:
    tasks: list[Contract] = new["actions"][0]["tasks"]
    return tasks


def drop(new: Contract) -> None:
    del first(new)[1]


def add_in_front(new: Contract) -> None:
    first(new).insert(0, task("建立观察点。在园区设立营商环境观察点十个。"))


def reword(new: Contract) -> None:
    first(new)[0]["text"] = TEXTS[0].replace("6月", "9月")


def retitle(new: Contract) -> None:
    first(new)[0]["title"] = "力争示范命名"


def rewrite_under_its_title(new: Contract) -> None:
    first(new)[1]["text"] = "加强普法宣传。建立法律明白人队伍并逐村培训到位。"


def swap(new: Contract) -> None:
    tasks = first(new)
    tasks[0], tasks[1] = tasks[1], tasks[0]


def to_the_other(new: Contract) -> None:
    new["actions"][1]["tasks"].append(first(new).pop(0))


def units(new: Contract) -> None:
    first(new)[0]["responsibilities"] = [{"role": "lead", "name": "司法局"}, {"role": "support", "name": "财政局"}]


def brackets(new: Contract) -> None:
    first(new)[0]["responsibilities"][0]["name"] = " 司法局 "


def other_order_of_units(new: Contract) -> None:
    first(new)[0]["responsibilities"].reverse()


def deadline(new: Contract) -> None:
    first(new)[0]["deadline"] = JUNE


def no_deadline(new: Contract) -> None:
    first(new)[0]["deadline"] = NONE


def milestone(new: Contract) -> None:
    first(new)[0]["milestones"] = [{"text": "2024年6月底前", "due": "2024-06-30"}]


def renumber(new: Contract) -> None:
    first(new)[0]["number"] = 9


def punctuation(new: Contract) -> None:
    first(new)[0]["text"] = TEXTS[0].replace("，", ", ")


def everything(new: Contract) -> None:
    reword(new)
    units(new)
    deadline(new)
    to_the_other(new)


Change = Callable[[Contract], None]
TASKS: list[tuple[str, Change, dict[Any, set[str]]]] = [
    ("nothing", lambda new: None, {}),
    ("dropped", drop, {12: {"dropped"}}),
    ("added in front: the rest only shifts", add_in_front, {"建立观察点": {"added"}}),
    ("reworded", reword, {11: {"text"}}),
    ("another title", retitle, {11: {"text"}}),
    ("written anew under its title", rewrite_under_its_title, {12: {"text"}}),
    ("swapped: one of the two moved", swap, {12: {"moved"}}),
    ("to another action", to_the_other, {11: {"moved"}}),
    ("units", units, {11: {"units"}}),
    ("brackets and spaces of a name", brackets, {}),
    ("the order of units", other_order_of_units, {}),
    ("deadline", deadline, {11: {"deadline"}}),
    ("no deadline any more", no_deadline, {11: {"deadline"}}),
    ("a milestone", milestone, {11: {"deadline"}}),
    ("another printed number", renumber, {}),
    ("the width of punctuation", punctuation, {}),
    ("all at once", everything, {11: {"text", "units", "deadline", "moved"}}),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TASKS], ids=[row[0] for row in TASKS])
def test_tasks(change: Change, expected: dict[Any, set[str]]) -> None:
    new = changed()
    change(new)
    found = difference(new)
    assert kinds(found) == expected
    assert found.counts["same"] == len(found.tasks) - len(expected)
    assert not found.about
    assert all(not row.kinds for row in found.actions)


def test_units_are_told_by_role() -> None:
    new = changed()
    units(new)
    change = next(row for row in difference(new).tasks if row.id == 11).units
    assert change.turned == (("司法局", "responsible", "lead"),)
    assert (change.added, change.removed) == ((("support", "财政局"),), (("support", "教育局"),))


def test_a_dropped_task_stands_where_it_stood() -> None:
    new = changed()
    drop(new)
    assert [row.id for row in difference(new).tasks] == [11, 12, 13, 21, 22, 23]


ACTIONS: list[tuple[str, Change, list[set[str]]]] = [
    ("renamed", lambda new: new["actions"][0].update(heading="争创示范行动"), [{"renamed"}, set()]),
    ("another goal", lambda new: new["actions"][0].update(goal="建成示范区。"), [{"goal"}, set()]),
    ("swapped", lambda new: new["actions"].reverse(), [set(), {"moved"}]),
    ("dropped", lambda new: new["actions"].pop(0), [set(), {"dropped"}]),
    (
        "added",
        lambda new: new["actions"].append(action("数字政府行动", [task("建设执法平台。统一归集数据。")])),
        [set(), set(), {"added"}],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in ACTIONS], ids=[row[0] for row in ACTIONS])
def test_actions(change: Change, expected: list[set[str]]) -> None:
    new = changed()
    change(new)
    found = [set(row.kinds) for row in difference(new).actions]
    assert sorted(found, key=sorted) == sorted(expected, key=sorted)


ABOUT: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("title", {"title": "修订方案"}, [("标题", "某区2024年法治政府建设方案", "修订方案")]),
    ("number", {"document_number": "某政发〔2024〕9号"}, [("文号", "某政发〔2024〕1号", "某政发〔2024〕9号")]),
    ("number gone", {"document_number": None}, [("文号", "某政发〔2024〕1号", "")]),
    ("date", {"issued_on": "2024-06-01"}, [("成文日期", "2024-03-01", "2024-06-01")]),
    ("years", {"years": [2024, 2025]}, [("年度", "2024", "2024 至 2025")]),
    ("a space in the title", {"title": "某区2024年 法治政府建设方案"}, []),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in ABOUT], ids=[row[0] for row in ABOUT])
def test_the_plan_itself(changes: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    found = difference({**plan(), **changes}).about
    assert [(row.label, row.old, row.new) for row in found] == expected


def test_indicators_by_name() -> None:
    new = {**plan(), "indicators": [indicator("公示率", "≥98"), indicator("调解成功率", "≥60")]}
    found = {row.name: (set(row.kinds), row.targets) for row in difference(new).indicators}
    assert found == {
        "公示率": ({"targets"}, ((2024, "100", "≥98"),)),
        "调解成功率": ({"added"}, ()),
        "示范项目": ({"dropped"}, ()),
    }


class TestSaid:
    """What a person says goes before likeness."""

    def test_two_unlike_tasks_are_one(self) -> None:
        new = changed()
        first(new)[1] = task("建立观察点。在园区设立营商环境观察点十个。", line=77)
        assert kinds(difference(new)) == {12: {"dropped"}, "建立观察点": {"added"}}
        assert kinds(difference(new, {"line-77": 12})) == {12: {"text"}}

    def test_two_like_tasks_are_not_one(self) -> None:
        new = changed()
        reword(new)
        assert kinds(difference(new, {"line-10": None})) == {11: {"dropped"}, "争取示范命名": {"added"}}

    def test_it_outlives_corrections_of_the_draft(self) -> None:
        new = changed()
        add_in_front(new)
        to_the_other(new)
        first(new)[0]["text"] = "完全不同的一句话。"
        found = difference(new, {"line-10": 11})
        assert found.lost == 0
        assert next(row for row in found.tasks if row.id == 11).is_said

    @pytest.mark.parametrize("pairs", [{"line-999": 11}, {"line-10": 999}])
    def test_what_fits_no_more_is_counted_and_left(self, pairs: dict[str, int | None]) -> None:
        found = difference(changed(), pairs)
        assert (found.lost, kinds(found)) == (1, {})

    def test_one_old_task_goes_to_one_new_task(self) -> None:
        found = difference(changed(), {"line-10": 12, "line-20": 12})
        assert [row.new_place for row in found.tasks if row.id == 12] == [(1, 1)]
        assert found.lost == 1


BUILD, SHARE = "建立观察点。在园区设立营商环境观察点十个。", "归集执法数据。统一归集，按季度公布。"
WITHDRAWN = {91: task(BUILD), 92: task(SHARE, deadline=JUNE)}


def say_again(new: Contract) -> None:
    first(new)[0:0] = [task(BUILD), task(SHARE)]


def say_alike(new: Contract) -> None:
    first(new).insert(0, task(BUILD.replace("十", "八")))


def say_twice(new: Contract) -> None:
    first(new)[0:0] = [task(BUILD), task(BUILD)]


def replace_by_it(new: Contract) -> None:
    first(new)[1] = task(BUILD)


def move_one_that_it_repeats(new: Contract) -> None:
    new["actions"][1]["tasks"].append(first(new).pop(0))


RESTORED: list[tuple[str, Change, dict[int, Contract], dict[Any, set[str]]]] = [
    ("word by word", say_again, WITHDRAWN, {91: {"restored"}, 92: {"restored", "deadline"}}),
    ("not one that is like", say_alike, WITHDRAWN, {"建立观察点": {"added"}}),
    ("once", say_twice, WITHDRAWN, {91: {"restored"}, "建立观察点": {"added"}}),
    ("the last withdrawn", replace_by_it, {95: task(BUILD), **WITHDRAWN}, {12: {"dropped"}, 95: {"restored"}}),
    ("one in force goes first", move_one_that_it_repeats, {93: task(TEXTS[0])}, {11: {"moved"}}),
    (
        "before one in force that is like",
        reword,
        {94: task(TEXTS[0].replace("6月", "9月"))},
        {11: {"dropped"}, 94: {"restored"}},
    ),
]


@pytest.mark.parametrize(
    ("change", "withdrawn", "expected"), [row[1:] for row in RESTORED], ids=[row[0] for row in RESTORED]
)
def test_withdrawn_tasks_come_back(
    change: Change, withdrawn: dict[int, Contract], expected: dict[Any, set[str]]
) -> None:
    new = changed()
    change(new)
    assert kinds(compare(plan(), new, ids=IDS, action_ids=[1, 2], withdrawn=withdrawn)) == expected


def test_a_withdrawn_task_does_not_come_back_where_a_person_said_no() -> None:
    new = changed()
    first(new).append(task(BUILD, line=77))
    found = compare(plan(), new, ids=IDS, action_ids=[1, 2], pairs={"line-77": None}, withdrawn=WITHDRAWN)
    assert kinds(found) == {"建立观察点": {"added"}}


def test_keys_are_lines_or_prints_and_each_is_one() -> None:
    new = changed()
    first(new)[1]["line"] = 10
    first(new)[2]["line"] = None
    keys = task_keys(new)
    assert keys[:2] == ["line-10", "line-10-2"]
    assert keys[2].startswith("text-")
    assert len(set(keys)) == 6


def test_tasks_of_one_wording_stay_under_their_headings() -> None:
    both = "完成上级交办的其他工作。"
    old = plan()
    for row in old["actions"]:
        row["tasks"].append(task(both))
    new = copy.deepcopy(old)
    new["actions"][0]["tasks"].pop()
    found = compare(old, new, ids=[[1, 2, 3, 4], [5, 6, 7, 8]])
    assert kinds(found) == {4: {"dropped"}}


def test_same_content_looks_past_lines_and_remarks() -> None:
    new = changed()
    first(new)[0].update(line=99, text=TEXTS[0].replace("，", ","))
    new["diagnostics"] = [{"severity": "info", "code": "x", "message": "x", "line": 1}]
    assert same_content(plan(), new)
    reword(new)
    assert not same_content(plan(), new)


def test_same_content_asks_for_goals_where_the_new_one_has_some() -> None:
    old, new = plan(), changed()
    old["actions"][0]["goal"] = "到年底见成效。"
    assert same_content(old, new), "as a table of tasks gives it back"
    assert not same_content(new, old)


def test_the_record_reads_without_the_code() -> None:
    new = changed()
    everything(new)
    add_in_front(new)
    new["title"] = "修订方案"
    added = {row.key: 99 for row in difference(new).tasks if row.id is None}
    rows = {row.get("task", row["of"]): row for row in records(difference(new), added)}
    assert rows["about"]["words"] == ["某区2024年法治政府建设方案", "修订方案"]
    assert rows[99] == {"of": "task", "task": 99, "name": "1. 建立观察点", "what": ["added"]}
    assert rows[11]["what"] == ["text", "moved", "units", "deadline"]
    assert ["del", "6"] in rows[11]["text"]
    assert rows[11]["units"] == [["del", "配合 教育局"], ["ins", "配合 财政局"], ["", "司法局由责任改为牵头"]]
    assert rows[11]["deadline"] == ["2024年12月", "2024年6月"]
    assert len(rows) == 3


ORDERS = [
    ("kept", [0, 1, 2], {0, 1, 2}),
    ("the first went last", [1, 2, 3, 0], {0, 1, 2}),
    ("the last went first", [3, 0, 1, 2], {1, 2, 3}),
    ("gaps are no moves", [0, 5, 9], {0, 1, 2}),
    ("nothing", [], set()),
]


@pytest.mark.parametrize(("places", "kept"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS])
def test_real_moves_only(places: list[int], kept: set[int]) -> None:
    assert in_order(places) == kept
