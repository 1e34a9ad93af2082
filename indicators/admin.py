"""Indicators and their targets, correctable until the plan is published."""

from django.contrib import admin

from indicators.models import Indicator, Target
from tasks.plans.admin_pages import DraftPage, DraftRows


class TargetInline(DraftRows):
    model = Target


@admin.register(Indicator)
class IndicatorAdmin(DraftPage):
    list_display = ["number", "name", "area", "unit", "plan"]
    list_display_links = ["name"]
    list_filter = ["plan__jurisdiction", "plan", "area"]
    list_select_related = ["plan"]
    search_fields = ["name", "area", "targets__text"]
    readonly_fields = ["plan"]
    inlines = [TargetInline]
