"""Who gets what at the addresses of documents that go out: the bureau's pages; a liaison finds nothing there."""

from reports.build import store_whole
from reports.models import ReportBuild
from tests.cast import HIDDEN, Entry
from tests.world import World


def _finish(world: World) -> None:
    name = store_whole("annual-reports/x.docx", b"docx")
    ReportBuild.objects.filter(pk=world.build.pk).update(state=ReportBuild.State.SUCCEEDED, file=name)


def _of_report(world: World) -> dict[str, int]:
    return {"pk": world.annual_report.pk}


def _of_plan(world: World) -> dict[str, int]:
    return {"pk": world.plan.pk}


def _of_build(world: World) -> dict[str, int]:
    return {"pk": world.build.pk}


ENTRIES = {
    "annual_report_list": Entry(liaison=HIDDEN, foreign_staff=200),
    "annual_report_create": Entry(
        method="post",
        data=lambda world: {"year": 2025, "jurisdiction": world.place.pk},
        liaison=HIDDEN,
        staff=302,
        foreign_staff=200,  # the form again: a place that is not theirs is no choice
        admin=302,
    ),
    "annual_report_detail": Entry(kwargs=_of_report, liaison=HIDDEN),
    "annual_report_sign": Entry(
        kwargs=_of_report,
        method="post",
        data=lambda world: {"issuer": "某区人民政府", "dated_on": "2025-03-01"},
        liaison=HIDDEN,
        staff=302,
        admin=302,
    ),
    "annual_report_build": Entry(kwargs=_of_report, method="post", liaison=HIDDEN, staff=302, admin=302),
    "section_edit": Entry(
        kwargs=lambda world: {**_of_report(world), "kind": world.section.kind}, liaison=HIDDEN, changes=True
    ),
    "build_detail": Entry(kwargs=_of_build, liaison=HIDDEN),
    "build_progress": Entry(kwargs=_of_build, liaison=HIDDEN),
    "build_download": Entry(kwargs=_of_build, liaison=HIDDEN, prepare=_finish),
    "plan_docx": Entry(kwargs=_of_plan, liaison=HIDDEN),
    "plan_xlsx": Entry(kwargs=_of_plan, liaison=HIDDEN),
}
