"""How like tasks are worded, and which of an older plan became which of a newer one."""

import pytest

from tasks.common.text import normal_text
from tasks.common.text_similarity import LIKE_ENOUGH, Wording, pair

SAME = [
    ("white space", "加强宣传。\n开展 活动。", "加强宣传。开展活动。"),
    ("the width of punctuation", "加强宣传,开展(普法)活动;", "加强宣传，开展（普法）活动；"),
    ("the width of digits", "到２０２４年，达到１００％", "到2024年，达到100%"),
]
PLAN = [
    "提升政务服务效能。以“高效办成一件事”为主线，推进业务流程再造。",
    "建立合法性审查事项清单。将重大行政决策、行政规范性文件纳入清单管理。",
    "加强行政调解工作。加强行政调解组织建设，细化调解范围和程序，健全工作台账。",
    "推进行政裁决工作。全面梳理行政裁决事项，2024年6月底前建立行政裁决事项清单。",
]


@pytest.mark.parametrize(("text", "other"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_does_not_count(text: str, other: str) -> None:
    assert normal_text(text) == normal_text(other)
    assert Wording([text]).best(other) == [(0, pytest.approx(1))]


def test_the_best_comes_first_and_no_more_than_asked() -> None:
    upper = "有序推动行政裁决工作。依据权责清单及时梳理行政裁决事项，规范裁决程序。"
    found = Wording(PLAN).best(upper, most=2)
    assert len(found) == 2
    assert found[0][0] == 3
    assert found[0][1] >= LIKE_ENOUGH > found[1][1]


def test_what_every_task_says_hardly_counts() -> None:
    texts = [f"推进法治政府建设，{words}" for words in ("公示执法信息", "培训执法人员", "化解行政争议")]
    assert Wording(texts).best("推进法治政府建设，编制年度预算")[0][1] < LIKE_ENOUGH


def test_nothing_is_like_nothing() -> None:
    assert Wording([]).best("加强宣传") == []
    assert Wording(PLAN).best("") == []
    assert Wording(["", "。"]).best("，") == []
    assert pair([], PLAN) == pair(PLAN, []) == []


def test_similarity_is_the_same_both_ways_and_never_over_one() -> None:
    left, right = Wording(PLAN).similarity(PLAN[2], 3), Wording(PLAN).similarity(PLAN[3], 2)
    assert left == pytest.approx(right)
    assert Wording(PLAN).similarity(PLAN[2], 2) == pytest.approx(1)


def test_reworded_swapped_dropped_and_new_tasks_find_their_own() -> None:
    reworded = PLAN[2].replace("细化调解范围和程序", "明确调解程序")
    new = [PLAN[3], "组织旁听庭审。每季度安排干部旁听。", PLAN[0], reworded]
    assert {(o, n) for o, n, _ in pair(PLAN, new)} == {(3, 0), (0, 2), (2, 3)}


def test_equal_tasks_keep_their_order() -> None:
    twice = ["完成上级交办的其他工作。", PLAN[0], "完成上级交办的其他工作。"]
    assert {(o, n) for o, n, _ in pair(twice, twice)} == {(0, 0), (1, 1), (2, 2)}


def test_one_old_task_becomes_one_new_task_only() -> None:
    found = pair([PLAN[0]], [PLAN[0].replace("推进", "加快"), PLAN[0]])
    assert found == [(0, 1, 1.0)]
