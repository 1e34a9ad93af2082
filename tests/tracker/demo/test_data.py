"""The demo is a true story: its figures are those of the published report, all of them and no others.

These tests read the demo's JSON files, the roster fixture, and the two public documents they answer to.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tasks.people.models import Jurisdiction, Unit, UnitAlias, UnitGroup, UnitGroupAlias
from tasks.people.names import NameBook, find_jurisdiction, normal_name
from tests.tracker.demo.published_figures import FIRST_RESPONSIBLE, NOT_FIGURES, REPORTED, ROWS, SHORTCOMINGS, Row

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).parents[3] / "fixtures"
PLAN = FIXTURES / "plans" / "hongsibu-2024-eight-actions.txt"
ENFORCEMENT_PLAN = FIXTURES / "plans" / "hongsibu-2023-2025-enforcement.txt"
PUBLISHED = (FIXTURES / "published" / "hongsibu-2024-annual-report.txt").read_text(encoding="utf-8")
PUBLISHED_SHA256 = "7ff9e344df9665519d409264866a5fdda71cb268564653b7b313290fbf040ec7"
ROSTER = FIXTURES / "roster.json"

ENTRIES: list[dict[str, Any]] = json.loads((FIXTURES / "demo" / "progress-2024.json").read_text(encoding="utf-8"))
SECTIONS: dict[str, Any] = json.loads((FIXTURES / "demo" / "sections-2024.json").read_text(encoding="utf-8"))
ACCOUNTS: list[dict[str, Any]] = json.loads((FIXTURES / "demo" / "accounts.json").read_text(encoding="utf-8"))

# Work on the other plans, all of it invented: accepted at once, and what is still under way.
AT_ONCE = ["accepted-2023-2025.json", "accepted-2020.json"]
UNDER_WAY = ["progress-2025.json", "progress-2020.json"]


def invented(name: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((FIXTURES / "demo" / name).read_text(encoding="utf-8"))
    return listed


ACCEPTED = [entry for entry in ENTRIES if entry["outcome"] == "accepted"]
OTHERS = [entry for entry in ENTRIES if entry["outcome"] != "accepted"]
PERIODS = [f"2024年第{quarter}季度" for quarter in "一二三四"]
# Left unlinked on purpose: too vague to say which units it means, so that staff see a name that waits for them.
VAGUE = "政府各相关部门"
LONGEST_SHARED_RUN = 15

Figures = Counter[tuple[str, str, str]]


def figures_of(items: list[dict[str, Any]]) -> Figures:
    """(label, value, unit) of every figure in these entries or sections, counted."""
    return Counter((row["label"], row["value"], row["unit"]) for item in items for row in item["figures"])


def rows_as_figures(rows: list[Row]) -> Figures:
    return Counter((label, value, unit) for _, label, value, unit in rows)


def published_sections() -> str:
    """Sections 一 to 三 as published: the fourth looks ahead and counts nothing."""
    return PUBLISHED[PUBLISHED.index("一、2024年") : PUBLISHED.index("四、2025年")]


def number_spans(text: str, within: str) -> list[tuple[int, int]]:
    """Where the numbers inside each occurrence of `within` stand in `text`."""
    return [
        (found.start() + number.start(), found.start() + number.end())
        for found in re.finditer(re.escape(within), text)
        for number in re.finditer(r"\d+(?:\.\d+)?", within)
    ]


def names(text: str, value: str, unit: str) -> bool:
    """Whether the text says this value with its unit, not merely the tail of a longer number."""
    return re.search(rf"(?<![\d.]){re.escape(value + unit)}", text) is not None


def words_only(text: str) -> str:
    return re.sub(r"\W", "", text)


@cache
def runs(text: str) -> frozenset[str]:
    size = LONGEST_SHARED_RUN + 1
    return frozenset(text[n : n + size] for n in range(len(text) - size + 1))


@cache
def plan_names() -> dict[int, tuple[int, list[str]]]:
    """Task number > (action number, responsible names as written), read plainly from the 2024 plan."""
    text = PLAN.read_text(encoding="utf-8")
    text = text[text.index("二、重点任务") : text.index("三、组织保障")]
    found: dict[int, tuple[int, list[str]]] = {}
    for action, chunk in enumerate(re.split(r"^\([一二三四五六七八]\)", text, flags=re.M)[1:], 1):
        for number, names in re.findall(r"^(\d+)\. .*?责任单位[:：](.*?)完成时限", chunk, flags=re.M | re.S):
            found[int(number)] = (action, re.split("[、，]", re.sub(r"\s", "", names)))
    return found


def all_narratives() -> list[tuple[str, str]]:
    """(name for the test, text) of every text of our own, the first versions of returned reports included."""
    entries = [
        (f"{entry['unit']}-{entry['number']}-{entry['period'][-3]}-{key}", entry[key])
        for entry in ENTRIES
        for key in ("narrative", "first_narrative")
        if key in entry
    ]
    return entries + [(kind, section["text"]) for kind, section in SECTIONS.items()]


@pytest.fixture
def district(db: None) -> Jurisdiction:
    call_command("loaddata", str(ROSTER), verbosity=0)
    return Jurisdiction.objects.get(name="红寺堡区")


@pytest.fixture
def units(district: Jurisdiction) -> dict[str, Unit]:
    return {unit.short_name: unit for unit in district.units.all()}


def members_meant(book: NameBook, names: list[str]) -> set[int]:
    """The units that these names of the plan expand to."""
    found = [book.resolve(name) for name in names]
    direct = {row.unit_id for row in found if row.unit_id}
    groups = UnitGroup.objects.filter(pk__in=[row.group_id for row in found if row.group_id])
    return direct | set(groups.values_list("members", flat=True))


class TestRoster:
    def test_the_district_lies_in_its_city_and_region(self, district: Jurisdiction) -> None:
        city = district.parent
        assert city is not None
        assert city.parent is not None
        assert [district.full_name, city.name, city.parent.name] == ["吴忠市红寺堡区", "吴忠市", "宁夏回族自治区"]

    @pytest.mark.parametrize("name", ["红寺堡区", "红寺堡", "吴忠市红寺堡区", "宁夏回族自治区吴忠市红寺堡区"])
    def test_the_district_is_known_by_each_of_its_names(self, district: Jurisdiction, name: str) -> None:
        assert find_jurisdiction(name) == district

    def test_no_name_of_a_place_means_two_things(self, district: Jurisdiction) -> None:
        meanings: dict[tuple[int, str], set[tuple[str, int]]] = defaultdict(set)
        for unit in Unit.objects.all():
            for name in (unit.name, unit.short_name):
                meanings[unit.jurisdiction_id, normal_name(name)].add(("unit", unit.pk))
        for unit_alias in UnitAlias.objects.all():
            meanings[unit_alias.jurisdiction_id, normal_name(unit_alias.name)].add(("unit", unit_alias.unit_id))
        for group in UnitGroup.objects.all():
            meanings[group.jurisdiction_id, normal_name(group.name)].add(("group", group.pk))
        for group_alias in UnitGroupAlias.objects.all():
            meanings[group_alias.jurisdiction_id, normal_name(group_alias.name)].add(("group", group_alias.group_id))
        assert {name for name, meant in meanings.items() if len(meant) > 1} == set()

    def test_an_alias_belongs_to_the_jurisdiction_of_what_it_names(self, district: Jurisdiction) -> None:
        for alias in UnitAlias.objects.select_related("unit"):
            assert alias.jurisdiction_id == alias.unit.jurisdiction_id
        for alias in UnitGroupAlias.objects.select_related("group"):
            assert alias.jurisdiction_id == alias.group.jurisdiction_id

    def test_no_group_is_empty(self, district: Jurisdiction) -> None:
        assert not UnitGroup.objects.filter(members=None).exists()

    def test_every_name_of_the_2024_plan_resolves_but_the_vague_one(self, district: Jurisdiction) -> None:
        book = NameBook(district)
        names = {name for _, written in plan_names().values() for name in written}
        unresolved = {name for name in names if book.resolve(name) == book.resolve("无此单位")}
        assert unresolved == {VAGUE}

    def test_every_name_of_the_enforcement_plan_resolves(self, district: Jurisdiction) -> None:
        book = NameBook(district)
        written = re.findall(
            r"^(?:责任|牵头|配合)单位\s*[:：]\s*(.+)$", ENFORCEMENT_PLAN.read_text("utf-8"), flags=re.M
        )
        names = {name for line in written for name in line.split("、")}
        assert len(names) > 5
        assert {name for name in names if book.resolve(name) == book.resolve("无此单位")} == set()

    @pytest.mark.parametrize(
        ("document", "place", "unknown"),
        [
            ("hongsibu-2024-eight-actions", "红寺堡区", {VAGUE}),
            ("hongsibu-2023-2025-enforcement", "红寺堡区", set()),
            # Which departments a matter concerns, and which lead a trade, the plan does not say.
            ("xixia-2020-implementation", "西夏区", {"各有关部门", "各行业主管部门"}),
            ("ningxia-2025-four-actions", "宁夏回族自治区", set()),
        ],
    )
    def test_every_name_as_read_resolves_but_those_that_nobody_can_know(
        self, district: Jurisdiction, document: str, place: str, unknown: set[str]
    ) -> None:
        rows = json.loads((FIXTURES / f"{document}.json").read_text(encoding="utf-8"))
        names = {row["fields"]["name"] for row in rows if row["model"] == "tasks.responsibility"}
        book = NameBook(Jurisdiction.objects.get(name=place))
        assert {name for name in names if book.resolve(name) == book.resolve("无此单位")} == unknown

    @pytest.mark.parametrize("name", ["西夏区", "银川市西夏区", "宁夏银川市西夏区"])
    def test_the_other_district_is_known_too(self, district: Jurisdiction, name: str) -> None:
        place = find_jurisdiction(name)
        assert place is not None
        assert place.full_name == "银川市西夏区"


class TestAccounts:
    def test_every_unit_exists(self, district: Jurisdiction) -> None:
        known = set(Unit.objects.values_list("jurisdiction__name", "short_name"))
        assert {(row["place"], row["unit"]) for row in ACCOUNTS if row["unit"]} <= known

    def test_every_unit_with_an_entry_has_a_liaison(self) -> None:
        served = {row["unit"] for row in ACCOUNTS if row["role"] == "liaison" and row["place"] == "红寺堡区"}
        assert {entry["unit"] for entry in ENTRIES} <= served

    def test_the_roles_are_one_admin_staff_of_each_place_and_liaisons(self) -> None:
        roles = Counter(row["role"] for row in ACCOUNTS)
        assert set(roles) == {"admin", "staff", "liaison"}
        assert roles["admin"] == 1
        staff = Counter((row["place"], row["unit"]) for row in ACCOUNTS if row["role"] == "staff")
        assert staff == {("红寺堡区", "司法局"): 2, ("西夏区", "司法局"): 1, ("宁夏回族自治区", "司法厅"): 1}

    def test_one_liaison_serves_two_units_and_some_units_have_two(self) -> None:
        liaisons = [row for row in ACCOUNTS if row["role"] == "liaison"]
        assert sorted(Counter(row["username"] for row in liaisons).values())[-2:] == [1, 2]
        assert max(Counter((row["place"], row["unit"]) for row in liaisons).values()) == 2

    def test_a_username_is_one_person(self) -> None:
        assert len({row["username"] for row in ACCOUNTS}) == len({(row["username"], row["name"]) for row in ACCOUNTS})


class TestEntries:
    def test_the_plan_has_29_tasks_in_8_actions(self) -> None:
        assert sorted(plan_names()) == list(range(1, 30))
        assert {action for action, _ in plan_names().values()} == set(range(1, 9))

    @pytest.mark.parametrize("number", range(1, 30))
    def test_whoever_reports_on_a_task_is_assigned_to_it(
        self, district: Jurisdiction, units: dict[str, Unit], number: int
    ) -> None:
        action, names = plan_names()[number]
        assigned = members_meant(NameBook(district), names)
        entries = [entry for entry in ENTRIES if entry["number"] == number]
        assert entries, "every task has something to show"
        assert {entry["action"] for entry in entries} == {action}
        assert {entry["unit"] for entry in entries if units[entry["unit"]].pk not in assigned} == set()

    def test_a_unit_reports_once_a_period_on_a_task(self) -> None:
        keys = Counter((entry["unit"], entry["number"], entry["period"]) for entry in ENTRIES)
        assert max(keys.values()) == 1
        assert {entry["period"] for entry in ENTRIES} == set(PERIODS)

    def test_completion_never_falls_and_nothing_follows_the_end(self) -> None:
        stories: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
        for entry in sorted(ENTRIES, key=lambda entry: PERIODS.index(entry["period"])):
            stories[entry["unit"], entry["number"]].append(entry)
        for story in stories.values():
            completions = [entry["completion"] for entry in story]
            assert completions == sorted(completions)
            assert 100 not in completions[:-1]

    def test_the_file_is_in_the_order_of_the_year(self) -> None:
        order = [PERIODS.index(entry["period"]) for entry in ENTRIES]
        assert order == sorted(order)

    def test_every_outcome_is_there_to_be_seen(self) -> None:
        outcomes = Counter(entry["outcome"] for entry in ENTRIES)
        assert set(outcomes) == {"accepted", "submitted", "returned", "draft"}
        assert outcomes["submitted"] >= 8
        assert outcomes["returned"] >= 4
        assert outcomes["draft"] >= 3

    def test_a_returned_report_has_a_reason_and_an_answered_one_a_first_version(self) -> None:
        for entry in ENTRIES:
            answered = entry.get("resubmitted", False)
            assert ("return_reason" in entry) == (entry["outcome"] == "returned" or answered)
            assert ("first_narrative" in entry) == answered
        assert any(entry.get("resubmitted") for entry in ACCEPTED)


class TestInventedEntries:
    """The story of the other plans, which must not look like anybody's results."""

    @pytest.mark.parametrize("name", AT_ONCE)
    def test_what_is_accepted_counts_nothing(self, name: str) -> None:
        assert [entry["narrative"] for entry in invented(name) if re.search(r"\d", entry["narrative"])] == []

    @pytest.mark.parametrize("name", AT_ONCE + UNDER_WAY)
    def test_nothing_falls_into_the_year_whose_report_was_published(self, name: str) -> None:
        assert {entry["period"] for entry in invented(name)}.isdisjoint(PERIODS)

    @pytest.mark.parametrize("name", UNDER_WAY)
    def test_what_is_under_way_is_not_accepted(self, name: str) -> None:
        assert "accepted" not in {entry["outcome"] for entry in invented(name)}

    @pytest.mark.parametrize("name", AT_ONCE)
    def test_no_two_tasks_tell_the_same(self, name: str) -> None:
        texts = Counter(entry["narrative"] for entry in invented(name))
        assert max(texts.values()) == 1

    @pytest.mark.parametrize("name", AT_ONCE + UNDER_WAY)
    def test_no_text_copies_the_published_report(self, name: str) -> None:
        for entry in invented(name):
            assert runs(words_only(entry["narrative"])) & runs(words_only(PUBLISHED)) == frozenset()


