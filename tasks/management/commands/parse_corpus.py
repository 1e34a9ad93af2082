"""``manage.py parse_corpus``: items that the parser gains and loses on all documents, against the snapshot."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks.management.corpus import KINDS, Change, Items, changes, items_of
from tasks.planparser import PlanError, parse_file

FOLDERS = ("fixtures/plans", "tests/data/samples")
SNAPSHOT = "tests/data/corpus.json"
_CUT = 60


class Command(BaseCommand):
    """Exit code 1 when something is lost and the snapshot is not updated."""

    help = "解析全部样本方案，与快照比较，列出增加和减少的条目；--update 更新快照。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the documents are, and whether to write the snapshot."""
        parser.add_argument("--update", action="store_true", help="把本次结果写入快照")
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR, help="项目目录")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, print, and update or fail."""
        root: Path = options["root"]
        snapshot = root / SNAPSHOT
        after = _parsed(root)
        before = json.loads(snapshot.read_text(encoding="utf-8")) if snapshot.is_file() else {}
        found = changes(before, after)
        self._print(found, after)
        if options["update"]:
            text = json.dumps(after, ensure_ascii=False, indent=1, sort_keys=True)
            snapshot.write_text(f"{text}\n", encoding="utf-8")
        elif any(not change.gained for change in found):
            raise CommandError("有条目减少。请改正解析器；确认减少无误的，用 --update 更新快照。")

    def _print(self, found: list[Change], after: dict[str, Items]) -> None:
        """One line an item, then the sums of each kind."""
        for change in found:
            sign = "+" if change.gained else "-"
            item = " ".join(change.item.split())
            shown = item if len(item) <= _CUT else f"{item[:_CUT]}…"
            self.stdout.write(f"{sign} {change.document} {change.kind}: {shown}")
        signs = Counter((change.kind, change.gained) for change in found)
        for kind in KINDS:
            total = sum(len(items[kind]) for items in after.values())
            self.stdout.write(f"{kind}: {total}（+{signs[kind, True]} -{signs[kind, False]}）")


def _parsed(root: Path) -> dict[str, Items]:
    """The items of every document that is a plan; one that is refused has none."""
    paths = [path for folder in FOLDERS for path in sorted((root / folder).glob("*"))]
    found: dict[str, Items] = {}
    for path in paths:
        if path.suffix == ".json":  # what is expected of a document
            continue
        try:
            found[path.relative_to(root).as_posix()] = items_of(parse_file(path))
        except PlanError:
            continue
    return found
