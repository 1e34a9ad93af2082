"""Which of the static files that packages bring are collected: compressing all of them takes half a minute."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class UsedStaticFiles(StaticFilesConfig):
    """Stands in INSTALLED_APPS for django.contrib.staticfiles; leaves out what no page asks for."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("bootstrap/js/*", "bootstrap.css*", "bootstrap-*", "*.rtl.*"),  # pages use bootstrap.min.css alone
        *("htmx-4*", "htmax-*", "htmx-2.js", "django_htmx/ext/*"),  # and htmx-2.min.js
        "django_tables2/*",  # its tables are drawn by our own template
    ]
