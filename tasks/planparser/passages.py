"""Any few lines of a document, read by themselves by the rules of the stages: a person said that they belong together.

Nothing is judged here (is this a task, does it go on from the line above): all that the lines say is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from .action_drafts import TaskDraft
from .clean import clean, squeeze
from .dates import PlanYears
from .labelled_values import split_fields
from .labels import SECTION, Field
from .line_kinds import Line, LineKind, classify
from .model import ParsedTask
from .notes import read_notes
from .paragraphs import join_paragraphs
from .resolve import read_task
from .source import SourceLine


class Passages:
    """The lines of one document (as `read_lines` gives them), to be read in any selection.

    Those of `wanted` are words even where they look like a page number or other furniture.
    """

    def __init__(self, lines: Sequence[str], years: Sequence[int], wanted: Collection[int] = ()) -> None:
        source, _ = clean([SourceLine(number, text) for number, text in enumerate(lines, 1)])
        found = [_as_words(line) if line.number in wanted else line for line in classify(source)]
        self._lines = {line.number: line for line in found if line.kind is not LineKind.FURNITURE}
        self._years = PlanYears(tuple(years))
        self._notes = replace(read_notes(self._lines.values())[0], for_all=())

    def read(self, numbers: Iterable[int], *, as_item: bool = True) -> ParsedTask:
        """What these lines (from 1) say: body, units, deadline, milestones, and the number the first one prints (or 0).

        The first line's number is no part of the body; those of the lines below it are, as in a list within a task.
        Lines that are no item of their own keep the first number too where it is that of a list, as （2）.
        """
        wanted = sorted(numbers)
        first, paragraphs, fields = 0, [], []
        for line in join_paragraphs([self._lines[number] for number in wanted if number in self._lines]):
            body, found = _parts(line)
            fields += found
            if line.numbering and line.number == wanted[0] and (as_item or not line.numbering.style.is_list):
                first = line.numbering.value or 0
            elif line.numbering:
                body = line.numbering.printed.replace(" ", "") + body
            paragraphs.append(body)
        told = tuple(text for text in paragraphs if text)
        return read_task(TaskDraft(first, told, tuple(fields), wanted[0]), self._years, self._notes)

    def holds(self, number: int) -> bool:
        """Whether there are words on this line; a page number is none."""
        return number in self._lines

    def words(self, number: int) -> tuple[str, str]:
        """The body of one line with its printed number, and without; empty for a line of units or time only."""
        line = self._lines[number]
        body, _ = _parts(line)
        printed = line.numbering.printed.replace(" ", "") if line.numbering and body else ""
        return printed + body, body


def _as_words(line: Line) -> Line:
    return line._replace(kind=LineKind.TEXT) if line.kind is LineKind.FURNITURE else line


def _parts(line: Line) -> tuple[str, list[Field]]:
    """Body and labelled values of a paragraph, without its number and the label of a section."""
    text = " ".join(cell for cell in line.cells if cell) if line.cells else line.text
    label = SECTION.match(text)
    body, found = split_fields(text[label.end() :] if label else text, line.number)
    return squeeze(body), found
