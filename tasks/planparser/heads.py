"""The head of a table, recognised by its words, in any order and on one row or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from .clean import squeeze
from .labels import label_word
from .model import ROLES
from .units import looks_like_unit

Column = Literal[
    "number", "area", "indicator", "unit", "task", "measure", "lead", "responsible", "support", "deadline", "target",
    "stage", "year", "other",
]  # fmt: skip
TableKind = Literal["indicators", "tasks", "unknown"]
_T = TypeVar("_T")

# 年度重点工作任务, 主要工作内容: words that may stand, several together, before what a column holds
_OF_WORK = "(?:具体|工作|主要|重点|重要|年度|目标|改革|创建|建设|分解|细化|任务|推进|贯彻|落实|创新|整改|实施){0,3}"
# Words of a column head, tried in order; labels of units and time come from the label tables.
COLUMN_WORDS: tuple[tuple[Column, str], ...] = (
    ("number", r"序号?|(?:任务|指标|项目)?(?:序号|编号)|项次|N[Oo]\.?"),
    ("indicator", r"(?:[一二三]级)?指标(?:名称|内容|项目)?|(?:具体|主要|考核|评价)指标|指标项"),
    ("unit", r"(?:计量|指标)?单位"),
    ("year", r"(?:目标|考核|完成|实施)?年[度份]"),
    ("task", r".{0,4}(?:任务|事项)[及和与](?:目标|要求|措施|内容).{0,4}|目标[及和与]?任务(?:.{2})?"),
    ("target", r".{0,6}(?:目标值|目标|指标值|预期值|标准值)|.{0,2}目标[及和]?(?:要求|内容|标准)|(?:工作|目标)成效"),
    ("target", r"(?:量化|考核|验收|完成|评价|评估|达标|质量)(?:标准|指标|要求)|预期(?:成效|效果|成果)"),
    ("measure", rf"{_OF_WORK}(?:内容|措施|举措)(?:内容|[及和与、]?(?:要求|标准|目标|措施|举措))?"),
    ("measure", rf"{_OF_WORK}目标[及和与](?:措施|举措)"),
    ("measure", r"(?:具体|细化|分解)(?:任务|工作|要求)|任务要求|工作(?:要求|标准|安排)"),
    ("task", rf"{_OF_WORK}(?:任务|事项)(?:名称|分解|清单|项目|分工|明细|描述|要点|[（(](?:措施|举措)[）)])?"),
    ("task", r"(?:年度)?重点工作|工作项目|主要工作|工作要点|项目名称"),
    (
        "area",
        r"(?:深化|重点|工作|任务|所属|涉及|指标|责任|建设|改革|主要|目标|创建|项目|专项)?"
        r"(?:领域|类别|板块|行动|分类|方面|方向|模块)(?:名称)?",
    ),
    ("area", r"[一二三]级任务|项目|大项|章节|任务类型|总任务|(?:工作|实施|推进)?阶段"),
    ("task", r"(?:任务|事项|项目|指标)?(?:序号|编号)[及和与、](?:任务|事项|项目)?(?:名称|内容|任务|事项)"),
    ("stage", r"第?[一二三四1-4]季度(?:末|底)?|[上下]半年|\d{1,2}月份?(?:底前?|前)?|[一二三四五六七八九十]{1,2}月份?"),
)  # fmt: skip
_COLUMN = tuple((column, re.compile(pattern)) for column, pattern in COLUMN_WORDS)
# 攻坚任务, 攻坚行动: heads, but cells below a head may end so too
_BY_LAST_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}(?:(?P<task>任务)|(?P<area>领域|行动|板块))")
# 2024年 · 2024年度目标值; but 2023年完成值 is what was reached
_YEAR_HEAD = re.compile(r"(20\d\d)\s*年?(?:度)?(?:目标值?|指标值?|任务)?")
_REACHED = re.compile(r".*(?:基期|基数|基准|现状|实际|完成)(?:值|数|情况|水平)?")  # above a year: no target of it
_TIME_HEAD = re.compile(
    r"(?:计划|拟|预计|要求|任务|目标)?(?:完成|办结|落实|推进|整改|计划|工作|截止|起止|时序|序时)?"
    r"(?:时限|时间|期限|日期|时间节点|进度)(?:[及和]?(?:要求|安排|节点))?(?:[（(].{1,6}[）)])?"
)
_UNIT_HEAD = re.compile(
    r"(?:[省市州盟县区旗][级直]|具体|责任)?(?P<role>牵头|责任|配合|参与|协办|主责|落实|承办|承担|负责|主办|实施|协助|协作)"
    r"(?:[（(]责任[）)]|（?[市县区]?[级直]?）?)?"
    r"(?:单位|部门|科室|主体|处室|股室)?(?:及.*|和.*|（.*）|\(.*\))?"
)
_ROLE_HEADS: dict[str, Column] = {
    "牵头": "lead", "主责": "lead", "主办": "lead", "责任": "responsible", "落实": "responsible", "承办": "responsible",
    "承担": "responsible", "负责": "responsible", "协作": "support",
    "实施": "responsible", "配合": "support", "参与": "support", "协办": "support", "协助": "support",
}  # fmt: skip
_BY_WHOM: frozenset[Column] = frozenset(ROLES)
_SOMEBODY: frozenset[Column] = _BY_WHOM | {"deadline"}


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: what each holds, the year of a target column, and the words printed above it."""

    columns: tuple[Column, ...]
    years: tuple[int | None, ...]
    names: tuple[str, ...]

    @property
    def kind(self) -> TableKind:
        """``indicators`` has a name and targets; ``tasks`` has tasks or measures, and units, times or numbers."""
        has = set(self.columns)
        if "indicator" in has and {"target", "unit"} & has:
            return "indicators"
        if {"task", "measure"} & has and (_SOMEBODY | {"number"}) & has:
            return "tasks"
        return "unknown"

    @property
    def lacks_task(self) -> bool:
        """Whether there are columns of units or times, but none that is known to hold the tasks."""
        return self.kind == "unknown" and bool(_SOMEBODY & set(self.columns))

    @property
    def left_out(self) -> list[int]:
        """Positions of the columns that are not read in a table of this kind."""
        unread = (
            {"other", "unit", "year"} if self.kind == "tasks" else {"other", "stage", "task", "measure", *_SOMEBODY}
        )
        return [at for at, column in enumerate(self.columns) if column in unread]

    def at(self, column: Column) -> list[int]:
        """Positions of the columns of one kind."""
        return [at for at, found in enumerate(self.columns) if found == column]

    def with_number(self, at: int) -> Head:
        """The head with the column at ``at`` as one of numbers; tasks that stand left of it are headings."""
        columns: list[Column] = ["area" if column == "task" else column for column in self.columns[:at]]
        return replace(self, columns=(*columns, "number", *self.columns[at + 1 :]))

    def with_task(self, at: int) -> Head:
        """The head with the column at ``at`` as that of the tasks."""
        return replace(self, columns=(*self.columns[:at], "task", *self.columns[at + 1 :]))

    def widened(self, at: int) -> Head:
        """The head with one more, empty cell at ``at``; a table drawn as a grid has that at its end instead."""
        end = len(self.columns) - (not self.names[-1])
        return Head(
            (*self.columns[:at], "other", *self.columns[at:end]),
            (*self.years[:at], None, *self.years[at:end]),
            (*self.names[:at], "", *self.names[at:end]),
        )


