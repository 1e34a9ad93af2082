"""Lines that belong to the page, the site or the letter around a plan, never to the plan itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATE = r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
_MADE = "发布|公开|生成|成文|更新|发文|印发|公布|录入"
_BUTTON = "打印|打印正文|打印本页|关闭|关闭窗口|收藏|返回顶部|我要纠错|下载|朗读|纠错"
_PAGE = r"[-—–－_·•\s]*"

# Each row: what it is, and the lines it takes (whole line unless it ends in .*).
PATTERNS: tuple[tuple[str, str], ...] = (
    ("page number", rf"{_PAGE}\d{{1,4}}{_PAGE}"),  # — 3 —
    ("page number", r"第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"),  # 第 3 页 共 10 页
    ("running head", r"[^。；;，,：:\t|]{2,60}\s+第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"),  # 方案 第2页
    ("contents", r"目\s*[录次]|.{2,80}?(?:[.．·‥]{4,}|…{2,})[.．·‥…\s]*\d{1,3}"),  # 一、规范执法……… 2
    ("rule", r"[-—–_=*·.．…~～\s×xX|+:]{2,}|×"),  # --------
    ("breadcrumb", r".{0,30}首页\s*(?:[>＞»›/\\|｜].*|$)"),  # 首页>政府信息公开>部门文件
    ("breadcrumb", r"您?(?:现在|当前)?的?(?:所在)?位置\s*[:：].*"),  # 您当前的位置:首页 > 专题专栏
    ("record", r"索\s*引\s*号.*"),  # 索 引 号 640105-107/2020-00067 文号 …
    ("record", rf"(?:{_MADE})\s*(?:日期|时间|机构|机关|单位|时限|方式|范围)\s*[:：]?\s*.*"),  # 发布日期: 2020-05-11
    (
        "record",
        r"(?:所属|主题|内容|信息|公文|文件|体裁|组配)\s*(?:分类|类别|种类|词|名称|编号)\s*[:：]?\s*.*",
    ),  # 所属分类 部门文件
    ("record", r"(?:效力状态|有效性|时效性|文\s*号|主\s*题\s*词|关\s*键\s*词|责任编辑)\s*[:：]?.*"),  # 效力状态 有效
    ("record", r"责任部门.*公开方式.*"),  # 责任部门 … 公开方式 主动公开
    (
        "record",
        r"[（(]?\s*(?:信息|文章|稿件|文件)?来\s*源\s*[:：].*|时间\s*[:：]\s*\d{4}.*|作\s*者\s*[:：].*",
    ),  # 时间:2025-03-28 来源:…
    ("record", r"浏览(?:次数|量)?\s*[:：]?.*|点击(?:数|率)\s*[:：].*"),  # 浏览次数：12
    ("button", r"字\s*[号体](?:大小)?\s*[:：].*"),  # 字号: [小][大]
    ("button", r"[【\[]?\s*[大中小]\s*[】\]]?(?:\s*[【\[]?\s*[大中小]\s*[】\]]?)+"),  # [大] [中] [小]
    ("button", rf"[【\[]?\s*(?:{_BUTTON})\s*[】\]]?(?:\s*[【\[].*)?"),  # 【打印正文】
    ("button", r"(?:用?微信)?扫(?:一扫|描)?.{0,20}|.{0,6}二维码.{0,10}|手机(?:浏览|版|扫).*"),  # 扫一扫 手机浏览
    (
        "button",
        r"分享(?:(?:到|至).*)?|(?:相关)?附件下载.*|[上下]一[篇条页]\s*[:：]?.*|相关(?:链接|阅读|文档|解读)\s*[:：]?.*",
    ),  # 分享至好友和朋友圈
    ("button", r"(?:保护视力色|背景色)\s*[:：].*"),  # 背景色：…
    ("footer", r".*(?:ICP备|公网安备|版权所有|网站标识码|政府网站找错).*|技术支持\s*[:：].*"),  # 版权所有：…
    (
        "footer",
        r"主办(?:单位)?\s*[:：].*(?:网站|电话|技术支持|标识码|备案).*|主\s*办\s*[:：].*(?:承|督)\s*办\s*[:：].*",
    ),  # 主办：… 承办：… · 主办：… 督办：…, above the office that printed it
    ("openness", r"[（(]\s*(?:此件|本文)?\s*(?:(?:公开|主动|依申请|不予?|删减).{0,8})\s*[)）]"),  # (此件公开发布)
    ("openness", r"此件(?:主动|依申请|不)?公开.{0,6}|公开(?:方式|属性|形式|选项)\s*[:：].*"),  # 公开方式：主动公开
    ("copies", r"抄\s*[送报]\s*[:：].*|共印\s*\d+\s*份.*"),  # 抄送：…
    ("copies", r".{2,40}(?:办公室|办公厅|秘书处|局)\s*" + _DATE + r"\s*印发"),  # …办公室 2024年3月5日印发
    (
        "contact",
        r"[（(]?\s*(?:联\s*系\s*人|联系电话|联系方式|电子邮箱|邮箱)(?:[（(][^（()）]{1,8}[）)])?\s*[:：].*",
    ),  # 联系人：…
    ("table", r"续\s*表.{0,6}|[（(]续[)）]|单位\s*[:：]\s*(?:个|件|次|人|万元|亿元|%|项).{0,6}"),  # 续表
)
_RECORD = re.compile(
    rf"(?:索引号|文号|发文字号|标题|(?:信息|公文|文件)?名称|有效性|时效性|效力状态|主题词|关键词|体裁|语种|内容概述|政策咨询(?:机关|电话)"
    rf"|(?:{_MADE}|制发)(?:日期|时间|机构|机关|单位|部门)|(?:所属|主题|信息|公文|文件|组配|服务对象)?(?:分类|类别))[:：]?"
)
_FURNITURE = re.compile(rf"(?:[•·▪]\s*)?(?:{'|'.join(f'(?:{pattern})' for _, pattern in PATTERNS)})")
_SITE = re.compile("|".join(f"(?:{pattern})" for name, pattern in PATTERNS if name in ("button", "footer")))
# 填报单位：县司法局, in a row above or below a table; on a line of its own 报送时间：每月底 is what the plan asks for
_FORM = re.compile(
    r"(?:(?:填报|填表|制表|报送|上报|更新|编制|统计|汇总|审核|审签|复核|经办)(?:单位|部门|时间|日期|人员?|负责人)?|联系(?:人|电话|方式))"
    r"(?:[（(].{1,8}[）)])?\s*[:：].*"
)
_PAGE_NUMBER = re.compile("|".join(f"(?:{pattern})" for name, pattern in PATTERNS if name == "page number"))

# 各市、县(区)人民政府,自治区政府各部门、各直属机构:
SALUTATION = re.compile(
    r"(?=[^。；;]{2,160}[:：]\s*$)(?:各|[^:：]{0,30}(?:人民政府|委员会|党委|办公室|办公厅|单位|部门|办|委|局))[^。]*[:：]\s*"
)
# 《…方案》已经自治区人民政府同意,现印发给你们,请结合实际,认真贯彻落实。
NOTICE = re.compile(
    r".{0,400}(?:现(?:将.{0,120})?(?:予以)?(?:印发|转发|下发)|请(?:结合实际|遵照|认真).{0,40}(?:执行|落实|实施))"
)
# 关于印发《…》的通知
NOTICE_TITLE = re.compile(r".{0,60}(?:印发|转发|下发).{2,120}的通知\s*")
# 附件：1.主要指标 · 附件1 · 附件1 主要指标 · 附表
ANNEX = re.compile(
    r"\s*附\s*(?:[件表](?:\s*[\d一二三四五六七八九十]{1,3})?\s*(?:[:：]|$)|[:：]"
    r"|[件表]\s*[\d一二三四五六七八九十]{1,3}\s+(?=[^。；;，,]{2,60}$))\s*(?P<title>.*)"
)
# 各地各部门要切实扛起责任,…: a closing word to everybody, not part of the last task
CLOSING = re.compile(r"(?:请?各|全[区市县省]各)[^。，,]{1,30}?(?:要|应|须|需)")
_RED_HEAD = re.compile(r"[\u4e00-\u9fff（）()]{2,40}(?:文件|人民政府|办公厅|办公室|委员会|局|厅)")
_CAPTION = re.compile(
    r"[^。；;]{2,60}(?:表|清单|指标(?:体系)?|台账|目录|一览|方案|分工|名单|名册|清册|样表|模板|台帐)\s*(?:[（(][^）)]*[)）])?"
)


def is_furniture(text: str) -> bool:
    """Whether a whole line is page, site or letter furniture."""
    text = text.strip()
    return len(text) <= 300 and _FURNITURE.fullmatch(text) is not None


def is_site_row(cells: Sequence[str]) -> bool:
    """Whether a table row is nothing but furniture of a site: 上一篇：… | 下一篇：…, 【打印】 | 【关闭】."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_SITE.fullmatch(cell) for cell in filled)


