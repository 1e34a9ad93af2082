"""The project's own application, and which static files of the installed packages it publishes."""

from django import forms
from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "法治政府建设督办"

    def ready(self) -> None:
        # Django's own words for a missing field are those of a computer.
        forms.Field.default_error_messages["required"] = "请填写这一项。"


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page links: other builds of Bootstrap and htmx are 22 of 34 MB, and most of the time."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "*.rtl.*",
        "bootstrap.css*",
        "bootstrap.js*",
        "bootstrap.bundle*",
        "bootstrap.esm*",
        "bootstrap.min.js*",
        "htm?x-4*",
        "htmx-2.js",
        "ext",
    ]
