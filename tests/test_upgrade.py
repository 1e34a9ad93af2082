"""A database made by an earlier version becomes one of today: nothing is lost, and the product says what it said.

What that version held and did is kept in tests/data/upgrade. The product upgrades it by its own command, on a database
of its own beside the one of the other tests, on SQLite or on the PostgreSQL of DATABASE_URL.
"""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest
from django.conf import settings

from tests.upgrading import DATA, Tables, read_facts

pytestmark = [
    pytest.mark.database,
    pytest.mark.xdist_group("upgrade"),  # all on one upgraded database, which takes nearly all of the time
]

FACTS = read_facts()
# Tables that are no more, and the table that has their rows instead.
REPLACED = {
    "tasks_plantransition": "tasks_event",
    "tasks_assignmenttransition": "tasks_event",
    "tasks_progresstransition": "tasks_event",
}
# Tables whose rows stand in another table as well since then: the log goes with the account of who wrote it.
COPIED = {"django_admin_log": "tasks_event"}
# "table.column" that is gone, or says in another form what it said: what became of it. All others are as they were.
CHANGED = {
    "django_content_type.app_label": "drafts are of the room intake now; their log entries go on to name them",
    **{
        f"{table}.{column}": "how far the work is, and who has it, stands on its job; work that has ended needs none"
        for table, columns in {
            "tasks_plandraft": ("percent", "attempts", "lease_until"),
            "reports_reportbuild": ("percent", "stage", "attempts", "lease_owner", "lease_until"),
        }.items()
        for column in columns
    },
    **{
        f"tasks_plandraft.{column}": "actions, tasks, indicators and remarks have ids, and what was said names them"
        for column in ("parsed", "content", "given", "pairs", "before")
    },
    "tasks_plandraft.settled": "acknowledged now, by the ids of remarks",
}
# Django adds to these for every model.
GROWING = {"auth_permission", "django_content_type"}


@dataclass(frozen=True)
class Upgraded:
    """A database that was upgraded, in a folder of its own: its tables before and after."""

    home: Path
    env: Mapping[str, str]
    before: Tables
    after: Tables
    files: Mapping[str, str]
    unapplied: bool


@dataclass(frozen=True)
class Used:
    """What the product gave on it, and what it had given at the old version; `made` are the documents of today."""

    now: dict[str, Any]
    then: dict[str, Any]
    made: Path


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    home = tmp_path_factory.mktemp("upgrade")
    with _scratch_database(home) as url:
        env = {**os.environ, "TRACKER_HOME": str(home), "DATABASE_URL": url, "REDIS_URL": ""}
        _run(env, "-m", "tests.upgrading", "load", str(home))
        _run(env, "manage.py", "migrate", "--no-input", "--verbosity", "0")
        _run(env, "-m", "tests.upgrading", "read", str(home))
        before, after = _read(home / "before.json"), _read(home / "after.json")
        yield Upgraded(home, env, before, after["tables"], after["files"], after["unapplied"])


