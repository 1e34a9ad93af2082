"""Which unit or group a name means; and what it does not mean."""

from typing import Any

import pytest

from tasks.people.models import JurisdictionAlias, Unit, UnitAlias, UnitGroupAlias
from tasks.people.names import NameBook, Resolved, find_jurisdiction, normal_name
from tests.world import World

NORMAL = [
    ("spaces", "各 乡　镇\n人民政府", "各乡镇人民政府"),
    ("round brackets", "各乡（镇）", "各乡(镇)"),
    ("tortoise-shell brackets", "各乡〔镇〕", "各乡(镇)"),
    ("square brackets", "各乡［镇］", "各乡(镇)"),
    ("lenticular brackets", "各乡【镇】", "各乡(镇)"),
    ("ascii brackets", "各乡[镇]", "各乡(镇)"),
]


@pytest.mark.parametrize(("name", "normal"), [row[1:] for row in NORMAL], ids=[row[0] for row in NORMAL])
def test_normal_name(name: str, normal: str) -> None:
    assert normal_name(name) == normal


class TestNameBook:
    def test_the_order_is_names_then_groups(self, world: World) -> None:
        book = NameBook(world.place)
        assert book.resolve("教育局") == Resolved(unit_id=world.education.pk)
        assert book.resolve("某区教育局") == Resolved(unit_id=world.education.pk)
        assert book.resolve("政府组成部门") == Resolved(group_id=world.departments.pk)

    def test_aliases_of_units_and_groups(self, world: World) -> None:
        UnitAlias.objects.create(unit=world.finance, name="财政（国资）局")
        UnitGroupAlias.objects.create(group=world.departments, name="各部门")
        book = NameBook(world.place)
        assert book.resolve("财政(国资) 局") == Resolved(unit_id=world.finance.pk)
        assert book.resolve("各部门") == Resolved(group_id=world.departments.pk)

    def test_a_unit_comes_before_a_group_of_the_same_name(self, world: World) -> None:
        UnitGroupAlias.objects.create(group=world.departments, name="教育局")
        assert NameBook(world.place).resolve("教育局") == Resolved(unit_id=world.education.pk)

    def test_a_unit_s_own_name_comes_before_another_s_alias(self, world: World) -> None:
        UnitAlias.objects.create(unit=world.finance, name="教育局")
        assert NameBook(world.place).resolve("教育局") == Resolved(unit_id=world.education.pk)

    def test_a_name_of_two_units_is_nobodys(self, world: World) -> None:
        Unit.objects.create(jurisdiction=world.place, name="某区教育局二", short_name="教育局")
        assert NameBook(world.place).resolve("教育局") == Resolved()

    @pytest.mark.parametrize("name", ["有关部门", "", "教育", "教育局局长"])
    def test_nothing_is_guessed(self, world: World, name: str) -> None:
        assert NameBook(world.place).resolve(name) == Resolved()

    def test_another_districts_units_are_not_meant(self, world: World) -> None:
        assert NameBook(world.elsewhere).resolve("教育局") == Resolved()

    @pytest.mark.parametrize("name", ["财政局", "财政（国资）局"])
    def test_a_unit_out_of_use_is_not_meant(self, world: World, name: str) -> None:
        UnitAlias.objects.create(unit=world.finance, name="财政（国资）局")
        assert NameBook(world.place).resolve(name) == Resolved(unit_id=world.finance.pk)
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        assert NameBook(world.place).resolve(name) == Resolved()

    def test_four_queries_however_many_names(self, world: World, django_assert_num_queries: Any) -> None:
        book = NameBook(world.place)
        with django_assert_num_queries(4):
            for n in range(50):
                book.resolve(f"单位{n}")


class TestFindJurisdiction:
    @pytest.mark.parametrize("name", ["某区", "某市某区", "某 区", "老某区"])
    def test_by_name_full_name_or_alias(self, world: World, name: str) -> None:
        JurisdictionAlias.objects.create(jurisdiction=world.place, name="老某区")
        assert find_jurisdiction(name) == world.place

    def test_an_unknown_or_ambiguous_name_is_none(self, world: World) -> None:
        JurisdictionAlias.objects.create(jurisdiction=world.elsewhere, name="某 区")
        assert find_jurisdiction("某区") is None
        assert find_jurisdiction("别处") is None
