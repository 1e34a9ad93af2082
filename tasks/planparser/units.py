"""Stage 4a: a list of names as printed becomes single units with their roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .clean import squeeze
from .labels import FIRST_LEADS, FOR_ALL
from .model import ParsedResponsibility, Role

_OPEN, _CLOSE = "（(〔[［【《", "）)〕]］】》"
_WITHIN, _BETWEEN = "、", "，,；;。："
_MARKS = re.compile(f"[{re.escape(_OPEN + _CLOSE + _WITHIN + _BETWEEN)}]")

# What follows the names and gives them their part; longest first. None: the role of the label.
VERBS: tuple[tuple[str, Role | None], ...] = (
    (r"(?:总?牵头|主办|主责)(?:抓总|负责|落实|组织(?:实施)?|推进|实施|单位)?", "lead"),  # 司法局牵头
    (
        r"(?:积极)?(?:配合|参与|参加|协助|协办|协同|支持|指导)(?:配合|落实|实施|做好|单位|推进)?",
        "support",
    ),  # 各乡镇配合
    (
        r"(?:(?:和|及|及其)?(?:按照?|依)?(?:各自)?职责(?:和?分工|权限|范围)?|依法|根据职责|分别|共同|分级|各自|按分工|具体|组织)*"
        r"(?:负责(?:落实|实施|推进)?|落实|实施|抓好落实|推进|组织实施|承办)",
        None,
    ),  # 按职责分工负责
    (r"按(?:照)?(?:各自)?(?:职责|任务)?分工|按(?:照)?(?:各自)?职责(?:分工)?", None),
)
_VERB = tuple((re.compile(rf"(?:分别|共同|具体)?(?:{pattern})$"), role) for pattern, role in VERBS)
# What every one of VERBS ends in: names that end otherwise need not be searched.
_VERB_ENDS = (
    *("头", "办", "责", "抓总", "落实", "组织", "推进", "实施", "单位", "配合"),
    *("参与", "参加", "协助", "协同", "支持", "指导", "做好", "分工"),
)
_ROLE_NOTE = re.compile(r"[（(〔\[](?P<verb>牵头|主责|主办|负责|配合|协办|协助|参与)(?:单位|部门)?[)）〕\]]$")
# 财政局等部门 · 财政局等有关单位 · 司法局等
_AND_OTHERS = re.compile(
    r"(?<=.)等(?:\d+[家个]|[省市县区州旗乡镇](?:政府|[级直])?|[一二三四五六七八九十]+个|相关|有关|各有关|各相关|多个|职能|成员)*"
    r"(?:部门|单位|部门单位|部门和单位|部门（单位）|部门\(单位\)|科室|处室|股室|机构)?$"
)
_LEADING = re.compile(r"^(?:由|及|以及|各自由)(?=.{2})|^[:：、，,\s]+")
# ，和县财政局: a word between names; but 和平区 and 和顺县 are names of places
_AND = re.compile(
    r"^[和与](?!(?![省市县区州旗镇乡各其有])[\u4e00-\u9fff]{1,4}?(?:[省市县区州旗镇乡]|街道|社区))(?=.{2})"
)
# （列第一位的为牵头单位，下同）
_FIRST_NOTE = re.compile(
    rf"[（(〔\[]?[^（(〔\[，,；;、。）)]{{0,10}}?(?:{FIRST_LEADS.pattern})[^）)〕\]]{{0,30}}[)）〕\]]?"
)
# （以下均需各乡镇落实，不再列出）
_NOTE_FOR_ALL = re.compile(
    r"[（(〔\[][^（）()〔〕\[\]]{0,80}不再[^（）()〔〕\[\]]{0,20}列[^（）()〔〕\[\]]{0,20}[)）〕\]]"
    rf"|(?:{FOR_ALL.pattern})[^、，；。]{{0,2}}"
)
_ENDS_AS_UNIT = re.compile(
    r"(?:局|办|委|部|厅|院|署|府|镇|乡|街道|街|中心|处|会|队|所|站|公司|部门|单位|科|室|集团|学校|银行|妇联|县|区|市|旗|村|机关|企业)[)）〕\]]?$"
)
# What is no name by itself, only the end of one cut by a line break.
_ONLY_AN_END = re.compile(
    r"(?:局|办|委|部|厅|人民政府|政府|办事处|街道办事处|道办事处|办公室|委员会|管理委员会|管委会|分局|支队|大队|中心|公司"
    r"|员会.*|公室|事务管理局)$"
)
# Words that end as units do and are none: 县人力资源和社会 保障局, 县住房和城乡 建设局, 县乡 村振兴局
_NO_END = re.compile(r"(?:社会|城乡|城市|乡村|^[省市县区州旗][市乡])$")
# 县委 编办 is one name; 县委 县政府 are two
_REGIONS = "省市县区州旗镇乡村"
_ONLY_A_START = re.compile(f"[{_REGIONS}](?:委|政府)?")
_NO_NAME = re.compile(r"[。！？%％]|\d{2}")
# 发展改革局会同司法局 is two names; 会同县司法局 begins with the name of a county
_WITH = re.compile(
    r"(?<=[局办委部厅处室院会府公司心位门])会同(?=.)"
    # 区司法局和区委组织部: both are whole, and the second begins with its own region
    r"|(?<=[局办委部厅院])(?:以及|和|与|及)(?=[省市县区州旗](?:委|政府|[\u4e00-\u9fff]{2,12}(?:局|委|办|部|厅|院|中心))(?:[、，,；;。等]|$))"
)
# 商务部等和各有关省级人民政府 · 州委编办及州直相关单位: a name and a collective
_AND_ALL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?|(?<=[局办委部厅处室院会府社心位门联]))(?:以及|和|及其他|及)"
    r"(?=各|(?:[省市县区州旗]?[级直]?|其他)(?:有关|相关))"
)
_BREAK = re.compile(r"[\s\u3000]+")
_PIECE_MAX = 200  # characters: no name with its part is longer


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    closes: bool  # a clause ends here


def without_notes(value: str) -> str:
    """Units and times without what is said there for other tasks: 列第一位的为牵头单位, 以下均需…不再列出."""
    return _NOTE_FOR_ALL.sub("", _FIRST_NOTE.sub("", value)).rstrip("，,；;。")


def split_units(value: str, role: Role, *, first_leads: bool = False) -> list[ParsedResponsibility]:
    """The units of one labelled value, as written, each once for each role.

    ``role`` is that of the label; 牵头, 配合, 参与 in the text override it for the names of their clause.
    ``first_leads``: the plan says that the unit listed first leads (列第一位的为牵头单位).
    """
    first_leads = first_leads or FIRST_LEADS.search(squeeze(value)) is not None
    value = _AND_ALL.sub("、", _WITH.sub("、", without_notes(value)))
    found: list[ParsedResponsibility] = []
    clause: list[ParsedResponsibility] = []
    for at, piece in enumerate(_pieces(_heal(value))):
        name, own, whole_clause = _read(_AND.sub("", piece.text) if at else piece.text)
        if whole_clause:
            clause = [ParsedResponsibility(whole_clause, earlier.name) for earlier in clause]
        if name:
            clause.append(ParsedResponsibility(own or whole_clause or role, name))
        if piece.closes:
            found += clause
            clause = []
    found += clause
    if first_leads and found and role == "responsible":
        found[0] = ParsedResponsibility("lead", found[0].name)
    return list(dict.fromkeys(found))


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as units and collectives do; others are kept but doubted."""
    return 2 <= len(name) <= 40 and not _NO_NAME.search(name)


