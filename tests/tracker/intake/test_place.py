"""A jurisdiction that the system does not know: the admin makes it in place, staff are told whom to ask."""

from dataclasses import replace

import pytest
from django.test import Client

from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.people.models import Jurisdiction, JurisdictionAlias
from tasks.people.names import find_jurisdiction
from tasks.people.services import level_of, parts_of
from tests.conftest import signed_in
from tests.tracker.intake.imports import TEXT, page, post, ready_draft, text_of, url
from tests.world import World
from tracker.intake.models import PlanDraft
from tracker.intake.services.places import NOT_ALLOWED, draft_new_place

DATA = {"name": "江南新区", "full_name": "某市江南新区", "level": "county", "parent": ""}


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return ready_draft(world, text=TEXT.replace("某区2024年", "江南新区2024年"))


@pytest.fixture
def as_admin(world: World) -> Client:
    return signed_in(world.admin)


def test_the_admin_makes_it_and_the_next_document_knows_it(world: World, draft: PlanDraft, as_admin: Client) -> None:
    assert "新建地区" in text_of(as_admin.get(url("draft_about", draft)))
    form = text_of(as_admin.get(url("draft_new_place", draft)))
    assert 'value="江南新区"' in form
    assert "<h1>新建地区</h1>" in form
    html = text_of(post(as_admin, url("draft_new_place", draft), draft, **{**DATA, "parent": world.place.pk}))
    assert "<dd>某市江南新区</dd>" in html
    place = Jurisdiction.objects.get(name="江南新区")
    assert (draft.jurisdiction, place.parent, place.level) == (place, world.place, "county")
    assert find_jurisdiction("江南新区") == place
    event = Event.objects.get(act=EventAct.PLACE_ADD)
    assert (event.actor_id, event.object_id, event.place_id) == (world.admin.pk, place.pk, place.pk)
    assert draft.title in event.reason


def test_what_the_document_calls_it_is_remembered(world: World, draft: PlanDraft, as_admin: Client) -> None:
    data = {**DATA, "name": "江南区", "full_name": "某市江南区"}
    post(as_admin, url("draft_new_place", draft), draft, **data)
    assert JurisdictionAlias.objects.get(name="江南新区").jurisdiction.name == "江南区"


def test_a_document_that_names_no_place_leaves_no_alias(world: World, draft: PlanDraft, as_admin: Client) -> None:
    assert "稿件所称的“江南新区”记为它的别名" in text_of(as_admin.get(url("draft_new_place", draft)))
    PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, jurisdiction=None))
    assert "别名" not in text_of(as_admin.get(url("draft_new_place", draft)))


def test_a_name_too_long_for_an_alias_is_not_remembered(world: World, draft: PlanDraft, as_admin: Client) -> None:
    PlanDraft.objects.filter(pk=draft.pk).update(content=replace(draft.reviewed, jurisdiction="江南新区" * 50))
    html = text_of(post(as_admin, url("draft_new_place", draft), draft, **DATA))
    assert "<dd>某市江南新区</dd>" in html
    assert not JurisdictionAlias.objects.exists()


REFUSED = [
    ("no name", {"name": ""}, "请填写名称。"),
    ("a full name that is another's", {"full_name": "某市他县"}, "全称要以名称结尾"),
    ("one that is there", {"name": "他区", "full_name": "某市他区"}, "已在系统中"),
    ("a level that is none", {"level": "x"}, "x"),
]


@pytest.mark.parametrize(("data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_refusal_is_a_sentence(
    world: World, draft: PlanDraft, as_admin: Client, data: dict[str, str], sentence: str
) -> None:
    assert sentence in text_of(post(as_admin, url("draft_new_place", draft), draft, **{**DATA, **data}))
    assert Jurisdiction.objects.count() == 2
    assert draft.jurisdiction is None


def test_staff_are_told_whom_to_ask(world: World, draft: PlanDraft, as_staff: Client) -> None:
    html = text_of(as_staff.get(url("draft_about", draft)))
    assert "请联系系统管理员" in html
    assert url("draft_new_place", draft) not in html
    assert "江南新区" in page(as_staff, draft)
    with pytest.raises(ServiceError, match=NOT_ALLOWED[:6]):
        draft_new_place(
            draft=draft, revision=0, user=world.staff, name="甲区", full_name="甲区", level="county", parent=None
        )


@pytest.mark.parametrize(
    ("said", "name", "parent"),
    [
        ("某区某街道", "某街道", "某区"),
        ("某市某区某镇", "某镇", "某区"),
        ("江南新区", "江南新区", None),
        ("某区", "某区", None),
        ("吴忠市红寺堡区", "红寺堡区", None),
        ("济南市市中区", "市中区", None),
        ("宁夏回族自治区吴忠市红寺堡区", "红寺堡区", None),
        ("宁夏回族自治区", "宁夏回族自治区", None),
        ("江苏省昆山市", "昆山市", None),
        ("沙市区", "沙市区", None),
    ],
)
def test_the_place_above_is_read_from_the_name(world: World, said: str, name: str, parent: str | None) -> None:
    found, above = parts_of(said)
    assert (found, above and above.name) == (name, parent)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("宁夏回族自治区", "province"),
        ("吴忠市", "city"),
        ("红寺堡区", "county"),
        ("同心县", "county"),
        ("某某", "county"),
    ],
)
def test_the_level_is_read_from_the_name(name: str, level: str) -> None:
    assert level_of(name) == level
