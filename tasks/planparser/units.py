"""A list of names as printed becomes single units with their roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .clean import squeeze
from .labels import FIRST_LEADS, FOR_ALL, says_none
from .model import ParsedResponsibility, Role
from .numerals import ENCLOSED

_OPEN, _CLOSE = "（(〔[［【《", "）)〕]］】》"
_WITHIN, _BETWEEN = "、", "，,；;。："
_REGIONS = "省市县区州旗镇乡村"
# 各县、区人民政府 · 市、县两级法院: one collective of several levels, not the names 各县 and 区人民政府
_LEVELS = (
    rf"(?<![^、，,；;。：])(?:各[{_REGIONS}](?:、(?:自治[县旗州]|[{_REGIONS}](?![级直委])))+"
    r"(?=(?:[（(][^（()）]{1,12}[)）])?(?:人民政府|政府|两级|三级|各级|管委会|党委|法院|检察院|[、，,；;。]|$))"
    rf"|[{_REGIONS}](?:、[{_REGIONS}](?![级直委]))+)"
)
_MARKS = re.compile(f"{_LEVELS}|[{re.escape(_OPEN + _CLOSE + _WITHIN + _BETWEEN)}]")

# What follows the names and gives them their part; longest first. None: the role of the label.
VERBS: tuple[tuple[str, Role | None], ...] = (
    (r"(?:总?牵头|统筹|主办|主责)(?:协调|抓总|负责|落实|组织(?:实施)?|推进|实施|单位)?", "lead"),  # 司法局牵头
    (
        r"(?:积极|监督|督促)?(?:配合|参与|参加|协助|协办|协同|支持|指导)(?:配合|落实|实施|做好|单位|推进|监督|督促)?",
        "support",
    ),  # 各乡镇配合
    (
        r"(?:(?:和|及|及其)?(?:按照?|依)?(?:各自)?职责(?:和?分工|权限|范围)?|依法|根据职责|分别|共同|分级|各自|按分工|具体|组织"
        r"|(?<![责和按])分工)*"
        r"(?:负责(?:落实|实施|推进)?|落实|实施|抓好落实|推进|组织实施|承办)",
        None,
    ),  # 按职责分工负责
    (r"按(?:照)?(?:各自)?(?:职责|任务)?分工|按(?:照)?(?:各自)?职责(?:分工)?", None),
)
_VERB = tuple((re.compile(rf"(?:分别|共同|具体)?(?:{pattern})$"), role) for pattern, role in VERBS)
# What every one of VERBS ends in: names that end otherwise need not be searched.
_VERB_ENDS = (
    *("头", "办", "责", "统筹", "协调", "抓总", "落实", "组织", "推进", "实施", "单位", "配合"),
    *("参与", "参加", "协助", "协同", "支持", "指导", "监督", "督促", "做好", "分工"),
)
_ROLE_NOTE = re.compile(r"[（(〔\[](?P<verb>牵头|主责|主办|负责|配合|协办|协助|参与)(?:单位|部门)?[)）〕\]]$")
# 财政局等部门 · 财政局等有关单位 · 司法局等
_AND_OTHERS = re.compile(
    r"(?<=.)等(?:\d+[家个]|[省市县区州旗乡镇](?:政府|[级直])?|[一二三四五六七八九十]+个|相关|有关|各|其他|多个|职能|成员)*"
    r"(?:部门|单位|部门单位|部门和单位|部门（单位）|部门\(单位\)|科室|处室|股室|机构)?$"
)
# 应急局等行政执法部门 · 甲镇等7个乡镇: the others are told by what they do or how many they are, not by name
_TOLD = (
    r"(?:(?<=[局办委部厅院会府])等[\u4e00-\u9fff]{2,12}?(?:部门|单位|机关)"
    r"|(?<=[局办委部厅院会府镇乡道县市区])等\d+[个家][\u4e00-\u9fff]{0,10}?(?:部门|单位|机关|政府|[县市区镇乡](?:政府)?|街道))"
)
_OTHERS_TOLD, _TOLD_IN = re.compile(_TOLD + "$"), re.compile(_TOLD)
_LEADING = re.compile(r"^(?:(?:分别|均|统一|主要|各自)?由|及|以及)(?=.{2})|^[:：、，,\s]+")
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
    rf"|(?:{FOR_ALL.pattern})[^、，；。]{{0,2}}(?:[，,](?:以)?下同)?"
)
# 县委书记牵头: a person's post leads, and is doubted as a unit
_POST = re.compile(r"(?:书记|[省市县区州旗镇乡]长|主任|局长|部长|主席|院长|检察长|秘书长|领导|同志|负责人)$")
_ENDS_AS_UNIT = re.compile(
    r"(?:局|办|委|部|厅|院|署|府|镇|乡|街道|街|中心|处|会|队|所|站|公司|部门|单位|科|室|集团|学校|银行|[妇商残文侨]联|科协|政协|海关|[分支]行|县|区|市|旗|村|机关|企业)[)）〕\]]?$"
)
# What is no name by itself, only the end of one cut by a line break.
_ONLY_AN_END = re.compile(
    r"(?:局|办|委|部|厅|人民政府|政府|办事处|街道办事处|道办事处|办公室|委员会|管理委员会|管委会|分局|支队|大队|中心|公司"
    r"|员会.*|公室|事务管理局)$"
)
# 政策法规科 / 办公室: what has no office of its own
_WITHOUT_OFFICE = re.compile(r"[科股]$")
# Words that end as units do and are none: 县人力资源和社会 保障局, 县住房和城乡 建设局, 县乡 村振兴局
_NO_END = re.compile(r"(?:社会|城乡|城市|乡村|^[省市县区州旗][市乡])$")
# 县委 编办 is one name; 县委 县政府 are two
_ONLY_A_START = re.compile(f"[{_REGIONS}](?:委|政府)?")
# 建设法治社会, 全面依法治县: what is to be reached ends as units do
_NO_NAME = re.compile(r"[。！？!?%％：:；;]|\d{2}|\d[月日]|(?:法治(?:政府|社会|乡?村|[省市县区])|依法治[省市县区])$")
# What else single units, collectives and their parts end in; anything else is doubted.
_MAY_END = re.compile(
    r"(?:股|馆|社|台|团|联|协|关|行|庭|组|班|园|场|厂|库|网|线|州|盟|省|校|学|道|监委|纪委|政协|人大|编办|机构|组织|主体|基地|园区|社区|苏木"
    r"|嘎查|兵团|军分区|监狱|公安|税务|邮政|电信|移动|联通|铁塔|电力|烟草|消防|武警|交警|气象|海事|银监|人行|户|者|方|员)[)）〕\]]?$"
)
# 重点围绕做好“六稳”工作 · 建立健全…: how sentences begin, and names do not
_SAYS = re.compile(
    r"(?:牵头|责任|配合|主责|协办|参与)(?:单位|部门).|重点(?!项目|工程|建设|企业|单位)|围绕|聚焦|积极|切实|进一步|深入|加强|强化|落实|开展|建立|健全|完善|做好|抓好|通过|按照|根据|及时|认真|严格"
    r"|督促|制定|编制|印发|提高|提升|确保|实现"
)
# 发展改革局会同司法局 is two names; 会同县司法局 begins with the name of a county
_WITH = re.compile(
    r"(?<=[局办委部厅处室院会府公司心位门])会同(?=.)"
    # 区司法局和区委组织部: both are whole, and the second begins with its own region
    r"|(?<=[局办委部厅院])(?:以及|和|与|及)(?=[省市县区州旗](?:委|政府|[\u4e00-\u9fff]{2,12}(?:局|委|办|部|厅|院|中心))(?:[、，,；;。等]|$))"
)
# 商务部等和各有关省级人民政府 · 州委编办及州直相关单位: a name and a collective
_AND_ALL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?|(?<=[局办委部厅处室院会府社心位门联镇乡道]))(?:以及|和|及其他|及)"
    r"(?=各|(?:[省市县区州旗]?[级直]?|其他)(?:有关|相关))"
)
_ENDS = "局办委部厅处科股室院署府会镇乡道街心队所站司门位行社联校"
# 县委办公室和县政府办公室: the second begins with its region too
_JOINED = re.compile(
    rf"(?<=[{_ENDS}])(?<![{_REGIONS}]委)(?:以及|和|与|及)(?=[省市县区州旗](?!场|域|容|政(?!府))[\u4e00-\u9fff]{{0,16}}?"
    r"(?:局|办|委|部|厅|院|中心|会|室|政府|部门|单位)(?:[、，,；;。等\s]|$|牵头|负责|配合|参与|按))"
)
# 县数据局/县委网信办
_SLASH = re.compile(rf"(?<=[{_ENDS}）)])\s*[/／+＋]\s*(?=[\u4e00-\u9fff]\s?[\u4e00-\u9fff])")
# 1.县发展改革委 2.县市场监管局 · ①县司法局；②县财政局
_IS_LIST = re.compile(rf"\s*(?:1\s*[.．、](?!\d)|[（(]1[)）]|1[)）]|{ENCLOSED[0]})")
_NUMBER = re.compile(
    rf"(?<!\d)\d{{1,2}}\s*[.．](?!\d)|(?<![^\s、，,；;。])\d{{1,2}}(?:、|[)）])|[（(]\d{{1,2}}[)）]|[{ENCLOSED}]"
)
# 县司法局牵头 · 县司法局（牵头）: what ends a clause where a space or a new line follows
_PART_END = re.compile(r"(?:牵头|主责|主办|负责|配合|参与|协办|协助)(?:单位)?[)）〕\]]?$")
_BREAK = re.compile(r"[\s\u3000]+")
_SEPARATORS = re.compile(f"([{re.escape(_WITHIN + _BETWEEN)}])")
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
    if says_none(value):
        return []
    first_leads = first_leads or FIRST_LEADS.search(squeeze(value)) is not None
    value = _apart(without_notes(value))
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


def others_told(value: str) -> list[str]:
    """What a list of names says of others without naming them: 等行政执法部门, but not 等有关部门."""
    return [found for found in _TOLD_IN.findall(squeeze(value)) if not _AND_OTHERS.fullmatch(f"局{found}", 1)]


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as units and collectives do, and begins as no sentence does; others are kept but doubted."""
    if not 2 <= len(name) <= 40 or _NO_NAME.search(name) or _SAYS.match(name) or _POST.search(name):
        return False
    return ends_as_unit(name) or _MAY_END.search(name) is not None


