"""The record of what happened. It names people and things and holds on to none: they may go, the row stays."""

from __future__ import annotations

from typing import Any

from django.db import models

from tasks.events.acts import label_of

MAX_ACTOR, MAX_NAME = 60, 200
APPEND_ONLY = "an event is never changed or deleted; events_purge deletes those that have served their time"


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row of the record."""


class EventQuerySet(models.QuerySet["Event"]):
    """Rows are read and added."""

    def update(self, **values: Any) -> int:
        raise AppendOnlyError(APPEND_ONLY)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(APPEND_ONLY)

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-at", "-id")


class Event(models.Model):
    """Who did what to what. `actor_id` is empty where nobody was signed in; `actor_name` then says who it was.

    Ids are numbers, not foreign keys: a row stays whole when the person or the object is deleted. `object_type` is a
    model's label (tasks.plan), `place_id` the jurisdiction concerned. `before` holds the old wording of a text that was
    edited; `address` the client's, empty for commands and jobs.
    """

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True, blank=True)
    actor_name = models.CharField("操作人", max_length=MAX_ACTOR)
    act = models.CharField("操作", max_length=40)
    object_type = models.CharField("对象类型", max_length=60, blank=True)
    object_id = models.BigIntegerField("对象编号", null=True, blank=True)
    object_name = models.CharField("对象", max_length=MAX_NAME, blank=True)
    place_id = models.BigIntegerField("地区编号", null=True, blank=True)
    from_state = models.CharField("原状态", max_length=20, blank=True)
    to_state = models.CharField("新状态", max_length=20, blank=True)
    reason = models.TextField("说明", blank=True)
    before = models.TextField("原来的文字", blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        base_manager_name = "objects"
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="event_of_object"),
            models.Index(fields=["act", "at"], name="event_of_act"),
            models.Index(fields=["actor_id", "at"], name="event_of_actor"),
            models.Index(fields=["place_id", "at"], name="event_of_place"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.label} {self.object_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(APPEND_ONLY)

    @property
    def label(self) -> str:
        """The act in words."""
        return label_of(self.act)
