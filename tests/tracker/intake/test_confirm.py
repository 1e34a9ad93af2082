"""Confirming a draft: all of it or nothing, with what was decided about names; and what is remembered."""

from dataclasses import replace
from typing import Any

import pytest

from tasks.common.errors import ServiceError
from tasks.people.models import JurisdictionAlias, Unit, UnitAlias, UnitGroup
from tasks.people.unit_kinds import is_collective, kind_of
from tasks.plans.models import Plan, Responsibility, Task
from tasks.plans.services.plans import unresolved_names
from tests.tracker.intake.imports import TEXT, confirm, decide, ready_draft
from tests.world import World
from tracker.intake import parsing as draft_parsing
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.names import name_rows
from tracker.intake.services.draft_changes import draft_change
from tracker.intake.services.review import draft_place

State = PlanDraft.State


class TestConfirm:
    def test_the_corrected_plan_is_written_with_its_indicators(self, world: World) -> None:
        draft = ready_draft(world)
        (remark,) = draft.reviewed.diagnostics
        content = replace(draft.reviewed, title="改过的标题")
        changes = {"content": content, "acknowledged": [remark.id]}
        draft_change(draft=draft, revision=0, user=world.staff, what="", **changes)
        plan = confirm(draft, world)
        draft.refresh_from_db()
        assert (draft.state, draft.plan) == (State.CONFIRMED, plan)
        assert (plan.title, plan.status, plan.diagnostics) == ("改过的标题", Plan.Status.DRAFT, [])
        assert Task.objects.filter(action__plan=plan).count() == 3
        assert plan.indicators.get().targets.get().text == "≥5"
        assert plan.source.sha256 == draft.sha256

    DECISIONS = [
        ("a unit", lambda w: {"unit": w.finance.pk}, "财政局", None),
        ("a group", lambda w: {"group": w.departments.pk}, None, "政府组成部门"),
        ("a new unit", lambda w: {"new_unit": "某区财政部门"}, "财政部门", None),
        ("a new group", lambda w: {"new_group": "财政部门", "members": [w.finance.pk]}, None, "财政部门"),
        ("left", lambda w: {"leave": True}, None, None),
    ]

    @pytest.mark.parametrize(
        ("decision", "unit", "group"), [row[1:] for row in DECISIONS], ids=[row[0] for row in DECISIONS]
    )
    def test_a_decision_is_carried_out_and_remembered(
        self, world: World, decision: object, unit: str | None, group: str | None
    ) -> None:
        draft = ready_draft(world)
        decide(draft, 财政部门=decision(world))
        plan = confirm(draft, world)
        (said,) = [
            row
            for task in Task.objects.filter(action__plan=plan)
            for row in task.responsibilities.all()
            if row.name == "财政部门"
        ]
        assert (said.unit and said.unit.short_name, said.group and said.group.name) == (unit, group)
        again = ready_draft(world, text=TEXT + "\n\n")
        second = confirm(again, world)
        meant = {
            row.name: row for task in Task.objects.filter(action__plan=second) for row in task.responsibilities.all()
        }
        assert (meant["财政部门"].unit, meant["财政部门"].group) == (said.unit, said.group)

    TWO_UNITS = [
        ("one of the two", lambda w: {"unit": w.finance.pk}, "某区财政局", None),
        ("a third", lambda w: {"unit": w.education.pk}, "某区教育局", None),
        ("a group", lambda w: {"group": w.departments.pk}, None, "政府组成部门"),
        ("a new unit", lambda w: {"new_unit": "某区财政国资局"}, "某区财政国资局", None),
    ]

    @pytest.mark.parametrize(
        ("decision", "unit", "group"), [row[1:] for row in TWO_UNITS], ids=[row[0] for row in TWO_UNITS]
    )
    @pytest.mark.parametrize("is_revision", [False, True], ids=["new plan", "new version"])
    def test_a_decision_on_a_name_of_two_units_holds_in_this_plan(
        self, world: World, decision: Any, unit: str | None, group: str | None, is_revision: bool
    ) -> None:
        Unit.objects.create(jurisdiction=world.place, name="某区金融局", short_name="财政局")
        draft = ready_draft(world, text=TEXT.replace("财政部门", "财政局"), stands_alone=not is_revision)
        if is_revision:
            PlanDraft.objects.filter(pk=draft.pk).update(revises=world.plan)
        decide(draft, 财政局=decision(world))
        plan = confirm(draft, world)
        said = Responsibility.objects.get(task__action__plan=plan, name="财政局")
        assert (said.unit and said.unit.name, said.group and said.group.name) == (unit, group)

    def test_what_leans_on_a_new_unit_beside_two_of_its_name_means_that_one(self, world: World) -> None:
        Unit.objects.create(jurisdiction=world.place, name="某区金融局", short_name="财政局")
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "财政局、财局、涉财部门"))
        group = {"new_group": "涉财部门", "members": ["财政局"]}
        decide(draft, 财政局={"new_unit": "某区财政国资局"}, 财局={"same": "财政局"}, 涉财部门=group)
        said = Responsibility.objects.get(task__action__plan=confirm(draft, world), name="财局")
        made = Unit.objects.get(name="某区财政国资局")
        assert (said.unit, [*UnitGroup.objects.get(name="涉财部门").members.all()]) == (made, [made])

    @pytest.mark.parametrize(
        ("new", "unit", "group"),
        [
            pytest.param({"new_unit": "某区水利局"}, "某区水利局", None, id="a unit"),
            pytest.param({"new_group": "水利局", "members": []}, None, "水利局", id="a group"),
            pytest.param(None, None, None, id="taken back"),
        ],
    )
    def test_a_name_may_mean_what_another_one_makes(
        self, world: World, new: object, unit: str | None, group: str | None
    ) -> None:
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "区水利部门、水利局"))
        decide(draft, 水利局=new or {"leave": True}, 区水利部门={"same": "水利局"})
        plan = confirm(draft, world)
        rows = [row for task in Task.objects.filter(action__plan=plan) for row in task.responsibilities.all()]
        (said,) = [row for row in rows if row.name == "区水利部门"]
        assert (said.unit and said.unit.name, said.group and said.group.name) == (unit, group)

    def test_a_name_that_was_to_mean_a_new_unit_is_open_again_once_none_is_made(self, world: World) -> None:
        """As the page shows it: what the other name means by now was not said of this one."""
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "区水利部门、水利局"))
        decide(draft, 水利局={"unit": world.finance.pk}, 区水利部门={"same": "水利局"})
        draft.refresh_from_db()
        assert [row.name for row in name_rows(draft) if row.is_open] == ["区水利部门"]
        assert unresolved_names(confirm(draft, world)) == ["区水利部门"]

    def test_a_unit_out_of_use_is_not_made_again(self, world: World) -> None:
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        draft = ready_draft(world)
        decide(draft, 财政部门={"new_unit": world.finance.name})
        with pytest.raises(ServiceError, match="单位“某区财政局”已停用"):
            confirm(draft, world)
        assert not UnitAlias.objects.exists()

    def test_a_new_group_may_have_units_that_are_new_themselves(self, world: World) -> None:
        draft = ready_draft(world, text=TEXT.replace("教育局、财政部门", "水利局、涉农部门"))
        decide(
            draft,
            涉农部门={"new_group": "涉农部门", "members": [world.finance.pk, "水利局"]},
            水利局={"new_unit": "某区水利局"},
        )
        confirm(draft, world)
        members = UnitGroup.objects.get(name="涉农部门").members.order_by("position")
        assert [unit.name for unit in members] == ["某区财政局", "某区水利局"]

    def test_what_the_document_calls_the_place_is_remembered(self, world: World) -> None:
        text = TEXT.replace("某区2024年", "江南新区2024年")
        draft = ready_draft(world, text=text)
        assert draft.jurisdiction is None
        with pytest.raises(ServiceError, match="请先在“方案信息”中选择"):
            confirm(draft, world)
        draft_place(draft=draft, revision=0, place=world.place, user=world.staff)
        confirm(draft, world)
        assert JurisdictionAlias.objects.get().jurisdiction == world.place
        assert ready_draft(world, text=text + "\n\n").jurisdiction == world.place

    def test_a_failure_leaves_nothing(self, world: World) -> None:
        draft = ready_draft(world)
        decide(draft, 财政部门={"new_unit": "新局"}, 教育局={"leave": True})
        draft_change(draft=draft, revision=1, user=world.staff, what="", content=replace(draft.reviewed, years=()))
        before = Plan.objects.count()
        with pytest.raises(ServiceError, match="年度"):
            confirm(draft, world)
        draft.refresh_from_db()
        assert (draft.state, Plan.objects.count()) == (State.READY, before)
        assert not Unit.objects.filter(name="新局").exists()

    def test_a_unit_gone_meanwhile_is_said(self, world: World) -> None:
        draft = ready_draft(world)
        decide(draft, 财政部门={"unit": world.finance.pk})
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        with pytest.raises(ServiceError, match="为“财政部门”选择的单位或集合称谓已不在用"):
            confirm(draft, world)
        assert not UnitAlias.objects.exists()

    def test_a_name_of_a_unit_out_of_use_passes_to_the_one_chosen(self, world: World) -> None:
        UnitAlias.objects.create(unit=world.finance, name="财政部门")
        Unit.objects.filter(pk=world.finance.pk).update(is_active=False)
        draft = ready_draft(world)
        decide(draft, 财政部门={"unit": world.education.pk})
        assert unresolved_names(confirm(draft, world)) == []
        assert UnitAlias.objects.get().unit == world.education

    def test_confirming_twice_writes_once(self, world: World) -> None:
        draft = ready_draft(world)
        confirm(draft, world)
        before = Plan.objects.count()
        with pytest.raises(ServiceError):
            confirm(draft, world)
        assert Plan.objects.count() == before

    def test_the_same_document_again_has_its_corrections(self, world: World) -> None:
        draft = ready_draft(world)
        content = replace(draft.reviewed, title="改过的标题")
        draft_change(draft=draft, revision=0, user=world.staff, what="", content=content)
        confirm(draft, world).delete()
        again = ready_draft(world)
        assert (again.title, again.message) == ("改过的标题", draft_parsing.AS_BEFORE)

    def test_its_corrections_stand_beside_the_lines_that_they_were_made_on(self, world: World) -> None:
        """A later version of the program may read the same file into other lines."""
        draft = ready_draft(world)
        read = replace(draft.reviewed, title="从前的标题")
        before = {"text": f"从前的读法\n{draft.text}", "parsed": read}
        PlanDraft.objects.filter(pk=draft.pk).update(**before)
        confirm(draft, world).delete()
        again = ready_draft(world)
        assert {"text": again.text, "parsed": again.parsed} == before


KINDS = [
    ("大河乡", "township"),
    ("红寺堡镇人民政府", "township"),
    ("新民街道办事处", "subdistrict"),
    ("区委办", "party"),
    ("司法局", "department"),
]


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_a_new_unit_is_of_the_kind_its_name_says(name: str, kind: str) -> None:
    assert kind_of(name) == kind


COLLECTIVE = [
    ("各有关部门", True),
    ("各镇（街）", True),
    ("政府组成部门", True),
    ("区直属单位", True),
    ("司法局", False),
    ("机关工委", False),
]


@pytest.mark.parametrize(("name", "several"), COLLECTIVE, ids=[row[0] for row in COLLECTIVE])
def test_some_names_stand_for_several_units(name: str, several: bool) -> None:
    assert is_collective(name) is several
