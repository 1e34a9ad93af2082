"""Small plans in plain form, and ways to change one."""

import copy
from collections.abc import Sequence
from typing import Any

Contract = dict[str, Any]
NONE = {"text": None, "kind": "none", "due": None, "ongoing": False, "annual": None}
DECEMBER = {"text": "2024年12月", "kind": "date", "due": "2024-12-31", "ongoing": False, "annual": None}
JUNE = {"text": "2024年6月", "kind": "date", "due": "2024-06-30", "ongoing": False, "annual": None}
TEXTS = (
    "争取示范命名。开展创建，组织实地评估，2024年6月底前完成申报。",
    "加强普法宣传。在集市和校园开展宣传，全年不少于4场次。",
    "公示执法信息。公示行政执法主体、依据、程序和结果，公示率100%。",
    "培训执法人员。每人每年不少于60学时，考试合格后上岗。",
    "办理行政复议案件。繁简分流，调解优先，按期办结。",
    "化解行政争议。发挥协调化解中心作用，负责人出庭应诉。",
)


def task(text: str, number: int = 1, **more: Any) -> Contract:
    said = [{"role": "responsible", "name": "司法局"}, {"role": "support", "name": "教育局"}]
    row = {"number": number, "title": text.split("。")[0], "text": text, "responsibilities": said}
    return {**row, "deadline": DECEMBER, "milestones": [], "line": None, **more}


def action(heading: str, tasks: Sequence[Contract], number: int = 1) -> Contract:
    return {"number": number, "heading": heading, "goal": None, "tasks": list(tasks), "line": None}


def plan() -> Contract:
    """Two actions of three tasks each, lines 10 to 60."""
    tasks = [task(text, n, line=10 * n) for n, text in enumerate(TEXTS, 1)]
    return {
        "title": "某区2024年法治政府建设方案",
        "document_number": "某政发〔2024〕1号",
        "issuer": None,
        "issued_on": "2024-03-01",
        "years": [2024],
        "jurisdiction": "某区",
        "cites": [],
        "actions": [action("示范创建行动", tasks[:3], 1), action("规范执法行动", tasks[3:], 2)],
        "indicators": [indicator("示范项目", "≥5"), indicator("公示率", "100")],
        "diagnostics": [],
    }


def indicator(name: str, text: str) -> Contract:
    target = {"year": 2024, "text": text, "operator": None, "value": None}
    return {"number": 1, "area": "依法行政", "name": name, "unit": "个", "targets": [target], "line": None}


IDS = [[11, 12, 13], [21, 22, 23]]


def changed() -> Contract:
    return copy.deepcopy(plan())
