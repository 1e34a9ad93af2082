"""Every address that takes a form or gives a file: the record tells of it."""

from urllib.parse import urlencode

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import ReportBuild
from tasks.alignment.selectors.coverage import coverage
from tasks.alignment.services.coverage import coverage_decide
from tasks.events.acts import EventAct
from tasks.events.models import Event
from tasks.jobs.models import Job
from tasks.plans.models import Plan, Task
from tests.acts import Done, done, taken
from tests.cast import Entry
from tests.reports.test_pages import section_post
from tests.tasks.alignment.above import build_above
from tests.tasks.work.reports import attach, draft, form_data, upload
from tests.test_cast import ENTRIES
from tests.tracker.intake.acts import INTAKE_ACTS
from tests.world import PASSWORD, World, make_plan

pytestmark = pytest.mark.django_db

# Django's administration has forms of its own: tests/tasks/events/test_recorded.py reads what it says of them.
OF_DJANGO = {"admin:index"}
HANDED_ON = 307  # an old address leads a form on to the one of today
NEW_PASSWORD = "another-Password-for-tests"


def _draft_plan(world: World) -> None:
    plan = make_plan(world.place, title="草稿")
    plan.source.file.save("plan.txt", ContentFile(b"text"))


def _the_draft_plan(world: World) -> dict[str, int]:
    return {"pk": Plan.objects.get(title="草稿").pk}


def _begun_with_a_file(world: World) -> None:
    attach(draft(world.assignment, world.period, world.liaison), world.liaison)


def _handing_in(world: World) -> dict[str, object]:
    return form_data(act="submit", period=world.period.pk, evidence=upload())


def _taking_off(world: World) -> dict[str, object]:
    report = world.assignment.progress_reports.get()
    link = report.evidence_links.get()
    return form_data(narrative="改过。", period=world.period.pk, revision=str(report.revision), remove=str(link.pk))


def _lower_plan(world: World) -> Plan:
    return Plan.objects.get(title="某区2024年落实方案")


def _decided(world: World) -> None:
    above = build_above(world)
    coverage_decide(
        plan=above.lower_plan,
        upper=above.upper[0],
        lower=above.lower[0],
        extent="full",
        percent=46,
        seen=coverage(above.lower_plan).rows[0].seen,
        user=world.staff,
        now=timezone.now(),
    )


def _clearing(world: World) -> dict[str, object]:
    row = coverage(_lower_plan(world)).rows[0]
    return {"clear": Task.objects.get(coverage_above__isnull=False).pk, "seen": row.seen}


def _alike(world: World) -> None:
    above = build_above(world)
    Task.objects.filter(pk=above.lower[0].pk).update(text=above.upper[0].text)


def _all_proposals(world: World) -> dict[str, str]:
    return {"pairs": " ".join(f"{row.task.pk}-{best.task.pk}" for row, best in coverage(_lower_plan(world)).sure)}


def _other_upper(world: World) -> dict[str, object]:
    return {"upper": "", "seen": _lower_plan(world).upper_plan_id}


def _failed(world: World) -> None:
    """The build of the annual report, and its job."""
    ended = {"state": "failed", "finished_at": timezone.now()}
    Job.objects.filter(pk=world.build.job_id).update(**ended)
    ReportBuild.objects.filter(pk=world.build.pk).update(**ended)


