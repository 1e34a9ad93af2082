"""Names of regions at the start of titles and of names of offices."""

from __future__ import annotations

import re

# Words that begin ordinary phrases, not the name of a place.
_NO_NAME = (
    r"(?!法治|依法|行政|政府|建设|工作|推进|全面|深化|示范|关于|开展|加强|落实|自治区|全[省市县区国体]|[本我][省市县区级国地]"
    r"|各|[省市县区](?![中南北]区)|上级|有关|以|为|在|县区|县乡|市县|区县|省市|城乡)"
)
_CHAR = rf"(?:{_NO_NAME}(?![省市县区])[\u4e00-\u9fff])"
_FIRST = rf"{_NO_NAME}[\u4e00-\u9fff]"
_LAST = "[旗州盟](?![市县区新工高经])"  # the 州 of 杭州市 and the 旗 of 红旗区 end no name
_PROVINCE = (
    "(?:北京|天津|上海|重庆)市|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海|台湾)省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|宁夏|内蒙古|广西|西藏|新疆"
    rf"|{_FIRST}{_CHAR}{{1,2}}?省|{_FIRST}{_CHAR}{{1,6}}?自治区"
)
_PREFECTURE = rf"{_FIRST}{_CHAR}{{1,9}}?(?:自治州|地区|市|{_LAST})"  # 吴忠市
_COUNTY = rf"{_FIRST}{_CHAR}{{0,9}}?(?:自治县|自治旗|开发区|新区|林区|特区|县|区|市|{_LAST})"  # 红寺堡区
_TOWN = rf"{_FIRST}{_CHAR}{{0,5}}?(?:镇|乡|街道)"  # 太阳山镇
# 宁夏回族自治区 · 吴忠市红寺堡区 · 红寺堡区太阳山镇
_REGION = re.compile(rf"(?:{_PROVINCE})?(?:{_PREFECTURE})?(?:{_COUNTY})?(?:{_TOWN})?")
# 关于印发《银川市…》 · 中共银川市… · 2024年红寺堡区…
_BEFORE = re.compile(r"(?:关于)?(?:印发|转发)?[《〈“]?(?:中共|中国共产党)?(?:\d{4}年度?)?")
_CLOSING = ("”", "」")  # “无废城市”建设试点: a name of its own, not that of a region
# 结合西夏区实际
_LOCAL = re.compile(r"结合(?P<region>[\u4e00-\u9fff]{2,14}?)(?:工作)?实际")


def region_of(text: str) -> str | None:
    """The region that ``text`` begins with, as written; None when it begins with none."""
    before = _BEFORE.match(text)
    match = _REGION.match(text, before.end() if before else 0)
    if not match or not match.group() or text[match.end() : match.end() + 1] in _CLOSING:
        return None
    return match.group()


def local_region(text: str) -> str | None:
    """The region whose 实际 a preamble says it takes into account; None when it names none."""
    match = _LOCAL.search(text)
    found = region_of(match["region"]) if match else None
    return found if match and found == match["region"] else None
