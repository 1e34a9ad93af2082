"""Labels that plans put before units, deadlines and the parts of a section, as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from .model import ROLES, Role

FieldKind = Literal["lead", "responsible", "support", "deadline", "leader", "remark"]
SectionKind = Literal["goal", "measures", "indicators"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _bodies(parts: str, *others: str) -> tuple[str, ...]:
    """牵头 becomes 牵头单位, 牵头部门, 牵头科室 …; ``others`` are whole labels."""
    return tuple(part + body for part in parts.split() for body in _BODIES) + others


_BODIES = _words(
    "单位 部门 科室 处室 股室 机构 主体 站所 办所 科（室） 股（室） 处（科）室 站（所） 中心 支队 "
    "县区 县（市、区） 乡镇 乡镇（街道） 镇街 "
    "单位及部门 单位和部门 部门和单位 部门单位 部门（单位） 单位（部门） "
    "单位及责任人 单位和责任人 单位及负责人 部门及负责人 科室及负责人 科室及责任人"
)
# 责任单位：司法局 · 责 任 单 位：… · 【牵头单位】…
FIELD_LABELS: dict[FieldKind, tuple[str, ...]] = {
    "lead": _bodies(
        "牵头 牵头责任 牵头（责任） 责任（牵头） 主责 主办 主要责任 第一责任 总牵头", "牵头", "主责", "主办"
    ),
    "responsible": _bodies(
        "责任 落实 实施 承办 负责 完成 任务 牵头和责任 牵头及责任 责任和配合 责任及配合",
        *_words("责任 责任分工 责任领导及责任单位 责任领导和责任单位 责任人及责任单位"),
    ),
    "support": _bodies("配合 配合责任 协办 协助 协同 参与 参加 参与责任 支持 指导", "协办", "配合", "参与", "协助"),
    "deadline": _words(
        "完成时限 完成时间 完成期限 完成日期 办结时限 落实时限 落实时间 整改时限 时限要求 时间要求 时间节点 "
        "时间进度 进度安排 进度要求 工作时限 任务时限 推进时限 实施时间 时间安排 时限 完成节点 完成时间节点 "
        "完成时限要求 完成时间要求 计划完成时间 计划完成时限 预计完成时间 任务完成时间 任务完成时限 办理时限 推进时间 "
        "落实期限 工作期限 时间期限 达标时限 目标时限 "
    ),
    "leader": (
        *(part + "负责人" for part in ("", *_words("主要 分管 具体 直接"))),
        *(
            part + place + "领导"
            for part in _words("牵头 责任 分管 包抓 包保 挂钩 挂联 联系 主管")
            for place in ("", *(region + level for region in "省市州县区旗" for level in ("", "级")))
        ),
        *_words("责任人 责任人员 联系人"),
    ),
    "remark": (*_bodies("督办 督查 监督 验收 考核 督促"), *_words("备注 成果形式 成果体现 完成情况")),
}
SECTION_LABELS: dict[SectionKind, tuple[str, ...]] = {
    "goal": _words("目标 工作目标 总体目标 主要目标 目标要求 任务目标 行动目标 预期目标 "),
    "measures": _words(
        "具体措施 工作措施 主要措施 重点措施 工作举措 主要举措 重点举措 具体任务 工作任务 主要任务 重点任务 "
        "工作内容 主要内容 任务清单 任务措施 措施 举措 任务 "
    ),
    "indicators": _words("主要指标 效果指标 成效指标 工作指标 预期指标 考核指标 绩效指标 衡量指标 量化指标 评价指标 "),
}

# 列第一位的为牵头单位，下同 · 排在第一位的部门为牵头部门 · 列第一位者为牵头单位 · 第一个单位为牵头单位
FIRST_LEADS = re.compile(
    r"(?:(?:列|排)(?:在|名)?(?:第一|首)(?:位|个)?[的者]?|(?:第一|首)(?:位|个|家))(?:责任)?(?:单位|部门)?(?:均)?(?:为|是|系)"
    r"(?:第一)?(?:牵头|主责|主办|责任牵头)"
)
# 以下均需各乡镇落实，不再列出 · 具体任务均涉及各市（州）人民政府，不再做分工
FOR_ALL = re.compile(
    r"(?:(?P<below>以下|下列)(?:各项)?(?:任务|工作)?|(?:具体|各项|上述)(?:任务|工作))(?:均|都)(?:需|须|要|由|涉及)"
    r"(?P<names>[^，,。；;]{2,40}?)(?:(?:负责|组织|贯彻|抓好)?落实)?"
    r"[，,]?(?:以下)?不再(?:一一|逐一|另行|单独|重复)?(?:列|[作做]?分工)"
)

ROLE_OF: dict[FieldKind, Role] = {role: role for role in ROLES}  # a label of units says their role


class Field(NamedTuple):
    """A value and its label, as written, whitespace and line breaks (as spaces) still inside.

    ``apart``: what has no label stands in a bracket or behind a dash, so that it is no sentence of the text.
    """

    kind: FieldKind
    label: str
    value: str
    line: int
    apart: bool = False


def _spaced(words: Iterable[str]) -> str:
    """Alternatives, longest first, each allowing spaces between its characters."""
    return "|".join(r"[ \u3000]*".join(word) for word in sorted(words, key=len, reverse=True))


_KIND_OF = {word: kind for kind, words in FIELD_LABELS.items() for word in words}
_SECTION_OF = {word: kind for kind, words in SECTION_LABELS.items() for word in words}
_LONG = [word for word in _KIND_OF if len(word) > 2] + ["时限"]
_ANY = _spaced(_KIND_OF)
# 责任单位及完成时限：县司法局，2024年9月底前
_AND_TIME = r"(?:[及和与、]\s*(?:完成|办结|落实)?(?:时限|时间|期限|进度)(?:要求|安排)?)?"
# ——牵头单位：… · ●责任单位：…
_MARK = r"(?:[—–―－\-*＊·•●○◆◇■□▲△★☆※➢→]{1,3}\s*)?"
# 具体责任单位：… · 市级牵头单位：…
_FURTHER = r"(?:具体|共同|[省市县区州旗](?:级|直))?\s*"
# What a label begins with, or its bracket, so that most places need no further look.
_FIRSTS = re.escape("".join(sorted({*(word[0] for word in _KIND_OF), *"具共省市县区州旗"})))
_MAY_BEGIN = rf"(?=\s*(?:[（(〔\[［【{_FIRSTS}]|[一二三123]是))"
# Where a label may begin: at the start, after a sentence, a clause, a space or another label, with a bracket or a dash
# of its own anywhere.
FIELD = re.compile(
    rf"(?:^|(?<=[。；;，,、！!)）\]】〕”:：])|(?<!\s)(?=\s)|(?=[（(〔\[［【—–―]))\s*+{_MARK}{_MAY_BEGIN}(?:(?:[〔\[［【]|(?<![局办委部厅处院会府镇乡街道心站所队科室联社)）])[（(])"
    rf"\s*{_FURTHER}(?P<bracketed>{_ANY}){_AND_TIME}\s*[)）〕\]］】]\s*[:：]?"
    rf"|(?P<open>[（(〔\[［【]?)\s*(?:[一二三123]是)?{_FURTHER}(?P<label>{_ANY}){_AND_TIME}\s*[:：])"
)
# 牵头单位县司法局，配合单位为县财政局: a name right behind its label
NAMED = (
    r"(?=(?:[省市县区州旗]|各)[\u4e00-\u9fff（）()]{1,20}?(?:局|办|委|部|厅|院|府|会|室|队|中心|单位|部门|镇|乡|街道)"
    r"(?:[、，,；;。)）\s]|等|$))"
)
OF_UNITS = _spaced(word for word, kind in _KIND_OF.items() if kind in ROLES and word.endswith(("单位", "部门")))
# 责任单位 司法局 (the colon lost, at the start of a line only)
BARE_FIELD = re.compile(
    rf"^\s*{_MARK}(?:(?P<label>{_spaced(_LONG)})[ \u3000\t]+(?=[^\s)）、，。:：])"
    rf"|(?P<named>{OF_UNITS})(?!.*(?:要(?!局)|应当|须|将|主动|积极|严格|认真|切实)){NAMED})"
)
# 以下任务牵头单位均为县司法局
_BARE_LABEL = re.compile(
    rf"(?:^|(?<=[，,；;。\s（(〔\[［【]))(?:以下(?:各项)?(?:任务|工作)的?)?(?P<label>{OF_UNITS})[均都]?[为是]?{NAMED}"
)
_MAY_BEGIN_FIELD = re.compile(rf"\s*{_MARK}{_MAY_BEGIN}")
SECTION = re.compile(rf"^\s*[【\[]?(?P<label>{_spaced(_SECTION_OF)})[】\]]?\s*(?:[:：]|$)")
_SPACE = re.compile(r"\s+")
# 配合单位：无 · — in a cell
_NONE, _DASHES = ("", "无", "不涉及"), " \t\n\u3000—–―－-/／\\。；;"
_NOTE_MAX = 60


def says_none(text: str) -> bool:
    """Whether a value says that there is nothing: 无, —, /."""
    return text.strip(_DASHES) in _NONE


def with_colons(value: str) -> str:
    """A labelled value, or what stands in a bracket, whose inner labels have their colon again."""
    return _BARE_LABEL.sub(r"\g<label>：", value) if "单位" in value or "部门" in value else value


def is_note(text: str) -> bool:
    """Whether a sentence of its own says something for many tasks at once."""
    return len(text) <= _NOTE_MAX and (FOR_ALL.search(text) or FIRST_LEADS.search(text)) is not None


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
