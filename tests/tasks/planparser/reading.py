"""What the tests of the readers and of the accounting look at."""

from typing import Any

from tasks.planparser import ParsedPlan, read_lines
from tasks.planparser.accounting import Accounting
from tasks.planparser.pipeline import parse_with_accounting


def texts(data: bytes) -> list[str]:
    """The texts of a document's lines."""
    return [line.text for line in read_lines(data)]


def accounted(data: bytes) -> tuple[ParsedPlan, Accounting]:
    """The plan in a document, and what became of each line."""
    return parse_with_accounting(read_lines(data))


def without_ids(plain: Any) -> Any:
    """A plan's plain form without its ids: what was expected of a document was written by hand, and says none."""
    if isinstance(plain, dict):
        return {key: without_ids(value) for key, value in plain.items() if key not in ("id", "item")}
    return [without_ids(value) for value in plain] if isinstance(plain, list) else plain
