"""Rows that were made once and are put back as often as wanted.

Making a world through the services takes longer than most tests; putting its rows back takes a fraction of that.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import models, router, transaction

OUR_APPS = ("tasks", "indicators", "reports")

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """What `make` answered, and every row of our tables that it wrote."""

    made: T
    rows: dict[type[models.Model], list[Any]]

    @classmethod
    def take(cls, make: Callable[[], T]) -> "Snapshot[T]":
        """Call `make` on an empty database and undo what it wrote."""
        with transaction.atomic():
            made = make()
            rows = {model: list(model._base_manager.all()) for model in _models()}
            transaction.set_rollback(True)
        return cls(made, {model: found for model, found in rows.items() if found})

    def put_back(self) -> T:
        """Write the rows, keys and times included; the answer is a copy, so that no test sees another's changes."""
        with transaction.atomic():
            for model, rows in self.rows.items():
                # raw, as loaddata writes: pre_save would set the times anew
                model._base_manager._insert(
                    rows, fields=model._meta.concrete_fields, using=router.db_for_write(model), raw=True
                )
        return copy.deepcopy(self.made)


def _models() -> list[type[models.Model]]:
    return [model for app in OUR_APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
