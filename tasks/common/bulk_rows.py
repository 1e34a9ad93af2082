"""Writing many rows at once: nothing is cut to fit a column, and places are unique at every moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import DecimalField, F, Field, IntegerField, Model, QuerySet

from tasks.common.errors import ServiceError

Row = TypeVar("Row", bound=Model)
ASIDE = 1_000_000  # beyond any position there is
MAX_INTEGER = 2**31 - 1  # of an integer column, where the database keeps to one


def whole(rows: Iterable[Row], line_of: Callable[[Any], int | None]) -> Iterator[Row]:
    """The rows as they are. Raises ServiceError on what its column cannot hold, naming it and its source line."""
    for row in rows:
        for column in row._meta.concrete_fields:
            if fault := _fault(column, getattr(row, column.attname)):
                line = line_of(row)
                where = f"{f'第{line}行：' if line else ''}{row._meta.verbose_name}的“{column.verbose_name}”"
                raise ServiceError(f"{where}{fault}后重新导入。")
        yield row


def _fault(column: Field[Any, Any], value: Any) -> str:
    """What is wrong with a value and what to do about it; nothing where the column holds it."""
    if isinstance(value, str) and column.max_length and len(value) > column.max_length:
        return f"有{len(value)}字，最多{column.max_length}字，请在文件中改短或分段"
    if isinstance(column, DecimalField) and value is not None:
        is_too_large = abs(value) >= 10 ** (column.max_digits - column.decimal_places) - 1  # as it may be rounded up
    else:
        is_too_large = isinstance(column, IntegerField) and not column.primary_key and abs(value or 0) > MAX_INTEGER
    return "太大，请在文件中核对这个数" if is_too_large else ""


def step_aside(rows: QuerySet[Any]) -> None:
    """Put rows beyond all positions, before they take new ones in any order: a position is unique at every moment."""
    rows.update(position=F("position") + ASIDE)


def take_places(standing: QuerySet[Row], rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Write rows in a new order: those that have a key in these fields, the others as new ones. Three statements.

    `standing` are the rows that hold positions until now.
    """
    step_aside(standing)
    manager = standing.model._default_manager
    manager.bulk_update([row for row in rows if row.pk], fields)
    manager.bulk_create([row for row in rows if not row.pk])
