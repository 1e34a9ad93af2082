"""Writing many rows at once: nothing is cut to fit a column, and places are unique at every moment."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet

from tasks.services.errors import ServiceError

Row = TypeVar("Row", bound=Model)
ASIDE = 1_000_000  # beyond any position there is


def whole(rows: Iterable[Row], line_of: Callable[[Any], int | None]) -> Iterator[Row]:
    """The rows as they are. Raises ServiceError on a text longer than its column, naming it and its source line."""
    for row in rows:
        for column in row._meta.concrete_fields:
            text = getattr(row, column.attname)
            if column.max_length and isinstance(text, str) and len(text) > column.max_length:
                line = line_of(row)
                where = f"{f'第{line}行：' if line else ''}{row._meta.verbose_name}的“{column.verbose_name}”"
                raise ServiceError(
                    f"{where}有{len(text)}字，最多{column.max_length}字，请在文件中改短或分段后重新导入。"
                )
        yield row


def step_aside(rows: QuerySet[Any]) -> None:
    """Put rows beyond all positions, before they take new ones in any order: a position is unique at every moment."""
    rows.update(position=F("position") + ASIDE)
