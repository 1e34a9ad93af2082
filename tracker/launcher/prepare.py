"""Brings database, static files and demo data up to date; `python -m tracker.launcher.prepare [--demo]`.

A process of its own, since the secret and the broker are known only now. What it prints is shown to the person who
starts the product: the demo accounts.
"""

import hashlib
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command


def main(*options: str) -> None:
    """Prepare everything that web and worker need."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    if "--demo" in options:
        print(seed())


def collect_static() -> None:
    """Collect the static files unless none has changed since the last time: hashing and compressing takes seconds."""
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    found = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == found:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(found)


def seed() -> str:
    """Load the demo unless there is data. Returns what to show: the accounts, kept from the start that made them."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    kept = Path(settings.ENV.home) / "demo_accounts"
    empty = not get_user_model().objects.exists()
    told = StringIO()
    call_command("seed_demo", stdout=told)
    if empty:
        kept.touch(mode=0o600)
        kept.write_text(told.getvalue())
    return kept.read_text() if kept.is_file() else told.getvalue()


def static_fingerprint() -> str:
    """A hash of name, size and time of every static file the apps bring, and of the settings that treat them."""
    from django.apps import apps
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]  # StaticFiles
    seen = hashlib.sha256(repr((settings.STORAGES, settings.STATIC_URL, django.VERSION)).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(ignored), key=lambda pair: pair[0]):
            about = Path(storage.path(name)).stat()
            seen.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
