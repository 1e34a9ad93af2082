"""The database of an earlier version: put down as it was, read and used after the upgrade. See `tests.test_upgrade`.

load  makes the tables of that version in the empty database of DATABASE_URL, fills them and the media folder from
      tests/data/upgrade, and writes what they hold to OUT/before.json
read  writes what they hold now to OUT/after.json
use   has people use the product on it, and writes what they got to OUT/used.json and OUT/documents

Each is `python -m tests.upgrading COMMAND OUT`: so the product runs on this database as it does in life, whatever the
other tests are on.
"""

import gzip
import hashlib
import io
import json
import logging
import os
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import django
import lxml.html
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

DATA = Path(__file__).parent / "data" / "upgrade"
# What comes and goes without anybody's work: sessions, the list of migrations.
LEFT_OUT = frozenset({"django_migrations", "django_session", "sqlite_sequence"})
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ONE_TASK = """
    select task.id, action.heading, task.number, task.title, task.text, task.deadline_text, task.deadline_kind,
        task.due_on, task.withdrawn_at is not null
    from tasks_task task join tasks_action action on action.id = task.action_id
    where action.plan_id = %s order by action.position, task.position, task.id
"""
ITS_UNITS = """
    select said.role, said.name, unit.name, named.name
    from tasks_responsibility said
    left join tasks_unit unit on unit.id = said.unit_id
    left join tasks_unitgroup named on named.id = said.group_id
    where said.task_id = %s order by said.position
"""
ITS_WORK = """
    select report.id from tasks_progressreport report
    join tasks_assignment held on held.id = report.assignment_id
    where held.task_id = %s order by report.id
"""
Tables = dict[str, dict[str, Any]]  # {table: {"columns": names, "rows": values}}


def read_facts() -> dict[str, Any]:
    """What that version was, what is asked of the product, and what that version found there."""
    facts: dict[str, Any] = json.loads((DATA / "facts.json").read_text(encoding="utf-8"))
    return facts


# ---- put down ----
def load(out: Path) -> None:
    """The database and the files as that version left them."""
    tables: Tables = json.loads(gzip.decompress((DATA / "database.json.gz").read_bytes()))
    MigrationExecutor(connection).migrate([tuple(leaf) for leaf in read_facts()["migrations"]])
    _fill(tables)
    with zipfile.ZipFile(DATA / "media.zip") as files:
        files.extractall(settings.MEDIA_ROOT)
    _write(out / "before.json", tables_now())


@transaction.atomic
def _fill(tables: Tables) -> None:
    """Raw rows, whatever the models are by now; keys lead to rows that follow, which both databases bear until the end.

    What migrations wrote themselves gives way.
    """
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"delete from {name(table)}")  # noqa: S608  a name of ours
        for table, held in tables.items():
            columns, marks = ", ".join(map(name, held["columns"])), ", ".join(["%s"] * len(held["columns"]))
            words = f"insert into {name(table)} ({columns}) values ({marks})"  # noqa: S608  as above
            cursor.executemany(words, held["rows"])
        if connection.vendor == "postgresql":
            for table in (table for table, held in tables.items() if "id" in held["columns"]):
                last = f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {name(table)}"  # noqa: S608  as above
                cursor.execute(f"{last} having count(*) > 0")


# ---- read ----
def read(out: Path) -> None:
    """What is there after the upgrade: tables, files by their hashes, and whether a migration is left to apply."""
    files = {name: digest(path.read_bytes()) for name, path in media()}
    _write(out / "after.json", {"unapplied": _unapplied(), "tables": tables_now(), "files": files})


def tables_now() -> Tables:
    """Every table by its columns and rows, those in the order of their keys."""
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT)
        return {name: _rows(cursor, name) for name in names}


def _rows(cursor: Any, table: str) -> dict[str, Any]:
    cursor.execute(f"select * from {connection.ops.quote_name(table)} order by 1")  # noqa: S608  a name of ours
    return {"columns": [column[0] for column in cursor.description], "rows": [list(row) for row in cursor.fetchall()]}


def _unapplied() -> bool:
    """Whether `migrate --check` says that something is left to do."""
    try:
        call_command("migrate", check_unapplied=True, stdout=io.StringIO())
    except SystemExit:
        return True
    return False


def media() -> Iterator[tuple[str, Path]]:
    """Every file of the media folder, by the name that rows have for it."""
    root = Path(settings.MEDIA_ROOT)
    return ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file())


