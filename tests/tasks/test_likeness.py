"""How like two names are, and what is proposed for a name that nobody knows."""

import pytest

from tasks.likeness import LIKE_ENOUGH, Proposer, likeness

LIKE = [
    ("an abbreviation", "政办", "政府办公室"),
    ("the other way round", "人力资源和社会保障局", "人社局"),
    ("a character mistaken", "市场监督菅理局", "市场监督管理局"),
    ("a character lost", "自然资局", "自然资源局"),
    ("with the place before it", "红寺堡区司法局", "司法局"),
    ("brackets", "各乡（镇）", "各乡[镇]"),
]
UNLIKE = [
    ("another bureau", "司法局", "教育局"),
    ("one character", "局", "司法局"),
    ("nothing", "", "司法局"),
    ("other words", "团委", "财政局"),
]


@pytest.mark.parametrize(("name", "other"), [row[1:] for row in LIKE], ids=[row[0] for row in LIKE])
def test_like(name: str, other: str) -> None:
    assert likeness(name, other) >= LIKE_ENOUGH
    assert likeness(other, name) == pytest.approx(likeness(name, other), abs=0.15)


@pytest.mark.parametrize(("name", "other"), [row[1:] for row in UNLIKE], ids=[row[0] for row in UNLIKE])
def test_unlike(name: str, other: str) -> None:
    assert likeness(name, other) < LIKE_ENOUGH


def test_the_best_comes_first_and_each_once() -> None:
    known = [("1", "政府办公室"), ("1", "政府办"), ("2", "政务服务办公室"), ("3", "司法局")]
    assert Proposer(known).propose("政办") == ["1", "2"]
    assert Proposer(known).propose("政府", most=1) == ["1"]
    assert Proposer(known).propose("某公司") == []


def test_bureaus_of_one_district_are_not_alike_for_its_name() -> None:
    known = [("1", "某区司法局"), ("2", "某区教育局"), ("3", "某区水务局")]
    assert Proposer(known, ["某区", "某市某区"]).propose("某区水利局") == ["3"]
    assert Proposer(known, ["某区"]).propose("某区") == []
