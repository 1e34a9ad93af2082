"""The floor of the task list: its rows, lights and count by raw SQL, written into a plain string."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

ORDER = "action_position, task_position, id"

KEYS = """a.id AS id, ac.position AS action_position, t.position AS task_position"""
SHOWN = """t.number AS number, t.title AS title, ac.heading AS heading, u.short_name AS unit, a.role AS role,
  t.deadline_text AS deadline_text, t.due_on AS due_on"""
# What a condition may speak of, and where it stands.
PLAIN = {"title": "t.title", "text": "t.text", "kind": "t.deadline_kind", "role": "a.role"}
BASE = """
SELECT {columns}
FROM tasks_assignment a
JOIN tasks_task t ON t.id = a.task_id
JOIN tasks_action ac ON ac.id = t.action_id
JOIN tasks_plan p ON p.id = ac.plan_id
{join_unit}
WHERE p.status = 'published' AND p.first_year <= {year} AND p.last_year >= {year} AND a.state <> 'withdrawn'
  AND p.jurisdiction_id = (SELECT id FROM tasks_jurisdiction WHERE name = '某区')
"""
WHOLE = """EXISTS (SELECT 1 FROM tasks_progressreport r JOIN tasks_reportingperiod rp ON rp.id = r.period_id
  WHERE r.assignment_id = a.id AND r.status = 'accepted' AND r.completion = 100 {and_year})"""
REPORTED = """EXISTS (SELECT 1 FROM tasks_progressreport r JOIN tasks_reportingperiod rp ON rp.id = r.period_id
  WHERE r.assignment_id = a.id AND r.status IN ('submitted', 'accepted')
    AND rp.starts_on <= '{today}' AND rp.ends_on >= '{today}')"""
LIGHT = """CASE
  WHEN a.state = 'done' THEN 'blue'
  WHEN t.deadline_kind = 'ongoing' OR (t.deadline_kind = 'date_then_ongoing' AND {whole})
    OR (t.deadline_kind = 'annual' AND {whole_this_year}) THEN CASE WHEN {reported} THEN 'grey' ELSE 'yellow' END
  WHEN (t.deadline_kind IN ('date', 'date_then_ongoing') AND t.due_on < '{today}')
    OR (t.deadline_kind = 'annual' AND t.annual_on < '{today:%m-%d}') THEN 'red'
  WHEN (t.deadline_kind IN ('date', 'date_then_ongoing') AND t.due_on <= '{soon}')
    OR (t.deadline_kind = 'annual' AND t.annual_on <= '{annual_soon}') THEN 'yellow'
  ELSE 'green' END"""
PERIOD = """COALESCE((SELECT r.status FROM tasks_progressreport r JOIN tasks_reportingperiod rp ON rp.id = r.period_id
  WHERE r.assignment_id = a.id AND r.status <> 'draft' AND rp.starts_on <= '{today}' AND rp.ends_on >= '{today}'),
  CASE WHEN a.state = 'open' THEN 'missing' ELSE '' END)"""
COMPLETION = """(SELECT r.completion FROM tasks_progressreport r JOIN tasks_reportingperiod rp ON rp.id = r.period_id
  WHERE r.assignment_id = a.id AND r.status IN ('submitted', 'accepted') ORDER BY rp.starts_on DESC LIMIT 1)"""
DUE_KEY = "CASE WHEN t.deadline_kind = 'annual' THEN '{year}-' || t.annual_on ELSE t.due_on END"


@dataclass(frozen=True)
class Where:
    """What one page asks for: a condition on the columns, an order, a first row."""

    condition: str = ""
    order: str = ORDER
    offset: int = 0


@dataclass(frozen=True)
class Page:
    """What the floor made: how many rows there are, the titles shown, the string."""

    count: int
    titles: list[str]
    text: str


def page(today: dt.date, where: Where) -> Page:
    """Count, fifty rows with light, completion and period status, joined into one string.

    What neither the condition nor the order speaks of is worked out for the fifty rows alone.
    """
    computed = _columns(today)
    condition = f" WHERE {where.condition}" if where.condition else ""
    counted = _select(computed | PLAIN, where.condition, today)
    ordered = _select(computed | PLAIN, where.condition + where.order, today)
    columns = ", ".join([KEYS, SHOWN, *(f"{sql} AS {name}" for name, sql in computed.items())])
    shown = BASE.format(columns=columns, join_unit="JOIN tasks_unit u ON u.id = a.unit_id", year=today.year)
    chosen = f"SELECT id FROM ({ordered}){condition} ORDER BY {where.order} LIMIT 50 OFFSET {where.offset}"  # noqa: S608  our own words
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({counted}){condition}")  # noqa: S608  our own words
        count = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT number, title, heading, unit, role, deadline_text, due_on, completion, period, light "  # noqa: S608  our own words
            f"FROM ({shown} AND a.id IN ({chosen})) ORDER BY {where.order}"
        )
        found = cursor.fetchall()
    return Page(count, [row[1] for row in found], "\n".join("\t".join(map(str, row)) for row in found))


def _select(known: dict[str, str], speaks_of: str, today: dt.date) -> str:
    """The keys of all rows, with those columns that are spoken of."""
    columns = [KEYS, *(f"{sql} AS {name}" for name, sql in known.items() if name in speaks_of)]
    return BASE.format(columns=", ".join(columns), join_unit="", year=today.year)


def _columns(today: dt.date) -> dict[str, str]:
    year = today.year
    soon = today + dt.timedelta(days=15)
    this_year = f"AND rp.starts_on >= '{year}-01-01' AND rp.starts_on <= '{year}-12-31'"
    light = LIGHT.format(
        whole=WHOLE.format(and_year=""),
        whole_this_year=WHOLE.format(and_year=this_year),
        reported=REPORTED.format(today=today),
        today=today,
        soon=soon,
        annual_soon="12-31" if soon.year > year else f"{soon:%m-%d}",
    )
    return {
        "light": light,
        "period": PERIOD.format(today=today),
        "completion": COMPLETION,
        "due_key": DUE_KEY.format(year=year),
    }