ACTS: dict[str, Done] = {
    "login": done(EventAct.SIGN_IN, person="anonymous", data=lambda world: {"username": "staff", "password": PASSWORD}),
    "logout": done(EventAct.SIGN_OUT),
    "password_change": done(
        EventAct.PASSWORD_CHANGE,
        data=lambda world: {
            "old_password": PASSWORD,
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        },
    ),
    "progress_edit": done(
        EventAct.PROGRESS_BEGIN,
        EventAct.EVIDENCE_ATTACH,
        EventAct.PROGRESS_SUBMIT,
        person="liaison",
        data=_handing_in,
    ),
    "progress_edit: taking a file off": done(
        EventAct.PROGRESS_WRITE,
        EventAct.EVIDENCE_REMOVE,
        person="liaison",
        data=_taking_off,
        prepare=_begun_with_a_file,
    ),
    "progress_accept": done(EventAct.PROGRESS_ACCEPT),
    "progress_return": done(EventAct.PROGRESS_RETURN),
    "evidence_download": taken(EventAct.EVIDENCE_DOWNLOAD),
    "plan_publish": done(EventAct.PLAN_PUBLISH, prepare=_draft_plan, kwargs=_the_draft_plan),
    "responsibility_link": done(EventAct.NAME_LINK),
    "plan_source": taken(EventAct.SOURCE_DOWNLOAD),
    "version_source": taken(EventAct.SOURCE_DOWNLOAD),
    "plan_docx": taken(EventAct.PLAN_EXPORT),
    "plan_xlsx": taken(EventAct.PLAN_EXPORT),
    "task_export": taken(EventAct.TASK_EXPORT),
    "plan_upper": done(EventAct.PLAN_UPPER, data=_other_upper),
    "plan_coverage_decide": done(EventAct.COVERAGE_DECIDE),
    "plan_coverage_exempt": done(EventAct.COVERAGE_DECIDE),
    "plan_coverage_clear": done(EventAct.COVERAGE_CLEAR, prepare=_decided, data=_clearing),
    "plan_coverage_accept": done(EventAct.COVERAGE_DECIDE, prepare=_alike, data=_all_proposals),
    "plan_coverage_export": taken(EventAct.COVERAGE_EXPORT),
    "annual_report_create": done(EventAct.REPORT_BEGIN),
    "annual_report_sign": done(EventAct.REPORT_SIGN),
    "annual_report_build": done(EventAct.REPORT_BUILD, prepare=lambda world: world.annual_report.builds.all().delete()),
    "section_edit": done(EventAct.REPORT_WRITE, data=lambda world: section_post("人员不足。")),
    "build_download": taken(EventAct.REPORT_DOWNLOAD),
    "event_export": taken(EventAct.EVENT_EXPORT, person="admin"),
    "job_retry": done(
        EventAct.JOB_RETRY, person="admin", prepare=_failed, kwargs=lambda world: {"pk": world.build.job_id}
    ),
    "job_cancel": done(EventAct.JOB_CANCEL, person="admin"),
    **INTAKE_ACTS,
}


def address(name: str) -> str:
    """Of several requests to one address each has its own words behind a colon."""
    return name.partition(":")[0]


@pytest.mark.parametrize("name", sorted(set(ENTRIES) - OF_DJANGO))
def test_an_address_that_takes_a_form_or_gives_a_file_is_in_the_table(name: str, world: World, client: Client) -> None:
    entry = ENTRIES[name]
    entry.prepare(world)
    client.force_login(world.admin)
    at = reverse(name, kwargs=dict(entry.kwargs(world)))
    seen = client.get(at)
    gives_a_file = "attachment" in seen.headers.get("Content-Disposition", "")
    takes_a_form = client.post(at).status_code not in (405, HANDED_ON)
    in_table = name in set(map(address, ACTS))
    seen.close()  # a download holds its file open
    assert (gives_a_file or takes_a_form) == in_table


@pytest.mark.parametrize("name", ACTS)
def test_what_is_done_there_is_in_the_record(name: str, world: World, client: Client) -> None:
    act, entry = ACTS[name], ENTRIES.get(address(name), Entry())
    (act.prepare or entry.prepare)(world)
    at = reverse(address(name), kwargs=dict((act.kwargs or entry.kwargs)(world)))
    at += f"?{urlencode(act.query(world))}"
    data = dict((act.data or entry.data)(world))
    if act.person != "anonymous":
        client.force_login(getattr(world, act.person))
    before = Event.objects.latest("pk").pk
    response = client.get(at, data) if act.is_get else client.post(at, data)
    who = world.staff if act.person == "anonymous" else getattr(world, act.person)
    told = set(Event.objects.filter(pk__gt=before, actor_id=who.pk).values_list("act", flat=True))
    response.close()  # as above
    assert set(act.acts) <= told
    assert response.status_code == (200 if act.is_get else 302)
