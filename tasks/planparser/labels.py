"""Labels that plans put before units, deadlines and the parts of a section, as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .model import Role

FieldKind = Literal["lead", "responsible", "support", "deadline", "leader", "remark"]
SectionKind = Literal["goal", "measures", "indicators"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# 责任单位：司法局 · 责 任 单 位：… · 【牵头单位】…
FIELD_LABELS: dict[FieldKind, tuple[str, ...]] = {
    "lead": _words(
        "牵头单位 牵头部门 牵头责任单位 牵头责任部门 牵头科室 牵头单位和部门 主责单位 主责部门 主办单位 "
        "主办部门 主办科室 主要责任单位 第一责任单位 牵头 主责 主办 "
    ),
    "responsible": _words(
        "责任单位 责任部门 责任科室 责任主体 责任股室 责任处室 责任机构 责任单位及部门 责任分工 落实单位 "
        "落实部门 实施单位 实施主体 承办单位 承办部门 负责单位 负责部门 完成单位 任务单位 "
    ),
    "support": _words(
        "配合单位 配合部门 配合科室 配合责任单位 协办单位 协办部门 协助单位 协同单位 协同部门 参与单位 参与部门 "
        "参加单位 参加部门 参与责任单位 支持单位 协办 配合 参与 "
    ),
    "deadline": _words(
        "完成时限 完成时间 完成期限 完成日期 办结时限 落实时限 落实时间 整改时限 时限要求 时间要求 时间节点 "
        "时间进度 进度安排 进度要求 工作时限 任务时限 推进时限 实施时间 时间安排 时限 "
    ),
    "leader": _words("牵头领导 责任领导 分管领导 包抓领导 主管领导 牵头区领导 责任人 责任人员 联系人 "),
    "remark": _words("备注 成果形式 成果体现 完成情况 "),
}
SECTION_LABELS: dict[SectionKind, tuple[str, ...]] = {
    "goal": _words("目标 工作目标 总体目标 主要目标 目标要求 任务目标 行动目标 预期目标 "),
    "measures": _words(
        "具体措施 工作措施 主要措施 重点措施 工作举措 主要举措 重点举措 具体任务 工作任务 主要任务 重点任务 "
        "工作内容 主要内容 任务清单 任务措施 "
    ),
    "indicators": _words("效果指标 成效指标 工作指标 预期指标 考核指标 绩效指标 衡量指标 量化指标 评价指标 "),
}

ROLES: dict[FieldKind, Role] = {"lead": "lead", "responsible": "responsible", "support": "support"}


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value, as written, whitespace and line breaks (as spaces) still inside."""

    kind: FieldKind
    label: str
    value: str
    line: int


def _spaced(words: Iterable[str]) -> str:
    """Alternatives, longest first, each allowing spaces between its characters."""
    return "|".join(r"[ \u3000]*".join(word) for word in sorted(words, key=len, reverse=True))


_KIND_OF = {word: kind for kind, words in FIELD_LABELS.items() for word in words}
_SECTION_OF = {word: kind for kind, words in SECTION_LABELS.items() for word in words}
_LONG = [word for word in _KIND_OF if len(word) > 2] + ["时限"]
_ANY = _spaced(_KIND_OF)
# Where a label may begin: at the start, after a sentence or clause, after an opening bracket or a space.
FIELD = re.compile(
    rf"(?:^|(?<=[。；;，,、！!\s)）\]】〕”]))\s*(?:[（(〔\[［【]\s*(?P<bracketed>{_ANY})\s*[)）〕\]］】]\s*[:：]?"
    rf"|(?P<open>[（(〔\[［【]?)\s*(?:[一二三123]是)?(?P<label>{_ANY})\s*[:：])"
)
# 责任单位 司法局 (the colon lost, at the start of a line only)
BARE_FIELD = re.compile(rf"^\s*(?P<label>{_spaced(_LONG)})[ \u3000\t]+(?=[^\s)）、，。])")
_FIRSTS = re.escape("".join(sorted({word[0] for word in _KIND_OF})))
_MAY_BEGIN_FIELD = re.compile(rf"\s*[（(〔\[［【一二三123{_FIRSTS}]")
SECTION = re.compile(rf"^\s*[【\[]?(?P<label>{_spaced(_SECTION_OF)})[】\]]?\s*(?:[:：]|$)")
_SPACE = re.compile(r"\s+")


def field_kind(label: str) -> FieldKind:
    """The kind of a label that FIELD or BARE_FIELD matched."""
    return _KIND_OF[_SPACE.sub("", label)]


def section_kind(label: str) -> SectionKind:
    """The kind of a label that SECTION matched."""
    return _SECTION_OF[_SPACE.sub("", label)]


def label_word(text: str) -> FieldKind | None:
    """The kind of a whole cell that is a label, such as a column head; None for any other text."""
    return _KIND_OF.get(_SPACE.sub("", text))


def begins_field(text: str) -> bool:
    """Whether a line begins with a label of units or time."""
    if not _MAY_BEGIN_FIELD.match(text):
        return False
    return FIELD.match(text) is not None or BARE_FIELD.match(text) is not None