@pytest.fixture(scope="module")
def used(upgraded: Upgraded) -> Used:
    _run(upgraded.env, "-m", "tests.upgrading", "use", str(upgraded.home))
    return Used(_read(upgraded.home / "used.json"), FACTS["found"], upgraded.home / "documents")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _run(env: Mapping[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@contextmanager
def _scratch_database(home: Path) -> Iterator[str]:
    """The URL of an empty database that nobody else uses; one on a server is dropped afterwards."""
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        yield f"sqlite:///{home / 'db.sqlite3'}"
        return
    import psycopg

    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(given.geturl(), autocommit=True) as server:
        server.execute(f"create database {name}")
        try:
            yield given._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"drop database {name} with (force)")


# ---- tables ----
def test_no_migration_is_left_to_apply(upgraded: Upgraded) -> None:
    assert not upgraded.unapplied


def test_every_table_is_kept_or_replaced_with_as_many_rows(upgraded: Upgraded) -> None:
    before, after = _counts(upgraded.before), _counts(upgraded.after)
    wanted = {name: count for name, count in before.items() if name in after and name not in GROWING}
    for name in before.keys() - after.keys():
        wanted[REPLACED[name]] = wanted.get(REPLACED[name], 0) + before[name]
    for name, other in COPIED.items():
        wanted[other] += before[name]
    assert {name: after.get(name) for name in wanted} == wanted


def test_every_column_is_kept_and_says_what_it_said(upgraded: Upgraded) -> None:
    for name in upgraded.before.keys() & upgraded.after.keys():
        columns = [column for column in upgraded.before[name]["columns"] if f"{name}.{column}" not in CHANGED]
        assert [column for column in columns if column not in upgraded.after[name]["columns"]] == [], name
        before, after = (_by_key(tables[name], columns) for tables in (upgraded.before, upgraded.after))
        assert [(key, row, after.get(key)) for key, row in before.items() if after.get(key) != row] == [], name


@pytest.mark.parametrize(
    ("table", "kind", "waits", "runs"),
    [
        ("tasks_plandraft", "read_draft", "queued", "parsing"),
        ("reports_reportbuild", "build_report", "queued", "running"),
    ],
)
def test_work_that_is_under_way_has_a_job_that_goes_on(
    upgraded: Upgraded, table: str, kind: str, waits: str, runs: str
) -> None:
    """As far as it was, and tried as often; of what was at work, the worker is gone."""
    before = _by_key(upgraded.before[table], ["state", "percent", "attempts"])
    wanted = {key: row for key, row in before.items() if row["state"] in (waits, runs)}
    found = {
        job["subject_id"]: {name: job[name] for name in ("percent", "attempts")}
        | {"state": runs if job["state"] == "running" else waits}
        for job in _rows(upgraded.after["tasks_job"])
        if job["kind"] == kind
    }
    assert {row["state"] for row in wanted.values()} == {waits, runs}
    assert found == wanted


def _counts(tables: Tables) -> dict[str, int]:
    return {name: len(held["rows"]) for name, held in tables.items()}


def _by_key(held: Mapping[str, Any], columns: list[str]) -> dict[Any, dict[str, Any]]:
    """The rows by their first column, which is their key."""
    return {next(iter(row.values())): {column: row[column] for column in columns} for row in _rows(held)}


def _rows(held: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (dict(zip(held["columns"], row, strict=True)) for row in held["rows"])


# ---- files ----
def test_every_file_is_there_and_a_row_names_it(upgraded: Upgraded) -> None:
    files = FACTS["files"]
    assert {name: upgraded.files.get(name) for name in files} == files
    named = {value for held in upgraded.after.values() for row in held["rows"] for value in row if value in files}
    assert named == files.keys()


def test_every_download_gives_the_same_bytes(used: Used) -> None:
    assert used.now["downloads"] == used.then["downloads"]


# ---- pages ----
@pytest.mark.parametrize("person", ["admin", "fazhike1"])
def test_pages_open_for_admin_and_staff(used: Used, person: str) -> None:
    opened = [address for address, status in used.then["pages"][person].items() if status == 200]
    assert {"/", "/plans/1/", "/tasks/1/", "/review/", "/imports/2/", "/imports/3/difference/"} <= set(opened)
    assert {address: used.now["pages"][person][address] for address in opened} == dict.fromkeys(opened, 200)


def test_everyone_sees_what_he_saw_and_no_more(used: Used) -> None:
    assert used.now["pages"] == used.then["pages"]


# ---- what comes of it ----
@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("documents/*.docx")))
def test_a_document_that_is_made_of_it_is_the_same(used: Used, name: str) -> None:
    """Reports, plans and drafts as printed: paragraph by paragraph, then part by part of the file."""
    kept, made = DATA / "documents" / name, used.made / name
    assert _paragraphs(made) == _paragraphs(kept)
    assert _parts(made) == _parts(kept)


@pytest.mark.parametrize("draft", sorted(FACTS["asked"]["confirmed"]))
def test_a_draft_becomes_the_plan_that_it_was_to_become(used: Used, draft: str) -> None:
    """Names mean what was decided, remarks that were acknowledged are gone, each old task keeps its reports."""
    now, then = (found["confirmed"][draft] for found in (used.now, used.then))
    assert now["tasks"] == then["tasks"]
    assert now["remarks"] == then["remarks"]


def _paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def _parts(path: Path) -> dict[str, str]:
    """The hash of each part of the file; how they are packed is the machine's."""
    with zipfile.ZipFile(path) as package:
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}
