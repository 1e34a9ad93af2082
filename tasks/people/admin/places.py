"""Jurisdictions and their other names."""

from django.contrib import admin

from tasks.common.admin import Page, Rows
from tasks.people.models import Jurisdiction, JurisdictionAlias


class JurisdictionAliasInline(Rows):
    model = JurisdictionAlias
    extra = 1


@admin.register(Jurisdiction)
class JurisdictionAdmin(Page):
    list_display = ["full_name", "name", "level", "parent", "keeps_own_plans"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "full_name", "aliases__name"]
    autocomplete_fields = ["parent"]
    inlines = [JurisdictionAliasInline]