def ends_as_unit(name: str) -> bool:
    """Whether a name ends in 局, 办, 委 … as single units do."""
    return _ENDS_AS_UNIT.search(name) is not None


def _apart(value: str) -> str:
    """A list whose names are printed otherwise than with marks between them, with marks."""
    if _IS_LIST.match(value):
        value = _NUMBER.sub("，", value)
    value = _SLASH.sub("、", _JOINED.sub("、", _WITH.sub("、", value)))
    return _AND_ALL.sub("、", value)


def _heal(value: str) -> str:
    """Close up names broken by spaces or lines; where nothing else separates, keep them as separators.

    新民街 / 道办事处 is one name; 司法局 / 财政局, one a line, are two.
    """
    value = value.strip()
    if not _BREAK.search(value):
        return value
    parts = _SEPARATORS.split(value)
    first = parts[0][:1]
    parts[::2] = [_healed(part.strip(), first, listed=len(parts) > 1) for part in parts[::2]]
    return squeeze("".join(parts))


def _healed(value: str, first: str, *, listed: bool) -> str:
    """Names with spaces or lines between them; in a list (``listed``) only those that surely begin anew are apart."""
    words = _BREAK.split(value)
    healed = before = words[0]  # before: the end of the name so far
    for word in words[1:]:
        name = _ROLE_NOTE.sub("", before)
        is_start = _ONLY_A_START.fullmatch(before) and word[0] not in _REGIONS
        whole = len(name) > 1 and _ENDS_AS_UNIT.search(name) and not is_start and not _NO_END.search(name)
        # 县公安局 / 县市场监督 / 管理局 · 县司法局 / 各有关单位, but 县政府 / 各部门
        begins = (word[0] in _REGIONS and word[0] == first) or (word[0] == "各" and name[-1:] not in ("府", "委"))
        has_part = _PART_END.search(before) is not None
        apart = (whole or has_part) and (begins or (ends_as_unit(_PART_END.sub("", word)) and (has_part or not listed)))
        apart = apart and (not _ONLY_AN_END.match(word) or _WITHOUT_OFFICE.search(name) is not None)
        healed += ("，" if apart and has_part else "、" if apart else "") + word
        before = word if apart else (before + word)[-_PIECE_MAX:]
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
        # 政协办 is a name, not 政 + 协办
        if match and (not name or role is None or ends_as_unit(name) or _POST.search(name)):
            return name, None, role
    return _name(text), None, None


def _verb_role(verb: str) -> Role | None:
    return next((role for pattern, role in _VERB if pattern.fullmatch(verb)), None)


def _name(text: str) -> str:
    text = _OTHERS_TOLD.sub("", text.strip())
    return _AND_OTHERS.sub("", text).strip("等 ") if text not in ("等", "等部门", "等单位") else ""
