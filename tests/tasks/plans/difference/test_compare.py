"""The difference between two plans: tables of one change each."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tasks.planparser import Diagnostic, ParsedMilestone, ParsedPlan, ParsedResponsibility, ParsedTask
from tasks.plans.difference import Difference, compare, records, same_content
from tasks.plans.difference.match import in_order
from tests.tasks.plans.difference.plans import (
    JUNE,
    NONE,
    ROWS,
    TEXTS,
    Change,
    action,
    indicator,
    plan,
    read_anew,
    task,
    with_first,
    with_tasks,
)


def changed() -> ParsedPlan:
    """The plan as another document gives it: what is which is told by words."""
    return read_anew(plan())


def difference(new: ParsedPlan, pairs: dict[str, int | None] | None = None) -> Difference:
    return compare(plan(), new, rows=ROWS, pairs=pairs)


def kinds(found: Difference) -> dict[int | str, set[str]]:
    """Old row, or the new title, to what became of it; what stayed is left out."""
    return {row.row or row.shown.title: set(row.kinds) for row in found.tasks if row.kinds != {"same"}}


def first(new: ParsedPlan) -> list[ParsedTask]:
    """The tasks of the first action."""
    return list(new.actions[0].tasks)


def drop(new: ParsedPlan) -> ParsedPlan:
    one, _, three = first(new)
    return with_tasks(new, [one, three])


def add_in_front(new: ParsedPlan) -> ParsedPlan:
    return with_tasks(new, [task(BUILD), *first(new)])


def reword(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, text=TEXTS[0].replace("6月", "9月"))


def rewrite_under_its_title(new: ParsedPlan) -> ParsedPlan:
    one, two, three = first(new)
    return with_tasks(new, [one, replace(two, text="加强普法宣传。建立法律明白人队伍并逐村培训到位。"), three])


def swap(new: ParsedPlan) -> ParsedPlan:
    one, two, three = first(new)
    return with_tasks(new, [two, one, three])


def to_the_other(new: ParsedPlan) -> ParsedPlan:
    one, *others = first(new)
    return with_tasks(with_tasks(new, others), [*new.actions[1].tasks, one], place=1)


def said(*names: tuple[Any, str]) -> tuple[ParsedResponsibility, ...]:
    return tuple(ParsedResponsibility(role, name) for role, name in names)


def units(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, responsibilities=said(("lead", "司法局"), ("support", "财政局")))


def spaces_of_a_name(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, responsibilities=said(("responsible", " 司法局 "), ("support", "教育局")))


def other_order_of_units(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, responsibilities=tuple(reversed(first(new)[0].responsibilities)))


def deadline(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, deadline=JUNE)


def milestone(new: ParsedPlan) -> ParsedPlan:
    return with_first(new, milestones=(ParsedMilestone("2024年6月底前", dt.date(2024, 6, 30)),))


def everything(new: ParsedPlan) -> ParsedPlan:
    return to_the_other(deadline(units(reword(new))))


BUILD, SHARE = "建立观察点。在园区设立营商环境观察点十个。", "归集执法数据。统一归集，按季度公布。"
TASKS: list[tuple[str, Change, dict[Any, set[str]]]] = [
    ("nothing", lambda new: new, {}),
    ("dropped", drop, {12: {"dropped"}}),
    ("added in front: the rest only shifts", add_in_front, {"建立观察点": {"added"}}),
    ("reworded", reword, {11: {"text"}}),
    ("another title", lambda new: with_first(new, title="力争示范命名"), {11: {"text"}}),
    ("written anew under its title", rewrite_under_its_title, {12: {"text"}}),
    ("swapped: one of the two moved", swap, {12: {"moved"}}),
    ("to another action", to_the_other, {11: {"moved"}}),
    ("units", units, {11: {"units"}}),
    ("spaces of a name", spaces_of_a_name, {}),
    ("the order of units", other_order_of_units, {}),
    ("deadline", deadline, {11: {"deadline"}}),
    ("no deadline any more", lambda new: with_first(new, deadline=NONE), {11: {"deadline"}}),
    ("a milestone", milestone, {11: {"deadline"}}),
    ("another printed number", lambda new: with_first(new, number=9), {}),
    ("the width of punctuation", lambda new: with_first(new, text=TEXTS[0].replace("，", ", ")), {}),
    ("all at once", everything, {11: {"text", "units", "deadline", "moved"}}),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TASKS], ids=[row[0] for row in TASKS])
@pytest.mark.parametrize("base", [plan, changed], ids=["the same ids", "other ids"])
def test_tasks(change: Change, expected: dict[Any, set[str]], base: Callable[[], ParsedPlan]) -> None:
    found = difference(change(base()))
    assert kinds(found) == expected
    assert found.counts["same"] == len(found.tasks) - len(expected)
    assert not found.about
    assert all(not row.kinds for row in found.actions)


def test_units_are_told_by_role() -> None:
    change = next(row for row in difference(units(changed())).tasks if row.row == 11).units
    assert change.turned == (("司法局", "responsible", "lead"),)
    assert (change.added, change.removed) == ((("support", "财政局"),), (("support", "教育局"),))


def test_a_dropped_task_stands_where_it_stood() -> None:
    assert [row.row for row in difference(drop(changed())).tasks] == [11, 12, 13, 21, 22, 23]


def with_action(new: ParsedPlan, **changes: Any) -> ParsedPlan:
    return replace(new, actions=(replace(new.actions[0], **changes), *new.actions[1:]))


ACTIONS: list[tuple[str, Change, list[set[str]]]] = [
    ("renamed", lambda new: with_action(new, heading="争创示范行动"), [{"renamed"}, set()]),
    ("another goal", lambda new: with_action(new, goal="建成示范区。"), [{"goal"}, set()]),
    ("swapped", lambda new: replace(new, actions=new.actions[::-1]), [set(), {"moved"}]),
    ("dropped", lambda new: replace(new, actions=new.actions[1:]), [set(), {"dropped"}]),
    (
        "added",
        lambda new: replace(
            new, actions=(*new.actions, action("数字政府行动", [task("建设执法平台。统一归集数据。")]))
        ),
        [set(), set(), {"added"}],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in ACTIONS], ids=[row[0] for row in ACTIONS])
@pytest.mark.parametrize("base", [plan, changed], ids=["the same ids", "other ids"])
def test_actions(change: Change, expected: list[set[str]], base: Callable[[], ParsedPlan]) -> None:
    found = [set(row.kinds) for row in difference(change(base())).actions]
    assert sorted(found, key=sorted) == sorted(expected, key=sorted)


ABOUT: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("title", {"title": "修订方案"}, [("标题", "某区2024年法治政府建设方案", "修订方案")]),
    ("number", {"document_number": "某政发〔2024〕9号"}, [("文号", "某政发〔2024〕1号", "某政发〔2024〕9号")]),
    ("number gone", {"document_number": None}, [("文号", "某政发〔2024〕1号", "")]),
    ("date", {"issued_on": dt.date(2024, 6, 1)}, [("成文日期", "2024-03-01", "2024-06-01")]),
    ("years", {"years": (2024, 2025)}, [("年度", "2024", "2024 至 2025")]),
    ("a space in the title", {"title": "某区2024年 法治政府建设方案"}, []),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in ABOUT], ids=[row[0] for row in ABOUT])
def test_the_plan_itself(changes: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    found = difference(replace(plan(), **changes)).about
    assert [(row.label, row.old, row.new) for row in found] == expected


def test_indicators_by_name() -> None:
    new = replace(plan(), indicators=(indicator("公示率", "≥98"), indicator("调解成功率", "≥60")))
    found = {row.name: (set(row.kinds), row.targets) for row in difference(new).indicators}
    assert found == {
        "公示率": ({"targets"}, ((2024, "100", "≥98"),)),
        "调解成功率": ({"added"}, ()),
        "示范项目": ({"dropped"}, ()),
    }


def test_an_indicator_keeps_its_id_under_another_name() -> None:
    first, other = (old := plan()).indicators
    new = replace(old, indicators=(replace(first, name="创建项目", area="示范"), other))
    found = compare(old, new).indicators
    assert [set(row.kinds) for row in found] == [{"changed"}, {"same"}]


class TestSaid:
    """What a person says goes before ids and before similarity."""

    def test_two_unlike_tasks_are_one(self) -> None:
        one, _, three = first(changed())
        new = with_tasks(changed(), [one, task(BUILD, id="n"), three])
        assert kinds(difference(new)) == {12: {"dropped"}, "建立观察点": {"added"}}
        assert kinds(difference(new, {"n": 12})) == {12: {"text"}}

    @pytest.mark.parametrize(("base", "item"), [(plan, "t1"), (changed, "n-t1")], ids=["the same ids", "other ids"])
    def test_two_like_tasks_are_not_one(self, base: Callable[[], ParsedPlan], item: str) -> None:
        found = difference(reword(base()), {item: None})
        assert kinds(found) == {11: {"dropped"}, "争取示范命名": {"added"}}

    def test_it_outlives_corrections_of_the_draft(self) -> None:
        new = with_first(to_the_other(add_in_front(changed())), text="完全不同的一句话。")
        found = difference(new, {"n-t1": 11})
        assert found.lost == 0
        assert next(row for row in found.tasks if row.row == 11).is_said

    @pytest.mark.parametrize("pairs", [{"gone": 11}, {"n-t1": 999}])
    def test_what_fits_no_more_is_counted_and_left(self, pairs: dict[str, int | None]) -> None:
        found = difference(changed(), pairs)
        assert (found.lost, kinds(found)) == (1, {})

    def test_one_old_task_goes_to_one_new_task(self) -> None:
        found = difference(changed(), {"n-t1": 12, "n-t2": 12})
        assert [row.new_place for row in found.tasks if row.row == 12] == [(1, 1)]
        assert found.lost == 1


class TestIds:
    """A document that was read before gives its items the same ids again."""

    def test_a_task_of_the_same_id_is_the_same_whatever_it_says(self) -> None:
        new = with_first(plan(), title="建立观察点", text=BUILD, responsibilities=(), deadline=NONE)
        assert kinds(difference(new)) == {11: {"text", "units", "deadline"}}

    def test_of_two_tasks_of_one_wording_each_stays_itself(self) -> None:
        twins = [replace(row, title="同一句", text="同一句话。") for row in first(plan())]
        old = with_tasks(plan(), twins)
        found = compare(old, with_tasks(old, [twins[2], twins[0]]), rows=ROWS)
        assert kinds(found) == {12: {"dropped"}, 13: {"moved"}}

    def test_it_goes_before_one_in_force_that_is_only_like(self) -> None:
        gone = task(TEXTS[0].replace("6月", "9月"), id="n-t1")
        found = compare(plan(), with_first(changed(), text="换了说法。"), rows={**ROWS, "n-t1": 94}, withdrawn=[gone])
        assert kinds(found) == {11: {"dropped"}, 94: {"restored", "text"}}

    def test_an_action_of_the_same_id_is_the_same_whatever_it_is_called(self) -> None:
        one, other = plan().actions
        found = difference(replace(plan(), actions=(replace(one, heading="甲乙丙丁", tasks=other.tasks), other)))
        assert [set(row.kinds) for row in found.actions] == [{"renamed"}, set()]


WITHDRAWN = {91: task(BUILD), 92: task(SHARE, deadline=JUNE)}


def say_twice(new: ParsedPlan) -> ParsedPlan:
    return with_tasks(new, [task(BUILD), task(BUILD), *first(new)])


def replace_by_it(new: ParsedPlan) -> ParsedPlan:
    one, _, three = first(new)
    return with_tasks(new, [one, task(BUILD), three])


RESTORED: list[tuple[str, Change, dict[int, ParsedTask], dict[Any, set[str]]]] = [
    (
        "word by word",
        lambda new: with_tasks(new, [task(BUILD), task(SHARE), *first(new)]),
        WITHDRAWN,
        {91: {"restored"}, 92: {"restored", "deadline"}},
    ),
    (
        "not one that is like",
        lambda new: with_tasks(new, [task(BUILD.replace("十", "八")), *first(new)]),
        WITHDRAWN,
        {"建立观察点": {"added"}},
    ),
    ("once", say_twice, WITHDRAWN, {91: {"restored"}, "建立观察点": {"added"}}),
    ("the last withdrawn", replace_by_it, {95: task(BUILD), **WITHDRAWN}, {12: {"dropped"}, 95: {"restored"}}),
    ("one in force goes first", to_the_other, {93: task(TEXTS[0])}, {11: {"moved"}}),
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
    change: Change, withdrawn: dict[int, ParsedTask], expected: dict[Any, set[str]]
) -> None:
    assert kinds(_with_withdrawn(change(changed()), withdrawn)) == expected


def _with_withdrawn(
    new: ParsedPlan, withdrawn: dict[int, ParsedTask], pairs: dict[str, int | None] | None = None
) -> Difference:
    rows = ROWS | {row.id: pk for pk, row in withdrawn.items()}
    return compare(plan(), new, rows=rows, pairs=pairs, withdrawn=list(withdrawn.values()))


def test_a_withdrawn_task_does_not_come_back_where_a_person_said_no() -> None:
    new = with_tasks(changed(), [*first(changed()), task(BUILD, id="n")])
    assert kinds(_with_withdrawn(new, WITHDRAWN, {"n": None})) == {"建立观察点": {"added"}}


def test_tasks_of_one_wording_stay_under_their_headings() -> None:
    both = "完成上级交办的其他工作。"
    old = plan()
    for place, row in enumerate(old.actions):
        old = with_tasks(old, [*row.tasks, task(both, id=f"b{place}")], place)
    new = with_tasks(read_anew(old), read_anew(old).actions[0].tasks[:-1])
    assert kinds(compare(old, new, rows={**ROWS, "b0": 14, "b1": 24})) == {14: {"dropped"}}


def test_tasks_of_one_title_are_not_paired_by_it() -> None:
    """Two were written anew under the title that they share: nothing tells which is which."""
    texts = ["甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未"], ["一二三四五六七八", "天地玄黄宇宙洪荒"]
    old, new = (
        with_tasks(plan(), [task(text, title="其他", id=f"{side}{n}") for n, text in enumerate(rows)])
        for side, rows in zip("on", texts, strict=True)
    )
    found = [set(row.kinds) for row in compare(old, new).tasks if row.kinds != {"same"}]
    assert found == [{"dropped"}, {"dropped"}, {"added"}, {"added"}]


def test_same_content_looks_past_ids_lines_and_remarks() -> None:
    new = with_first(changed(), line=99, text=TEXTS[0].replace("，", ","))
    new = replace(new, diagnostics=(Diagnostic("info", "x", "x", 1),))
    assert same_content(plan(), new)
    assert not same_content(plan(), reword(new))


def test_same_content_asks_for_goals_where_the_new_one_has_some() -> None:
    old, new = with_action(plan(), goal="到年底见成效。"), changed()
    assert same_content(old, new), "as a table of tasks gives it back"
    assert not same_content(new, old)


def test_the_record_reads_without_the_code() -> None:
    new = replace(add_in_front(everything(changed())), title="修订方案")
    found = difference(new)
    added = {row.id: 99 for row in found.tasks if row.row is None}
    rows = {row.get("task", row["of"]): row for row in records(found, added)}
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
