"""`manage.py make_fixtures [--check]`: write fixtures/*.json anew from fixtures/plans/, or say which are stale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.demo import fixture_files


class Command(BaseCommand):
    help = "由 fixtures/plans/ 的方案文件重新生成 fixtures/*.json；加 --check 只检查是否过期。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        made = fixture_files.make()
        stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
        if options["check"]:
            if stale:
                names = "、".join(path.name for path in stale)
                raise CommandError(f"{names} 已过期，请运行 manage.py make_fixtures 后提交。")
            return
        for path in stale:
            path.write_text(made[path], encoding="utf-8")
            self.stdout.write(f"已更新 {path.name}")
