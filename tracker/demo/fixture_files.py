"""fixtures/*.json: what the parser makes of each document in fixtures/plans/, as Django fixtures.

They are made in a database of their own, empty but for the roster, so that keys come out the same each time.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

FIXTURES = settings.BASE_DIR / "fixtures"
ROSTER = FIXTURES / "roster.json"
MODELS = [
    "tasks.sourcedocument",
    "tasks.plan",
    "tasks.planversion",
    "tasks.action",
    "tasks.task",
    "tasks.responsibility",
    "tasks.milestone",
    "indicators.indicator",
    "indicators.target",
]
MADE_AT = "2024-01-01T00:00:00+08:00"  # the moment of making is no content
Record = dict[str, Any]


def plan_documents() -> list[Path]:
    """The documents as published, in a fixed order."""
    return sorted((FIXTURES / "plans").iterdir())


def make() -> dict[Path, str]:
    """Path of each fixture file to the text that it should hold."""
    with tempfile.TemporaryDirectory() as home:
        _manage(home, "migrate", "--verbosity=0")
        _manage(home, "loaddata", "--verbosity=0", str(ROSTER))
        for document in plan_documents():
            _manage(home, "import_plan", str(document))
        records: list[Record] = json.loads(_manage(home, "dumpdata", *MODELS))
    plans = (record for record in records if record["model"] == "tasks.plan")
    return {
        FIXTURES / f"{document.stem}.json": _text(_belonging(plan, records))
        for document, plan in zip(plan_documents(), plans, strict=True)
    }


def _manage(home: str, *arguments: str) -> str:
    """Run manage.py on a database of its own in `home`; what it printed."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "TRACKER_PROFILE")}
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env={**kept, "TRACKER_HOME": home},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed: {done.stderr[-2000:]}")
    return done.stdout


def _belonging(plan: Record, records: list[Record]) -> Iterator[Record]:
    """The plan's own records, parents before children."""
    inside = {"tasks.plan": {plan["pk"]}, "tasks.sourcedocument": {plan["fields"]["source"]}}
    parents = {
        "tasks.planversion": ("plan", "tasks.plan"),
        "tasks.action": ("plan", "tasks.plan"),
        "tasks.task": ("action", "tasks.action"),
        "tasks.responsibility": ("task", "tasks.task"),
        "tasks.milestone": ("task", "tasks.task"),
        "indicators.indicator": ("plan", "tasks.plan"),
        "indicators.target": ("indicator", "indicators.indicator"),
    }
    for record in records:
        model, fields = record["model"], record["fields"]
        if model in parents:
            key, parent = parents[model]
            if fields[key] in inside.get(parent, ()):
                inside.setdefault(model, set()).add(record["pk"])
        if record["pk"] in inside.get(model, ()):
            fields |= {name: MADE_AT for name in ("created_at", "at") if name in fields}
            yield record


def _text(records: Iterator[Record]) -> str:
    return json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"
