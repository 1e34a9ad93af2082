"""What the tests of the readers and of the accounting look at."""

from tasks.planparser import ParsedPlan, read_lines
from tasks.planparser.accounting import Accounting
from tasks.planparser.pipeline import parse_with_accounting


def texts(data: bytes) -> list[str]:
    """The texts of a document's lines."""
    return [line.text for line in read_lines(data)]


def accounted(data: bytes) -> tuple[ParsedPlan, Accounting]:
    """The plan in a document, and what became of each line."""
    return parse_with_accounting(read_lines(data))
