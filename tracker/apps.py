"""The project's own application, and which static files of the installed packages it publishes."""

from django import forms
from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.module_loading import autodiscover_modules


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "法治政府建设督办"

    def ready(self) -> None:
        # Django's own words for a missing field are those of a computer.
        forms.Field.default_error_messages["required"] = "请填写这一项。"
        autodiscover_modules("jobs")  # the kinds of background job that each room brings


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page asks for: compressing all that packages bring takes half a minute."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("bootstrap/js/*", "bootstrap.css*", "bootstrap-*", "*.rtl.*"),  # pages use bootstrap.min.css alone
        *("htmx-4*", "htmax-*", "htmx-2.js", "django_htmx/ext/*"),  # and htmx-2.min.js
        "django_tables2/*",  # its tables are drawn by our own template
    ]