class TestPublishedFigures:
    def test_the_published_report_is_kept_byte_for_byte(self) -> None:
        digest = hashlib.sha256((FIXTURES / "published" / "hongsibu-2024-annual-report.txt").read_bytes())
        assert digest.hexdigest() == PUBLISHED_SHA256

    @pytest.mark.parametrize(("quote", "label", "value", "unit"), ROWS, ids=[row[1] for row in ROWS])
    def test_each_row_quotes_one_place_and_its_number(self, quote: str, label: str, value: str, unit: str) -> None:
        assert published_sections().count(quote) == 1
        assert re.findall(r"\d+(?:\.\d+)?", quote) == [value]

    def test_accepted_progress_carries_the_figures_of_section_one_and_no_others(self) -> None:
        assert figures_of(ACCEPTED) == rows_as_figures(REPORTED)

    @pytest.mark.parametrize(("kind", "rows"), [("first", FIRST_RESPONSIBLE), ("lacking", SHORTCOMINGS)])
    def test_a_section_carries_its_figures_and_no_others(self, kind: str, rows: list[Row]) -> None:
        assert figures_of([SECTIONS[kind]]) == rows_as_figures(rows)

    def test_every_number_as_published_is_in_a_row_or_counts_nothing(self) -> None:
        text = published_sections()
        quotes = [quote for quote, *_ in ROWS] + [words for words, _ in NOT_FIGURES]
        covered = {span for quote in quotes for span in number_spans(text, quote)}
        every = {found.span() for found in re.finditer(r"\d+(?:\.\d+)?", text)}
        assert [text[max(0, start - 12) : end + 8] for start, end in sorted(every - covered)] == []

    def test_each_figure_is_named_in_the_text_beside_it(self) -> None:
        texts = [(entry["narrative"], entry) for entry in ACCEPTED]
        texts += [(section["text"], section) for section in SECTIONS.values()]
        for text, holder in texts:
            assert [row["label"] for row in holder["figures"] if not names(text, row["value"], row["unit"])] == []

    def test_the_text_of_accepted_progress_counts_nothing_but_its_figures(self) -> None:
        for entry in ACCEPTED:
            numbers = set(re.findall(r"\d+(?:\.\d+)?", entry["narrative"].replace("12345", "")))
            assert numbers == {row["value"] for row in entry["figures"]}, entry["narrative"]

    def test_what_is_not_accepted_carries_no_published_figure(self) -> None:
        published = {(value, unit) for _, _, value, unit in ROWS}
        for entry in OTHERS:
            assert not published & {(row["value"], row["unit"]) for row in entry["figures"]}
            assert [pair for pair in published if names(entry["narrative"], *pair)] == []

    @pytest.mark.parametrize(("name", "text"), all_narratives(), ids=[name for name, _ in all_narratives()])
    def test_no_text_of_ours_copies_the_published_one(self, name: str, text: str) -> None:
        assert runs(text) & runs(PUBLISHED) == frozenset()
        assert runs(words_only(text)) & runs(words_only(PUBLISHED)) == frozenset()