def ends_as_unit(name: str) -> bool:
    """Whether a name ends in 局, 办, 委 … as single units do."""
    return _ENDS_AS_UNIT.search(name) is not None


def _heal(value: str) -> str:
    """Close up names broken by spaces or lines; where nothing else separates, keep them as separators.

    新民街 / 道办事处 is one name; 司法局 / 财政局, one a line, are two.
    """
    value = value.strip()
    if any(mark in value for mark in _WITHIN + _BETWEEN):
        return squeeze(value)
    words = _BREAK.split(value)
    healed = words[0]
    for before, word in pairwise(words):
        is_start = _ONLY_A_START.fullmatch(before) and word[0] not in _REGIONS
        whole = _ENDS_AS_UNIT.search(before) and not is_start and not _NO_END.search(before)
        begins = word[0] in _REGIONS and word[0] == words[0][0]  # 县公安局 / 县市场监督 / 管理局
        apart = whole and (begins or ends_as_unit(word)) and not _ONLY_AN_END.match(word)
        healed += ("、" if apart else "") + word
    return squeeze(healed)


def _pieces(value: str) -> Iterator[_Piece]:
    """Names between separators that stand outside brackets: 各县（市、区） is one."""
    depth, start = 0, 0
    for mark in _MARKS.finditer(value):
        at, char = mark.start(), mark.group()
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if depth == 0 and char in _WITHIN + _BETWEEN:
            yield _Piece(value[start:at], char in _BETWEEN)
            start = at + 1
    yield _Piece(value[start:], closes=True)


def _read(text: str) -> tuple[str, Role | None, Role | None]:
    """A piece as (name, role of this name alone, role that it gives its whole clause)."""
    text = _LEADING.sub("", text.strip())
    note = _ROLE_NOTE.search(text)
    if note:
        return _name(text[: note.start()]), _verb_role(note["verb"]), None
    for pattern, role in _VERB if len(text) <= _PIECE_MAX and text.endswith(_VERB_ENDS) else ():
        match = pattern.search(text)
        name = _name(text[: match.start()]) if match else ""
        if match and (not name or role is None or ends_as_unit(name)):  # 政协办 is a name, not 政 + 协办
            return name, None, role
    return _name(text), None, None


def _verb_role(verb: str) -> Role | None:
    return next((role for pattern, role in _VERB if pattern.fullmatch(verb)), None)


def _name(text: str) -> str:
    return _AND_OTHERS.sub("", text.strip()).strip("等 ") if text.strip() not in ("等", "等部门", "等单位") else ""