def unknown_head(cells: Sequence[str]) -> Head:
    """The head of a table whose columns are not known; none of them is read."""
    return Head(tuple(padded([], len(cells), "other")), (None,) * len(cells), tuple(cells))


def read_head(cells: Sequence[str]) -> Head | None:
    """The columns, where at least half of the cells are words of a column head; a merged cell is one.

    Two of them have to be words that no cell below a head is. Stages stand under heads as well, units in columns of
    their own: neither counts.
    """
    named = [_column(cell) for cell in cells]
    printed = {
        cell: column
        for cell, (column, _) in zip(cells, named, strict=True)
        if cell and column != "stage" and not (column == "other" and looks_like_unit(cell))
    }
    known = sum(column != "other" for column in printed.values())
    if known < 2 or known * 2 < len(printed) or sum(_surely(cell)[0] != "other" for cell in printed) < 2:
        return None
    return _levelled(Head(tuple(column for column, _ in named), tuple(year for _, year in named), tuple(cells)))


def heading_role(words: str) -> Column | None:
    """What a column under a heading of these words holds: 承办单位 is responsible; None where nobody knows them."""
    column = _column(squeeze(words))[0]
    return None if column == "other" else column


def is_column(text: str) -> bool:
    """Whether a cell is the head of a column, or a label, though nobody reads it: 备注. 6月 may be either."""
    return _surely(text)[0] not in ("other", "stage") or label_word(text) is not None


