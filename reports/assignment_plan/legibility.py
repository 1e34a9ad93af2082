"""How the parser would read what is about to be printed, so that nothing is printed that reads otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.officialdoc import level_of, level_prefix
from tasks.planparser import (
    Line,
    LineKind,
    ParsedPlan,
    SourceLine,
    classify,
    find_title,
    is_note,
    join_paragraphs,
    split_fields,
    squeeze,
)

# What is printed behind this label is taken as it stands, whatever it looks like.
LITERAL = "工作内容："
# The levels that have a face of their own; 一、5个工作日内办结 looks like one of them, though it reads as none.
HEADINGS = (1, 2)


@dataclass(frozen=True)
class Levels:
    """The levels (1 一、 2 （一） 3 1.) at which a plan prints its actions and its tasks."""

    action: int
    task: int


# 一、 and 1. unless the words themselves begin with figures or hold a list numbered 1.
CHOICES = (Levels(1, 3), Levels(1, 2), Levels(2, 3))


def choose_levels(plan: ParsedPlan) -> Levels:
    """The first of CHOICES at which every heading, task and list in a task reads as what it is.

    Where none does, the first at which headings and tasks do: what stands in a task is printed behind LITERAL then.
    """
    good = [levels for levels in CHOICES if _opens_all(plan, levels)]
    return next((levels for levels in good if _holds_lists(plan, levels.task)), (good or CHOICES)[0])


def _opens_all(plan: ParsedPlan, levels: Levels) -> bool:
    headings = (_opens(levels.action, action.number, action.heading) for action in plan.actions)
    tasks = (_opens(levels.task, task.number, task.text.split("\n", 1)[0]) for task in plan.tasks())
    return all(headings) and all(tasks)


def _opens(level: int, number: int, text: str) -> bool:
    """Whether the number before a text reads as that number, and the text as it stands."""
    try:
        line = _line(level_prefix(level, number) + text)
    except ValueError:  # no such number in Chinese
        return False
    found = line.numbering
    return found is not None and (found.style.rank, found.value, line.text) == (level, number, text)


def _holds_lists(plan: ParsedPlan, level: int) -> bool:
    later = (paragraph for task in plan.tasks() for paragraph in task.text.split("\n")[1:])
    return all(is_item(text, level) for text in later if _line(text).kind is LineKind.NUMBERED)


def is_item(text: str, level: int) -> bool:
    """Whether a paragraph reads as an item of a list inside a task at `level`, word for word."""
    line = _line(text)
    if line.kind is not LineKind.NUMBERED or line.numbering is None or line.numbering.style.rank <= level:
        return False
    body, fields = split_fields(line.text, 1)
    return not fields and line.numbering.printed.replace(" ", "") + squeeze(body) == text


def legible(first: str, paragraphs: Iterable[str], level: int) -> Iterator[str]:
    """Paragraphs that follow the line `first`, those that would read otherwise behind LITERAL."""
    above = first
    for text in paragraphs:
        above = text if is_item(text, level) or _is_plain(text, above) else LITERAL + text
        yield above


def reads_as_title(lines: Sequence[str]) -> bool:
    """Whether these lines read as one title, broken."""
    found = find_title(_lines(lines))
    return found is not None and found.text == squeeze("".join(lines))


def reads_as_lead(heading: str, paragraphs: Sequence[str], below: str) -> bool:
    """Whether paragraphs between a heading and the task `below` read as the lead of the section, each by itself."""
    kinds = [line.kind for line in join_paragraphs(_lines((heading, *paragraphs, below)))]
    wanted = [LineKind.NUMBERED, *(LineKind.TEXT for _ in paragraphs), LineKind.NUMBERED]
    return kinds == wanted and all(map(_is_prose, paragraphs))


def _is_plain(text: str, above: str) -> bool:
    """Whether a paragraph reads as a paragraph of its own: not as the rest of a line `above` cut by the page."""
    return _is_prose(text) and len(join_paragraphs(_lines((above, text)))) == 2


def _is_prose(text: str) -> bool:
    """Whether a line by itself reads as words without a number, a label, units or a time, and looks like no heading."""
    if _line(text).kind is not LineKind.TEXT or level_of(text) in HEADINGS:
        return False
    return not is_note(text) and not split_fields(text, 1)[1]


def _line(text: str) -> Line:
    return next(iter(_lines((text,))), Line(LineKind.FURNITURE, 1, ""))


def _lines(texts: Sequence[str]) -> list[Line]:
    return classify([SourceLine(number, text) for number, text in enumerate(texts, 1)])
