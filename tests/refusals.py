"""Services that refuse: whoever calls them, the database is as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tasks.common.errors import ServiceError
from tests.world import World

OURS = ("tasks", "indicators", "reports", "tracker")


@dataclass(frozen=True)
class Refused:
    """One row of a table: who or what is refused, the call, the error and words of its sentence.

    `prepare` changes the world first, and hands what it made to the call, if anything.
    """

    name: str
    call: Callable[..., object]
    sentence: str
    error: type[ServiceError] = ServiceError
    prepare: Callable[[World], Any] = lambda world: None


def check(world: World, row: Refused) -> None:
    """The call raises what the row says, nothing is written, and the record tells of no success."""
    made = row.prepare(world)
    before = everything()
    with pytest.raises(row.error, match=row.sentence), transaction.atomic():
        row.call(world) if made is None else row.call(world, made)
    assert everything() == before


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of our tables, the record included."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
