"""The record only grows: nothing in it is changed, and nothing goes before its time."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.events.acts import BY_CODE, TRAIL_CODES, EventAct, label_of
from tasks.events.context import address_set
from tasks.events.models import MAX_NAME, AppendOnlyError, Event
from tasks.events.selectors import history_of
from tasks.events.services import SYSTEM, Thing, event_of, events_purge, record, record_many
from tests.world import World
from tracker.jobs import purge_events

NOW = dt.datetime(2024, 12, 31, 4, 0, tzinfo=dt.UTC)

CHANGES: dict[str, Callable[[Event], object]] = {
    "saving a row again": lambda event: event.save(),
    "saving one column": lambda event: event.save(update_fields=["reason"]),
    "deleting a row": lambda event: event.delete(),
    "changing rows": lambda event: Event.objects.filter(pk=event.pk).update(reason=""),
    "changing rows one by one": lambda event: Event.objects.bulk_update([event], ["reason"]),
    "deleting rows": lambda event: Event.objects.all().delete(),
    "deleting what a filter leaves": lambda event: Event.objects.filter(pk=event.pk).delete(),
    "changing rows behind the manager": lambda event: Event._base_manager.update(reason=""),
    "deleting rows behind the manager": lambda event: Event._base_manager.all().delete(),
    "updating or adding": lambda event: Event.objects.update_or_create(pk=event.pk, defaults={"reason": ""}),
}


def publish(world: World, **details: object) -> Event:
    return record(act=EventAct.PLAN_PUBLISH, user=world.staff, obj=world.plan, now=NOW, **details)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_record_refuses(change: Callable[[Event], object], world: World) -> None:
    event = publish(world, reason="说明")
    event.reason = "另一说明"
    with pytest.raises(AppendOnlyError), transaction.atomic():
        change(event)
    assert Event.objects.get(pk=event.pk).reason == "说明"


def test_an_event_says_who_did_what_to_what_where_and_from_where(world: World) -> None:
    with address_set("192.0.2.7"):
        event = publish(world, from_state="draft", to_state="published", reason="说明", before="旧")
    event.refresh_from_db()
    assert (event.actor_id, event.actor_name) == (world.staff.pk, "王审核")
    assert (event.act, event.label) == ("plan.publish", "发布方案")
    assert (event.object_type, event.object_id, event.object_name) == ("tasks.plan", world.plan.pk, world.plan.title)
    assert event.place_id == world.place.pk
    assert (event.from_state, event.to_state, event.reason, event.before) == ("draft", "published", "说明", "旧")
    assert (event.at, event.address) == (NOW, "192.0.2.7")


def test_an_event_outlives_the_person_and_the_thing(world: World) -> None:
    event = record(act=EventAct.ACCOUNT_CHANGE, user=world.stranger, obj=world.stranger)
    key = world.stranger.pk
    world.stranger.delete()
    event.refresh_from_db()
    assert (event.actor_id, event.actor_name, event.object_id, event.object_name) == (key, "赵旁人", key, "赵旁人")


def test_the_system_has_a_name_and_no_id(db: None) -> None:
    event = record(act=EventAct.DRAFT_READ, user=None)
    assert (event.actor_id, event.actor_name, event.object_type, event.object_id) == (None, SYSTEM, "", None)
    assert event.address == ""


def test_an_unknown_act_is_refused(world: World) -> None:
    with pytest.raises(KeyError):
        record(act="plan.burn", user=world.staff)
    assert not Event.objects.filter(act="plan.burn").exists()
    assert label_of("plan.burn") == "plan.burn"


def test_what_does_not_fit_a_column_or_a_database_is_cut(world: World) -> None:
    event = record(act=EventAct.SIGN_IN_FAIL, user=None, object_name="名" * 999, reason="a\0b" * 500)
    event.refresh_from_db()
    assert event.object_name == "名" * MAX_NAME
    assert event.reason == "ab" * 500


def test_nothing_is_on_record_of_what_did_not_happen(world: World) -> None:
    with transaction.atomic():
        publish(world)
        transaction.set_rollback(True)
    assert not Event.objects.filter(act=EventAct.PLAN_PUBLISH, at=NOW).exists()


def test_hundreds_are_written_at_once(db: None) -> None:
    things = [Thing("tasks.assignment", n, f"承办{n}", place_id=3) for n in range(400)]
    events = [event_of(act=EventAct.ASSIGNMENT_OPEN, user=None, obj=thing, now=NOW) for thing in things]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        record_many(events)
    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    assert len(inserts) == -(-400 // connection.ops.bulk_batch_size(Event._meta.concrete_fields[1:], events[:400]))
    assert Event.objects.filter(place_id=3).count() == 400


def test_the_history_of_objects_is_in_the_order_of_time_and_one_query(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    def one(n: int, act: EventAct, hours: int) -> None:
        record(act=act, user=None, obj=Thing("tasks.x", n), now=NOW + dt.timedelta(hours=hours))

    one(1, EventAct.PROGRESS_ACCEPT, 2)
    one(1, EventAct.PROGRESS_SUBMIT, 1)
    one(2, EventAct.PROGRESS_SUBMIT, 3)
    record(act=EventAct.PROGRESS_SUBMIT, user=None, obj=Thing("tasks.y", 1), now=NOW)
    with django_assert_num_queries(1):
        found = history_of("tasks.x", [1, 2, 3])
    assert {pk: [event.act for event in events] for pk, events in found.items()} == {
        1: ["progress.submit", "progress.accept"],
        2: ["progress.submit"],
        3: [],
    }
    assert [event.act for event in history_of("tasks.x", [1], acts=[EventAct.PROGRESS_ACCEPT])[1]] == [
        "progress.accept"
    ]


class TestPurge:
    @pytest.mark.parametrize("act", EventAct)
    def test_who_came_and_looked_goes_after_its_days_and_what_changed_something_stays(
        self, db: None, settings: object, act: EventAct
    ) -> None:
        settings.TRACKER_LOG_DAYS = 200
        old, young = (NOW - dt.timedelta(days=200, minutes=minutes) for minutes in (1, -1))
        for at in (old, young):
            record(act=act, user=None, now=at)
        gone = events_purge(NOW)
        assert gone == (1 if act in TRAIL_CODES else 0)
        assert Event.objects.filter(at=young).exists()
        assert Event.objects.filter(at=old).exists() is (act not in TRAIL_CODES)

    def test_an_act_of_another_version_stays(self, db: None) -> None:
        Event(at=NOW - dt.timedelta(days=9999), actor_name="某人", act="old.act").save()
        assert events_purge(NOW) == 0

    def test_the_daily_job_does_it(self, db: None, settings: object) -> None:
        settings.TRACKER_LOG_DAYS = 180
        record(act=EventAct.SIGN_IN, user=None, now=timezone.now() - dt.timedelta(days=181))
        purge_events()
        assert not Event.objects.exists()


def test_no_two_acts_share_their_words() -> None:
    assert len({act.label for act in EventAct}) == len(EventAct) == len(BY_CODE)
    assert all(len(act) <= Event._meta.get_field("act").max_length for act in EventAct)
