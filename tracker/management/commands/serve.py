"""`manage.py serve`: the demo profile on this machine, until Ctrl-C (what `make run` runs)."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.launcher.errors import LaunchError
from tracker.launcher.supervisor import Launcher, Options


class Command(BaseCommand):
    """Reads HOST, PORT, TRACKER_HOME, DATABASE_URL, REDIS_URL and DEMO_PASSWORD from the environment."""

    help = (
        "Start web, worker, schedule and message broker of the demo profile; TRACKER_DEMO=0 leaves the demo data out."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, default=0, help="stop as soon as this parent process is gone")

    def handle(self, *, parent: int, **options: Any) -> None:
        """Run until stopped; exit status 1 and one line on standard error if it cannot start."""
        try:
            if settings.PRODUCTION:
                raise LaunchError("serve is for the demo profile; docs/deploy shows how to run in production")
            self._launcher(parent).run()
        except LaunchError as fault:
            sys.exit(f"tracker: {fault}")

    def _launcher(self, parent: int) -> Launcher:
        return Launcher(
            Options(
                base_dir=settings.BASE_DIR,
                home=settings.ENV.home,
                host=os.environ.get("HOST") or "127.0.0.1",
                port=os.environ.get("PORT") or "8000",
                demo=os.environ.get("TRACKER_DEMO", "1") != "0",
                parent=parent,
                env=os.environ,
            )
        )