def names_area(text: str) -> bool:
    """Whether a word is the head of a column of areas: 工作领域."""
    return _column(text)[0] == "area"


def _column(cell: str) -> tuple[Column, int | None]:
    """What the column below a head holds, and its year; judged by its last word as the last resort."""
    column, year = _surely(cell)
    last = _BY_LAST_WORD.fullmatch(cell) if column == "other" else None
    if last:
        column = "task" if last["task"] else "area"
    return column, year


def _surely(cell: str) -> tuple[Column, int | None]:
    year = _YEAR_HEAD.fullmatch(cell)
    if year:
        return "target", int(year[1])
    kind = label_word(cell)
    if kind in ("lead", "responsible", "support", "deadline"):
        return kind, None
    if _TIME_HEAD.fullmatch(cell):
        return "deadline", None
    for column, pattern in _COLUMN:
        if pattern.fullmatch(cell):
            return column, None
    unit = _UNIT_HEAD.fullmatch(cell)
    return (_ROLE_HEADS[unit["role"]], None) if unit else ("other", None)


def _levelled(head: Head) -> Head:
    """Of 一级指标, 二级指标 … the lowest is the indicator, and what stands above it is its area; so with 二级任务.

    Without a target or a unit of measure it is what the units beside it are to do; beside tasks, what is to be reached.
    """
    columns = list(head.columns)
    *above, lowest = head.at("indicator") or [-1]
    for at in above:
        columns[at] = "area"
    if lowest >= 0 and not {"target", "unit"} & set(columns) and _SOMEBODY & set(columns):
        columns[lowest] = "target" if {"task", "measure"} & set(columns) else "task"
    if not {"indicator", "task", "measure"} & set(columns):
        for at in [at for at, name in enumerate(head.names) if name.endswith("级任务")][-1:]:
            columns[at] = "task"
    return replace(head, columns=tuple(columns))


def second_row(head: Head, cells: Sequence[str], alone: Head | None) -> Head | None:
    """A head of two rows: 目标值 over 2024年 and 2025年, 责任分工 over 牵头单位 and 配合单位.

    ``alone`` is the second row read by itself: the head of another table where both are whole.
    """
    width = max(len(cells), len(head.columns))
    above, below = padded(head.names, width, ""), padded(cells, width, "")
    own = [name if name != over else "" for over, name in zip(above, below, strict=True)]  # a cell over both rows
    if alone and alone.kind != "unknown" and head.kind != "unknown" and all(own):
        return None
    columns, years = padded(head.columns, width, "other"), padded(head.years, width, None)
    whom = _of_several(columns, above)
    found = [known for both in zip(columns, above, own, whom, strict=True) if (known := _under(*both))]
    if not any(own) or len(found) < width:
        return None
    return _levelled(
        Head(
            tuple(column for column, _ in found),
            tuple(low or high for high, (_, low) in zip(years, found, strict=True)),
            tuple(_whole_name(over, name) for over, name in zip(above, own, strict=True)),
        )
    )


def _of_several(columns: Sequence[Column], names: Sequence[str]) -> list[Column | None]:
    """For each column the part of the units below, where the head 责任单位 stands over several."""
    over: list[tuple[Column, str]] = []
    for column, name in zip(columns, names, strict=True):
        over.append((column, name) if name or not over else over[-1])
    return [column if column in _BY_WHOM and over.count((column, name)) > 1 else None for column, name in over]


def _under(column: Column, above: str, below: str, whom: Column | None) -> tuple[Column, int | None] | None:
    """What a column holds by the lower of two cells of its head; None where that is no word of a head.

    2023年 under 基期值 is what was reached; 县司法局 under 责任单位, with other units, is a column for that unit.
    """
    low, year = _column(below)
    if not below:
        return column, None
    if whom and low == "other" and looks_like_unit(below):
        return whom, None
    if year and _REACHED.fullmatch(above):
        return "other", None
    return (low, year) if low != "other" or label_word(below) else None


def _whole_name(above: str, below: str) -> str:
    """2024年 over 一季度 is 2024年一季度; 责任分工 over 牵头单位 is 牵头单位."""
    whole = _YEAR_HEAD.fullmatch(above) or (_YEAR_HEAD.fullmatch(below) and _REACHED.fullmatch(above))
    return above + below if below and whole else below or above


def padded(values: Sequence[_T], width: int, filler: _T) -> list[_T]:
    """The values, and the filler behind them up to ``width``."""
    return [*values, *[filler] * (width - len(values))]
