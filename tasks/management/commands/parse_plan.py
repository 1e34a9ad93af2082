"""``manage.py parse_plan FILE``: the structure of a plan document as JSON on standard output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks.planparser import PlanError, parse_file


class Command(BaseCommand):
    """Prints nothing but JSON; a document that is no plan ends in one sentence on standard error."""

    help = "解析工作方案文件，把结构化结果以 JSON 打印到标准输出。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to read."""
        parser.add_argument("file", type=Path, metavar="FILE", help="工作方案文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse and print; CommandError (exit code 1) with the parser's sentence."""
        try:
            plan = parse_file(options["file"])
        except PlanError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(plan.as_dict(), ensure_ascii=False, indent=2))
