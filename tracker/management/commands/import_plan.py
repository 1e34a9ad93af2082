"""`manage.py import_plan FILE`: a plan document becomes a draft plan, or a published one."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from tasks.common.commands import DatabaseCommand
from tasks.common.errors import ServiceError
from tasks.planparser import PlanError
from tasks.plans.models import Plan, Task
from tasks.plans.services.plans import PlanImport
from tracker.intake.services.confirm import import_document


class Command(DatabaseCommand):
    requires_system_checks: list[str] = []  # some ask the database, which may not be there
    help = "导入工作方案文件：写入为草稿；加 --publish 则同时发布，展开为各单位的承办任务。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="方案文件")
        parser.add_argument("--jurisdiction", help="方案所属地区的名称、全称或别名；不写则取文件中的地区")
        parser.add_argument("--publish", action="store_true", help="导入后立即发布")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = import_document(
                path=options["file"],
                jurisdiction_name=options["jurisdiction"],
                publish=options["publish"],
                user=None,
                now=timezone.now(),
            )
        except (PlanError, ServiceError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"无法读取文件“{options['file']}”，请检查路径和权限。") from error
        for line in summary(result):
            self.stdout.write(line)


def summary(result: PlanImport) -> list[str]:
    """What the import did, in sentences."""
    plan = result.plan
    tasks = Task.objects.in_force().filter(action__plan=plan).count()
    status = Plan.Status(plan.status).label
    known = "此前已导入，现已发布" if result.published else "同一文件此前已导入，未作任何更改"
    opening = "已导入" if result.created else known
    lines = [
        f"{opening}：《{plan.title}》（{status}），{plan.actions.in_force().count()}个行动、{tasks}项任务、"
        f"{plan.indicators.count()}项指标。"
    ]
    if result.unresolved:
        lines.append(f"以下{len(result.unresolved)}个名称尚未对应到单位，请在方案页面逐一对应：")
        lines += [f"  {name}" for name in result.unresolved]
    return lines