# ---- use: the same at that version and now, by addresses alone ----
def use(out: Path) -> None:
    """What the product makes of it."""
    (out / "documents").mkdir()
    with override_settings(STORAGES={**settings.STORAGES, **PLAIN_STATIC}):
        _write(out / "used.json", ask(read_facts()["asked"], out / "documents"))


def ask(asked: Mapping[str, Any], documents: Path) -> dict[str, Any]:
    """What people get who open pages and files; then what comes of a step undone, of drafts confirmed, of reports.

    `asked` is what facts.json asks for. The documents that the product makes go to a folder.
    """
    logging.getLogger("django.request").setLevel(logging.ERROR)  # what is refused is an answer, and no warning
    admin = _signed_in("admin")
    pages = {name: _answers(_signed_in(name), addresses) for name, addresses in asked["pages"].items()}
    downloads = {at: digest(_bytes(admin, at)) for at in asked["downloads"]}
    for name, (place, year) in asked["reports"].items():
        made = documents / f"{name}.docx"
        call_command("build_report", jurisdiction=place, year=year, output=made, stdout=io.StringIO())
    for name, address in asked["prints"].items():
        (documents / f"{name}.docx").write_bytes(_bytes(admin, address))
    for name, draft in asked["undone"].items():
        _undo(admin, f"/imports/{draft}/")
        (documents / f"{name}.docx").write_bytes(_bytes(admin, f"/imports/{draft}/assignment-plan.docx"))
    confirmed = {draft: _confirm(admin, draft, page) for draft, page in asked["confirmed"].items()}
    return {"pages": pages, "downloads": downloads, "confirmed": confirmed}


def _signed_in(name: str) -> Client:
    """A browser of this person. An error of the product is an answer, as in life."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(apps.get_model(settings.AUTH_USER_MODEL).objects.get(username=name))
    return client


def _answers(client: Client, addresses: Iterable[str]) -> dict[str, int]:
    """The status of each page, where it leads in the end."""
    responses = ((address, client.get(address, follow=True)) for address in addresses)
    return {address: response.status_code for address, response in responses}


def _bytes(client: Client, address: str) -> bytes:
    response = client.get(address)
    data = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return data


def _undo(client: Client, page: str) -> None:
    """Take the last step back in a draft, as seen on its page."""
    seen = next(form.fields["revision"] for form in _forms(client, page) if "revision" in form.fields)
    assert client.post(f"{page}undo/", {"revision": seen}).status_code == 302


def _confirm(client: Client, draft: str, page: str) -> dict[str, Any]:
    """The plan that the draft becomes, or becomes part of: its tasks in order, with who is named and what was reported.

    Tasks that were there before say their key: what was reported on them must still be theirs.
    """
    held = {row[0] for row in _query("select id from tasks_task")}
    form = next(form for form in _forms(client, page) if form.action == f"/imports/{draft}/confirm/")
    address = client.post(form.action, dict(form.form_values()))["Location"]
    plan = re.fullmatch(r"/plans/(\d+)/", address)
    assert plan, f"draft {draft} was not confirmed: {address}"
    (remarks,) = _query("select diagnostics from tasks_plan where id = %s", plan[1])[0]
    rows = _query(ONE_TASK, plan[1])
    return {
        "remarks": [_without_ids(remark) for remark in json.loads(remarks)],
        "tasks": [_task(row, is_new=row[0] not in held) for row in rows],
    }


def _forms(client: Client, page: str) -> list[Any]:
    """The forms of a page, as they stand there."""
    return list(lxml.html.fromstring(client.get(page).content.decode()).forms)


def _without_ids(remark: dict[str, Any]) -> dict[str, Any]:
    """A remark as it was before items had ids."""
    return {name: value for name, value in remark.items() if name not in ("id", "item")}


def _task(row: tuple[Any, ...], *, is_new: bool) -> dict[str, Any]:
    pk, *said, withdrawn = row
    words = [None if part is None else str(part) for part in said]
    units, work = _query(ITS_UNITS, pk), [report for (report,) in _query(ITS_WORK, pk)]
    return {
        "id": None if is_new else pk,
        "said": words,
        "withdrawn": bool(withdrawn),
        "units": list(map(list, units)),
        "work": work,
    }


def _query(words: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return list(cursor.fetchall())


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, value: Any) -> None:
    """As JSON; dates and numbers that it has no word for as text."""
    path.write_text(json.dumps(value, ensure_ascii=False, default=str), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    {"load": load, "read": read, "use": use}[sys.argv[1]](Path(sys.argv[2]))
