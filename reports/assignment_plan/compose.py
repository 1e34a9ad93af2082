"""A plan becomes the official 任务分工方案. Pure: the same plan gives the same document.

The body form (一、 action, 1. task, its text, 责任单位：, 完成时限：) and not a table of tasks: it is what most bureaus
send out, it holds goals, long texts and lists that a narrow cell would tear apart, names units in the order of the
plan, and parses back to the same plan. Whoever needs the table takes the worksheet.

Units and time stand after a task's own paragraphs and before the list inside it: below the list they could be meant
for its last item alone.

What the document cannot say, and so does not give back:
- a title that a person edited: it is a name inside the system; the document prints the text, whose first sentence
  is the title (the worksheet has both);
- what was set by hand against its words: a deadline's kind or day, milestones, the figure of a target, the years
  where the title names others;
- an issuer without a date of issue, since the two make the signature, or one not named as offices are (局, 办公室);
- a unit's name that is a list itself (甲局、乙局), or a first paragraph that ends with units in brackets;
- a blank area of an indicator below one that has an area.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from reports.assignment_plan.indicator_table import sentences_and_rows, table_of
from reports.assignment_plan.lead import deadline_words, lead_of
from reports.assignment_plan.legibility import Levels, choose_levels, is_item, legible, reads_as_lead, reads_as_title
from reports.officialdoc import Annex, Block, Heading, OfficialDocument, Paragraph, level_prefix, title_breaks
from tasks.planparser import ParsedAction, ParsedIndicator, ParsedPlan, ParsedTask, Role

LABELS: dict[Role, str] = {"lead": "牵头单位：", "responsible": "责任单位：", "support": "配合单位："}
DEADLINE, GOAL, INDICATORS = "完成时限：", "工作目标：", "效果指标："
ANNEX_TITLE = "主要指标"


def compose(plan: ParsedPlan) -> OfficialDocument:
    """The whole document: 发文字号, title, lead, actions with their tasks, signature, the indicators as annex.

    Actions without tasks are left out, and the others numbered without a gap. What the document prints of an action, a
    task or an indicator begins with a block that has its id.
    """
    filled = (action for action in plan.actions if action.tasks)
    plan = replace(plan, actions=tuple(replace(action, number=number) for number, action in enumerate(filled, 1)))
    sentences, table = sentences_and_rows(plan)
    return OfficialDocument(
        title=_title(plan.title),
        document_number=plan.document_number,
        blocks=tuple(_blocks(plan, sentences)),
        issuer=plan.issuer if plan.issued_on else None,
        dated_on=plan.issued_on,
        annexes=(Annex(ANNEX_TITLE, (table_of(table),)),) if table else (),
    )


def _title(title: str) -> str:
    """The title, broken where the sense allows it and the parser reads it as one again."""
    return next((lines for lines in title_breaks(title) if reads_as_title(lines.split("\n"))), title)


def _blocks(plan: ParsedPlan, sentences: dict[int, list[ParsedIndicator]]) -> Iterator[Block]:
    levels = choose_levels(plan)
    if lead := lead_of(plan):
        yield Paragraph(lead)
    for place, action in enumerate(plan.actions):
        yield from _action(plan, action, sentences.get(place, []), levels)


def _action(
    plan: ParsedPlan, action: ParsedAction, indicators: list[ParsedIndicator], levels: Levels
) -> Iterator[Block]:
    """Heading, goal, tasks, 效果指标. A plan without headings has one action, named as the plan: it prints none."""
    if action.heading != plan.title or action.goal or indicators or len(plan.actions) > 1:
        heading = level_prefix(levels.action, action.number) + action.heading
        yield Heading(levels.action, heading, item=action.id)
        yield from _goal(heading, action.goal, level_prefix(levels.task, 1) + action.tasks[0].title)
    for task in action.tasks:
        yield from _task(task, levels.task)
    yield from _sentences(indicators)


def _goal(heading: str, goal: str | None, below: str) -> Iterator[Block]:
    """The goal as the lead of its section; with its label where it would be read as something else."""
    lines = goal.split("\n") if goal else []
    label = "" if reads_as_lead(heading, lines, below) else GOAL
    return (Paragraph(line, lead_in=label) for line in lines)


def _task(task: ParsedTask, level: int) -> Iterator[Block]:
    """The text with its number, up to the list inside it; units and time; the list."""
    first, *later = task.text.split("\n")
    number = level_prefix(level, task.number)
    sentence, stop, rest = first.partition("。")
    printed = list(legible(number + first, later, level))
    own = next((at for at, text in enumerate(printed) if is_item(text, level)), len(printed))
    yield Paragraph(rest, lead_in=number + sentence + stop, item=task.id)
    yield from map(Paragraph, printed[:own])
    yield from _fields(task)
    yield from map(Paragraph, printed[own:])


def _fields(task: ParsedTask) -> Iterator[Block]:
    """A line for each run of units in one role, in the order of the plan, and one for the time."""
    for role, said in groupby(task.responsibilities, key=lambda unit: unit.role):
        yield Paragraph("、".join(unit.name for unit in said), lead_in=LABELS[role])
    if time := deadline_words(task.deadline):
        yield Paragraph(time, lead_in=DEADLINE)


def _sentences(indicators: list[ParsedIndicator]) -> Iterator[Block]:
    """The label on a line of its own, then each as printed, one a line."""
    if indicators:
        yield Paragraph("", lead_in=INDICATORS)
    for indicator in indicators:
        number = "" if indicator.number is None else level_prefix(4, indicator.number)
        end = "。" if indicator is indicators[-1] else "；"
        yield Paragraph(f"{number}{indicator.name}{end}", item=indicator.id)
