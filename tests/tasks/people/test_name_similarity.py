"""How like two names are, and what is proposed for a name that nobody knows."""

import time

import pytest

from tasks.people.name_similarity import LIKE_ENOUGH, Proposer, similarity

LIKE = [
    ("an abbreviation", "政办", "政府办公室"),
    ("an office and its full name", "住建局", "住房城乡建设和交通局"),
    ("bureaus merged into one", "工信局", "工业信息化和商务局"),
    ("a long name cut short", "人社局", "人力资源和社会保障局"),
    ("from the middle of the name", "编办", "区委机构编制委员会办公室"),
    ("the beginning of the name", "纪委", "纪委监委"),
    ("a homophone", "司发局", "司法局"),
    ("homophones in a long name", "市场临督管理局", "市场监督管理局"),
    ("another character of one sound and none of the shape", "正法委", "政法委"),
    ("first letters", "zfb", "政府办"),
    ("first letters in capitals", "SFJ", "司法局"),
    ("first letters of a longer name", "zfb", "政府办公室"),
    ("the whole spelling", "sifaju", "司法局"),
    ("a bureau renamed", "水利局", "水务局"),
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
    ("two bureaus", "教育局", "财政局"),
    ("two bureaus that share a character", "民政局", "财政局"),
    ("bureaus that end alike", "审计局", "统计局"),
    ("bureaus that end alike, too", "体育局", "教育局"),
    ("longer ones that end alike", "人力资源局", "自然资源局"),
    ("two committees", "政法委", "纪委"),
    ("other letters", "jyj", "司法局"),
    ("letters of another", "cgj", "财政局"),
    ("other words", "团委", "财政局"),
]


@pytest.mark.parametrize(("name", "other"), [row[1:] for row in LIKE], ids=[row[0] for row in LIKE])
def test_like(name: str, other: str) -> None:
    assert similarity(name, other) >= LIKE_ENOUGH
    assert similarity(other, name) == pytest.approx(similarity(name, other), abs=0.15)


@pytest.mark.parametrize(("name", "other"), [row[1:] for row in UNLIKE], ids=[row[0] for row in UNLIKE])
def test_unlike(name: str, other: str) -> None:
    assert similarity(name, other) < LIKE_ENOUGH


def test_the_best_comes_first_and_each_once() -> None:
    known = [("1", "政府办公室"), ("1", "政府办"), ("2", "政务服务办公室"), ("3", "司法局")]
    assert Proposer(known).propose("政办") == ["1", "2"]
    assert Proposer(known).propose("政府", most=1) == ["1"]
    assert Proposer(known).propose("某公司") == []


def test_bureaus_of_one_district_are_not_alike_for_its_name() -> None:
    known = [("1", "某区司法局"), ("2", "某区教育局"), ("3", "某区水务局")]
    assert Proposer(known, ["某区", "某市某区"]).propose("某区水利局") == ["3"]
    assert Proposer(known, ["某区"]).propose("某区") == []


KNOWN = [
    ("zf", "政府办公室"), ("zf", "政府办"), ("sf", "司法局"), ("jy", "教育局"), ("cz", "财政局"), ("mz", "民政局"),
    ("zj", "住房城乡建设和交通局"), ("gx", "工业信息化和商务局"), ("rs", "人力资源和社会保障局"), ("wj", "卫生健康局"),
    ("bb", "区委机构编制委员会办公室"), ("jw", "纪委监委"), ("zfw", "区委政法委"), ("sw", "税务局"),
    ("nn", "农业农村局"),
]  # fmt: skip
FIRST = [
    ("政办", "zf"), ("住建局", "zj"), ("工信局", "gx"), ("人社局", "rs"), ("编办", "bb"), ("纪委", "jw"),
    ("司发局", "sf"), ("zfb", "zf"), ("卫健局", "wj"), ("农业局", "nn"), ("政法委", "zfw"),
]  # fmt: skip
NONE = ["审计局", "统计局", "气象局", "消防救援大队", "某公司", "团委"]


@pytest.mark.parametrize(("name", "key"), FIRST, ids=[row[0] for row in FIRST])
def test_the_right_one_of_a_district_comes_first(name: str, key: str) -> None:
    assert Proposer(KNOWN).propose(name)[0] == key


@pytest.mark.parametrize("name", NONE)
def test_nothing_is_proposed_where_nothing_is_like(name: str) -> None:
    assert Proposer(KNOWN).propose(name) == []


def test_two_hundred_unknown_names_against_a_hundred_units_take_no_time() -> None:
    parts = ["发展", "教育", "科技", "民族", "公安", "民政", "司法", "财政", "资源", "生态"]
    known = [(str(n), f"{a}{b}{'局委办'[n % 3]}") for n, (a, b) in enumerate((a, b) for a in parts for b in parts)]
    proposer = Proposer([*known, *((key, f"{name[:-1]}管理{name[-1]}") for key, name in known)])
    proposer.propose("预热局")  # loads the readings
    started = time.process_time()
    for n in range(200):
        proposer.propose(f"{parts[n % 10]}{parts[n // 10 % 10]}服务{'局站所'[n % 3]}")
    assert time.process_time() - started < 2