def is_form(text: str) -> bool:
    """Whether a cell says who filled a form in, or when."""
    return _FORM.fullmatch(text.strip()) is not None


def is_form_row(cells: Sequence[str]) -> bool:
    """Whether a table row says who filled the form in, and when: 填报单位：县司法局 | 填报时间： | 2024年2月1日."""
    filled = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))  # a merged cell once
    labels = ["", *filled[:-1]]  # what stands before each
    return bool(filled) and all(
        is_form(cell) or (is_form(before) and before[-1] in ":：") for before, cell in zip(labels, filled, strict=True)
    )


def is_record(cells: Sequence[str]) -> bool:
    """Whether a table row is one of a site's record: 索引号 | … | 主题分类 | …"""
    return bool(cells) and _RECORD.fullmatch("".join(cells[0].split())) is not None


def is_page_number(text: str) -> bool:
    """Whether a whole line is the number of a page: — 3 —, 第3页."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_letter(text: str) -> bool:
    """Whether a line belongs to the covering notice: whom it addresses, what it sends, its own title."""
    text = text.strip()
    return any(pattern.fullmatch(text) for pattern in (SALUTATION, NOTICE_TITLE)) or NOTICE.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a short line names the table or list that follows it: 法治政府建设主要指标."""
    return _CAPTION.fullmatch(text.strip()) is not None


def is_heading_of_letter(text: str) -> bool:
    """附件, a bare red head (…文件) or an office alone on its line."""
    return ANNEX.fullmatch(text) is not None or _RED_HEAD.fullmatch(text) is not None
