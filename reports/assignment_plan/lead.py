"""What the document and the worksheet say in words of their own."""

from tasks.planparser import ParsedDeadline, ParsedPlan, region_of, years_in


def lead_of(plan: ParsedPlan) -> str:
    """What the rest of the document leaves unsaid: what it is based on, for which place, for which years.

    根据宁政办发〔2023〕46号文件要求，结合红寺堡区实际，制定本方案。本方案实施期限为2023年至2025年。
    """
    goals = (action.goal or "" for action in plan.actions)
    said = "\n".join([plan.title, *goals, *(task.text for task in plan.tasks())])
    cited = [number for number in plan.cites if number not in said]
    placed = region_of(plan.title) or region_of(plan.issuer or "")
    grounds = [f"根据{'、'.join(cited)}文件要求"] if cited else []
    grounds += [f"结合{plan.jurisdiction}实际"] if plan.jurisdiction and not placed else []
    made = f"{'，'.join(grounds)}，制定本方案。" if grounds else ""
    return made + ("" if _years_said(plan) else _term(plan.years))


def _years_said(plan: ParsedPlan) -> bool:
    """Whether the title, else the date of issue, says the plan's years."""
    issued = (plan.issued_on.year,) if plan.issued_on else ()
    return not plan.years or (years_in(plan.title) or issued) == plan.years


def _term(years: tuple[int, ...]) -> str:
    first, last = min(years), max(years)
    return f"本方案实施期限为{first}年{f'至{last}年' if last > first else ''}。"


def deadline_words(deadline: ParsedDeadline) -> str:
    """A deadline as written; one that was only chosen, in words that read so: 2024年6月30日前并长期坚持."""
    if deadline.text:
        return deadline.text
    if deadline.annual:
        month, day = map(int, deadline.annual.split("-"))
        return f"每年{month}月{day}日前"
    due = f"{deadline.due.year}年{deadline.due.month}月{deadline.due.day}日前" if deadline.due else ""
    ongoing = "长期坚持" if deadline.ongoing else ""
    return "并".join(filter(None, (due, ongoing)))
