"""Two wordings as one: what a reader sees of a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.common.text import normal_text
from tasks.plans.difference.word_diff import Segment, segments

MARKS = {"": "{}", "del": "[-{}-]", "ins": "[+{}+]"}


def shown(old: str, new: str) -> str:
    return "".join(MARKS[piece.change].format(piece.text) for piece in segments(old, new))


ROWS = [
    ("a figure is one word", "2024年16月底前", "2024年9月底前", "2024年[-16-][+9+]月底前"),
    ("a rate is one word", "覆盖率达到98.5%以上", "覆盖率达到100%以上", "覆盖率达到[-98.5%-][+100%+]以上"),
    ("words that went", "对制发的各类文件认定", "对制发的文件认定", "对制发的[-各类-]文件认定"),
    ("a clause that came", "开展宣传。", "开展宣传，总结经验。", "开展宣传[+，总结经验+]。"),
    ("no confetti", "组织领导干部旁听庭审", "组织干部参加旁听庭审", "组织[-领导干部-][+干部参加+]旁听庭审"),
    ("another clause altogether", "强化监督，", "培育示范，", "[-强化监督，-][+培育示范，+]"),
    (
        "a quotation stays whole",
        "改革”项目命名",
        "改革”项目和“人社”项目命名",
        "改革”项目[+和“人社”项目+]命名",
    ),
    ("no change", "开展活动", "开展活动", "开展活动"),
    ("the width of punctuation is none", "宣传,开展 活动", "宣传，开展活动", "宣传，开展活动"),
    ("nothing before", "", "新增。", "[+新增。+]"),
    ("nothing now", "删除。", "", "[-删除。-]"),
    ("nothing at all", "", "", ""),
]


@pytest.mark.parametrize(("old", "new", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_words(old: str, new: str, words: str) -> None:
    assert shown(old, new) == words


TEXTS = st.text(alphabet="司法局开展宣传“”（），。；12%a \n", max_size=40)


@given(TEXTS, TEXTS)
def test_both_wordings_are_there_whole(old: str, new: str) -> None:
    pieces = segments(old, new)
    assert _left(pieces, "del") == normal_text(new)
    assert _left(pieces, "ins") == normal_text(old)
    assert all(piece.text for piece in pieces)


def _left(pieces: list[Segment], without: str) -> str:
    return normal_text("".join(piece.text for piece in pieces if piece.change != without))


@given(TEXTS)
def test_the_same_text_has_no_change(text: str) -> None:
    assert all(not piece.change for piece in segments(text, text))
