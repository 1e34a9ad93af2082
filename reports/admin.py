"""Annual reports, their sections and builds: written on their own pages, read here."""

from django.contrib import admin

from reports.models import AnnualReport, ReportBuild, ReportSection, SectionFigure
from tasks.common.admin import ReadOnlyPage, ReadOnlyRows


class SectionInline(ReadOnlyRows):
    model = ReportSection
    fields = ["kind", "text", "edited_by", "edited_at"]


class BuildInline(ReadOnlyRows):
    model = ReportBuild
    fields = ["state", "requested_by", "requested_at", "finished_at", "sha256"]


class SectionFigureInline(ReadOnlyRows):
    model = SectionFigure
    fields = ["position", "label", "value", "unit", "source"]


@admin.register(AnnualReport)
class AnnualReportAdmin(ReadOnlyPage):
    list_display = ["title", "jurisdiction", "year", "issuer", "dated_on"]
    list_filter = ["jurisdiction", "year"]
    list_select_related = ["jurisdiction"]
    search_fields = ["jurisdiction__name", "jurisdiction__full_name", "sections__text"]
    inlines = [SectionInline, BuildInline]


@admin.register(ReportSection)
class ReportSectionAdmin(ReadOnlyPage):
    list_display = ["kind", "report", "edited_by", "edited_at"]
    list_filter = ["kind", "report__year"]
    list_select_related = ["report__jurisdiction", "edited_by"]
    search_fields = ["text"]
    inlines = [SectionFigureInline]


@admin.register(ReportBuild)
class ReportBuildAdmin(ReadOnlyPage):
    list_display = ["report", "state", "requested_by", "requested_at", "finished_at"]
    list_filter = ["state", "report__year"]
    list_select_related = ["report__jurisdiction", "requested_by"]
    search_fields = ["report__jurisdiction__name", "message", "sha256"]
