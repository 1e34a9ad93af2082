"""Build the annual report of a place and year in this process; needs no broker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from reports.build import make_report, require_plan, write_whole
from reports.models import AnnualReport
from reports.services import report_create
from tasks.common.commands import DatabaseCommand
from tasks.common.errors import ServiceError
from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.people.models import Jurisdiction
from tasks.people.names import find_jurisdiction


class Command(DatabaseCommand):
    requires_system_checks: list[str] = []  # some ask the database, which may not be there
    help = "生成一个地区一个年度的法治政府建设年度报告（DOCX）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jurisdiction", required=True, help="地区名称，如 红寺堡区")
        parser.add_argument("--year", required=True, type=int, help="年度，如 2024")
        parser.add_argument("--output", required=True, type=Path, help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        place = find_jurisdiction(options["jurisdiction"])
        if place is None:
            raise CommandError(
                f"系统中没有名为“{options['jurisdiction']}”的地区，请核对名称，或先在系统管理中添加地区。"
            )
        if not FIRST_YEAR <= options["year"] <= LAST_YEAR:
            raise CommandError(f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间，请检查 --year。")
        if not options["output"].name:
            raise CommandError("请在 --output 中写明文件名，如 年度报告.docx，只写文件夹不行。")
        try:
            made = make_report(_report(place, options["year"]))
            write_whole(options["output"], made.data)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"文件写不进“{options['output']}”，请换一个可写的位置。（{error.strerror}）") from error
        self.stdout.write(f"{made.paragraphs}段，{made.figures}项数据，sha256 {made.sha256}")


@transaction.atomic
def _report(place: Jurisdiction, year: int) -> AnnualReport:
    """The annual report of this place and year, begun if there is a plan to report on."""
    report, _ = report_create(user=None, jurisdiction=place, year=year)
    require_plan(report)
    return report
