"""What commands that work on the database have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

NOT_READY = "数据库还没有建好，或不是最新，请先运行 manage.py migrate。"
AWAY = "连接不上数据库，请检查 DATABASE_URL 或 TRACKER_HOME，以及数据库是否已启动。"


class DatabaseCommand(BaseCommand):
    """A command that says what to do where the database is away, or not of this version."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            executor = MigrationExecutor(connection)
            is_ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise CommandError(AWAY) from error
        if not is_ready:
            raise CommandError(NOT_READY)
        return super().execute(*args, **options)
