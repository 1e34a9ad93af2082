"""`manage.py seed_demo`: the demo, once; it shows the accounts, and the password where it has just set it."""

import os
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from tasks.common.commands import DatabaseCommand
from tracker.demo import seed as demo

ROLES = {"admin": "管理员", "staff": "司法局工作人员", "liaison": "联络员"}


class Command(DatabaseCommand):
    requires_system_checks: list[str] = []  # some ask the database, which may not be there
    help = (
        "装入演示数据：红寺堡区、西夏区和宁夏回族自治区的四份方案、单位、账号和填报。"
        "口令取自 DEMO_PASSWORD，未设则随机生成并显示。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不装入演示数据和演示账号。")
        result = demo.seed(password=os.environ.get("DEMO_PASSWORD"))
        if not result.created:
            self.stdout.write("系统中已有数据，未装入演示数据。")
            return
        self.stdout.write(f"演示账号（口令均为 {result.password}）：")
        for username, rows in groupby(demo.accounts(), key=lambda row: row["username"]):
            first, *others = rows
            units = "、".join(row["place"] + row["unit"] for row in (first, *others) if row["unit"])
            self.stdout.write(f"  {username:<18}{ROLES[first['role']]}  {first['name']}  {units}")
