"""Where a title that is too long for a line may be broken: between its parts, and into lines that look alike."""

import re

from reports.officialdoc import measures

_NOUNS = "方案|计划|要点|安排|清单|台账|分工表|分解表|责任表|任务表|意见|措施|办法"
_TAIL = rf"(?:[一二三四五]年|专项)?(?:行动|任务|责任|重点|工作|目标|实施|推进|分工|分解)*(?:{_NOUNS})"
_PLACES = re.compile(
    r"(?<=关于)"  # 红寺堡区关于 / 提升行政执法质量的意见
    r"|(?=[“《])|(?<=[”》])(?![的（(])"  # 吴江区法治政府建设 / “攻坚年” / 任务分工方案
    r"|(?<=\d年)(?![度”）)])|(?<=\d年度)"  # 西夏区2020年 / 法治政府建设
    r"|(?=[一二三四五]年行动)"
    r"|(?=[（(][^（()）]+[）)]$)"  # 三年行动计划 / （2025—2027年）
    rf"|(?<![一二三四五]年)(?<!专项)(?={_TAIL}(?:[（(][^（()）]+[）)])?$)"  # 法治政府建设 / 工作要点 / 任务分解
)


def title_breaks(title: str) -> list[str]:
    """The title in two lines, each way that the sense allows, the most even first.

    None where one line holds it, where two do not, or where no part of it ends.
    """
    if measures.characters(title) <= measures.TITLE_CHARACTERS:
        return []
    halves = [(title[: place.start()], title[place.start() :]) for place in _PLACES.finditer(title)]
    widest = {"\n".join(pair): max(map(measures.characters, pair)) for pair in halves}
    fit = [lines for lines, width in widest.items() if width <= measures.TITLE_CHARACTERS]
    return sorted(fit, key=widest.__getitem__)
