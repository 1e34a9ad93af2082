"""Makes what lies in this folder. Runs at the commit that facts.json names, on the demo; see README.md."""

import datetime as dt
import gzip
import json
import re
import sys
import zipfile
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from reports.build import build_run  # noqa: E402
from reports.models import AnnualReport, ReportBuild  # noqa: E402
from tasks import planedit  # noqa: E402
from tasks.carryover import empty_plan  # noqa: E402
from tasks.coverage import seen_of  # noqa: E402
from tasks.models import (  # noqa: E402
    Assignment,
    EvidenceLink,
    Jurisdiction,
    Membership,
    Plan,
    PlanDraft,
    PlanVersion,
    ProgressReport,
    Task,
    TaskCoverage,
    Unit,
    UnitGroup,
    User,
)
from tasks.revision import task_keys, task_places  # noqa: E402
from tasks.services.coverage import coverage_decide, coverage_exempt  # noqa: E402
from tasks.services.draft_lines import draft_move_lines  # noqa: E402
from tasks.services.draft_parsing import parse_draft  # noqa: E402
from tasks.services.draft_undo import draft_restructure  # noqa: E402
from tasks.services.draft_writing import draft_write  # noqa: E402
from tasks.services.drafts import (  # noqa: E402
    draft_begin,
    draft_change,
    draft_decide,
    draft_discard,
    draft_pair,
    draft_revise,
    draft_settle,
    remark_keys,
)
from tasks.services.evidence import evidence_attach, evidence_remove  # noqa: E402
from tasks.services.plan_deletion import plan_delete  # noqa: E402
from tasks.services.progress import (  # noqa: E402
    FigureContent,
    ProgressContent,
    progress_accept,
    progress_return,
    progress_save,
    progress_submit,
)
from tasks.services.upper import plan_set_upper  # noqa: E402
from tests import upgrading  # noqa: E402
from tracker.importing import confirm_draft  # noqa: E402

NOW = timezone.now()
PLAN = """红寺堡区2026年法治政府建设任务分工方案

（一）示范创建行动

1. 争取示范命名。开展示范创建，2026年6月底前完成申报。巩固示范成果。

责任单位：司法局、财政部门、数据局、大数据中心

完成时限：2026年12月

2. 加强法治宣传。开展法治宣传。

责任单位：政府组成部门、有关方面

完成时限：长期坚持

另请各单位按期报送进展。

（二）依法行政行动

3. 规范行政执法。公示执法信息。定期评查案卷。

牵头单位：各监管单位

完成时限：2026年13月

4. 健全应诉机制。负责人出庭应诉。

责任单位：各职能部门

完成时限：2026年10月

附件

指标表

序号\t指标\t单位\t2026年目标
1\t示范项目\t个\t≥5
"""


def person(name: str) -> User:
    return User.objects.get(username=name)


STAFF, OTHER_STAFF, ADMIN = person("fazhike1"), person("fazhike2"), person("admin")
DISTRICT = Jurisdiction.objects.get(name="红寺堡区")
EIGHT, THREE_YEARS, ABOVE = (Plan.objects.get(first_year=year) for year in (2024, 2023, 2025))


# ---- work: evidence on reports of every state ----
def file(name: str, words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + words.encode())


def make_work() -> None:
    """A report in each state with files: one shared by two, one taken off before, one after it was handed in."""
    last = EIGHT.periods.get(label="2024年第四季度")
    open_ones = Assignment.objects.filter(task__action__plan=EIGHT, state="open", unit__memberships__role="liaison")
    free = open_ones.exclude(progress_reports__period=last).distinct().order_by("pk")
    for n, (assignment, end) in enumerate(zip(free, ("draft", "submitted", "accepted", "returned"), strict=False), 1):
        if end == "submitted":
            Membership.objects.create(user=person("wuming"), unit=assignment.unit, role="liaison")
        author = User.objects.filter(memberships__unit=assignment.unit, memberships__role="liaison").latest("pk")
        figures = [
            FigureContent("培训", Decimal(n), "场次"),
            FigureContent("办件量", Decimal("1.25"), "万件", Decimal(1)),
        ]
        content = ProgressContent(f"第{n}份有佐证材料的填报。", 60 + n, figures)
        given = {"user": author, "assignment": assignment, "period": last, "content": content}
        report = progress_save(**given, revision=None)
        evidence_attach(user=author, report=report, upload=file("签到表.pdf", "所有人的签到表"))
        evidence_remove(link=evidence_attach(user=author, report=report, upload=file("误传.pdf", f"误传{n}")))
        kept = evidence_attach(user=author, report=report, upload=file(f"总结{n}.pdf", f"总结{n}"))
        if end == "draft":
            continue
        progress_submit(user=author, report=report, now=NOW)
        if end == "returned":
            progress_return(user=STAFF, report=report, reason="请补充\n会议纪要。", now=NOW)
            evidence_remove(link=kept)
            report = progress_save(**given, revision=report.revision)
            progress_submit(user=author, report=report, now=NOW)
            progress_return(user=OTHER_STAFF, report=report, reason="仍缺会议纪要。", now=NOW)
        if end == "accepted":
            progress_accept(user=STAFF, report=report, now=NOW)
            User.objects.filter(pk=author.pk).update(is_active=False)


# ---- drafts ----
def read(text: str, name: str, user: User = STAFF, **more: Any) -> PlanDraft:
    """A draft of this text, read by the parser."""
    draft = draft_begin(user=user, name=name, data=text.encode()).draft
    parse_draft(draft.pk)
    PlanDraft.objects.filter(pk=draft.pk).update(**more)
    draft.refresh_from_db()
    return draft


def change(act: Any, draft: PlanDraft, **more: Any) -> None:
    act(draft=draft, revision=draft.revision, **more)
    draft.refresh_from_db()


def confirm(draft: PlanDraft, version: int | None = None) -> Plan:
    return confirm_draft(draft=draft, revision=draft.revision, user=STAFF, now=NOW, seen_version=version).plan


def eight(*changes: tuple[str, str]) -> str:
    """The district's plan of 2024 with other words."""
    text = (settings.BASE_DIR / "fixtures/plans/hongsibu-2024-eight-actions.txt").read_text(encoding="utf-8")
    for old, new in changes:
        assert re.search(old, text), old
        text = re.sub(old, new, text)
    return text


SECOND = (
    (r"(?s)9\. 依法处置重大突发事件。.*?(?=10\. )", ""),  # withdrawn, with its reports
    (r"10\. 规范信息公开工作。", "9. 规范信息公开工作。按月通报公开情况。"),
    (
        r"(?s)(?=\(四\))",
        "10. 设立法治观察点。在园区设立法治观察点三处。\n\n责任单位：司法局\n\n完成时限：2024年12月\n\n",
    ),
)


def make_second_version() -> PlanDraft:
    """The plan of 2024 revised: a task and its work withdrawn, one added, one reworded."""
    draft = read(eight(*SECOND), "八大行动（修订）.txt")
    change(draft_revise, draft, plan=EIGHT)
    confirm(draft, version=1)
    return draft


def make_revising() -> PlanDraft:
    """A third version under review, with what a person said about which task is which: by lines, by text, none.

    A task is split on its line and the second half is an old task; one that was typed is another.
    """
    # Two tasks are written anew, so that no wording says which they are.
    renew = ((r"13\. 提高备案审查工作水平。[^\n]*", "13. 报送文件备案。文件印发后十五日内报备。"),)
    draft = read(eight(*SECOND, *renew), "八大行动（再修订）.txt", OTHER_STAFF)
    change(draft_revise, draft, plan=EIGHT)
    first = draft.content["actions"][0]["tasks"][1]
    text = f"{first['text']}另行申报法治人社项目。"
    content = planedit.set_task(draft.content, 1, 2, text=text)
    change(draft_change, draft, content=content)
    offset = planedit.split_points(text)[-1][0]
    change(draft_restructure, draft, at="task-1-2", content=planedit.split_task(draft.content, 1, 2, offset=offset))
    typed = planedit.add_task(draft.content, 4, text="推进裁决示范。建立裁决示范点。")
    change(draft_change, draft, content=typed)
    keys = dict(zip(task_keys(draft.content), (row[1]["title"] for row in places(draft)), strict=True))
    by_title = {task.title: task for task in Task.objects.in_force().filter(action__plan=EIGHT)}
    half = next(key for key in keys if re.fullmatch(r"line-\d+-2", key))
    hand = next(key for key in keys if key.startswith("text-"))
    anew = next(key for key, title in keys.items() if title == "报送文件备案")
    none = next(key for key, title in keys.items() if title == "推进政务诚信建设")
    change(draft_pair, draft, key=half, said=str(by_title["加大行政工作人员培训力度"].pk))
    change(draft_pair, draft, key=hand, said=str(by_title["推进行政裁决工作"].pk))
    change(draft_pair, draft, key=anew, said=str(by_title["提高备案审查工作水平"].pk))
    change(draft_pair, draft, key=none, said="none")
    return draft


def places(draft: PlanDraft) -> list[Any]:
    return task_places(draft.content)


def make_reviewed() -> PlanDraft:
    """A new plan under review: corrected, lines given, names decided in each way, remarks acknowledged, a step back."""
    draft = read(PLAN, "2026年方案.txt", stands_alone=True, upper_plan=ABOVE)
    units = [Unit.objects.get(jurisdiction=DISTRICT, short_name=name).pk for name in ("财政局", "审计局")]
    group = UnitGroup.objects.get(jurisdiction=DISTRICT, name="政府组成部门").pk
    decisions = {
        "财政部门": {"unit": units[0]},
        "各职能部门": {"group": group},
        "数据局": {"new_unit": "红寺堡区数据局"},
        "各监管单位": {"new_group": "各监管单位", "members": [units[1], "数据局"]},
        "大数据中心": {"same": "数据局"},
        "有关方面": {"leave": True},
    }
    change(draft_decide, draft, decisions=decisions)
    content = planedit.set_task(draft.content, 1, 1, title="争取示范命名（已改）")
    deadline = planedit.read_deadline("2027年3月", draft.content["years"])
    change(draft_change, draft, content=planedit.set_task(content, 2, 2, deadline=deadline))
    line = draft.text.split("\n").index("另请各单位按期报送进展。") + 1
    change(draft_move_lines, draft, first=line, last=line, to=planedit.Target("task", 1, 1))
    keys = remark_keys(draft)
    numbers, texts = [key for key in keys if isinstance(key, int)], [key for key in keys if isinstance(key, str)]
    assert len(numbers) > 1
    change(draft_settle, draft, remarks=[numbers[-1], texts[0]], settled=True)
    text = draft.content["actions"][1]["tasks"][0]["text"]
    split = planedit.split_task(draft.content, 2, 1, offset=planedit.split_points(text)[0][0])
    change(draft_restructure, draft, at="task-2-1", content=split)
    assert all((draft.before, draft.given, draft.settled))
    return draft


def make_written() -> PlanDraft:
    """A plan written here (拟制), its last task deleted, which can be undone."""
    content = empty_plan("红寺堡区2027年法治政府建设任务分工方案", DISTRICT.full_name, (2027,))
    content["actions"] = [{"number": 1, "heading": "主要任务", "goal": None, "tasks": [], "line": None}]
    for text in ("开展法治宣传。全年不少于四场。", "办理复议案件。按期审结。", "评查执法案卷。每季度一次。"):
        content = planedit.add_task(content, 1, text=text)
    draft = draft_write(user=OTHER_STAFF, place=DISTRICT, content=content, upper_plan=ABOVE)
    said = [{"role": "lead", "name": "司法局"}]
    late = planedit.read_deadline("2029年6月", (2027,))
    content = planedit.set_task(draft.content, 1, 1, responsibilities=said, deadline=late)
    change(draft_change, draft, content=content)
    change(draft_settle, draft, remarks=[key for key in remark_keys(draft) if isinstance(key, str)], settled=True)
    change(draft_restructure, draft, at="task-1-3", content=planedit.delete_task(draft.content, 1, 3))
    return draft


def make_other_drafts() -> None:
    """Waiting, waiting again, being read, failed, thrown away, and the draft of a plan that was deleted."""
    waits = NOW + dt.timedelta(seconds=60)
    states = {
        "排队.txt": {"message": "等待解析"},
        "重新排队.txt": {"message": "重新排队", "attempts": 1, "lease_until": waits},
        "解析.txt": {"state": "parsing", "attempts": 2, "percent": 30, "message": "正在解析9行", "lease_until": waits},
    }
    for name, more in states.items():
        draft = draft_begin(user=STAFF, name=name, data=f"{PLAN}{name}".encode()).draft
        PlanDraft.objects.filter(pk=draft.pk).update(**more)
    assert read("这不是方案。", "不是方案.txt").state == "failed"
    draft_discard(draft=read(PLAN.replace("2026", "2028"), "放弃.txt"))
    deleted = read(PLAN.replace("2026", "2030"), "删除.txt", stands_alone=True)
    plan_delete(plan=confirm(deleted), user=STAFF)


# ---- the plan above, reports, people ----
def make_coverage() -> None:
    plan_set_upper(plan=THREE_YEARS, upper=ABOVE, seen=None, user=STAFF, now=NOW)
    above = list(Task.objects.filter(action__plan=ABOVE).order_by("pk"))
    below = list(Task.objects.filter(action__plan=THREE_YEARS).order_by("pk"))
    given: dict[str, Any] = {"plan": THREE_YEARS, "user": STAFF, "now": NOW}
    for upper, lower, extent, percent in zip(above, below, ("full", "partly", "none"), (94, 31, None), strict=False):
        coverage_decide(**given, upper=upper, lower=lower, extent=extent, percent=percent, seen=seen_of([]))
    coverage_exempt(**given, upper=above[3], seen=seen_of([]))
    assert TaskCoverage.objects.count() == 4


def make_builds() -> None:
    """The report of 2024 built, one that failed, one that waits, one that is being made."""
    report = AnnualReport.objects.get(jurisdiction=DISTRICT, year=2024)
    build_run(ReportBuild.objects.create(report=report, requested_by=STAFF, stage="等待生成").pk, owner="maker")
    bare, _ = AnnualReport.objects.get_or_create(jurisdiction=DISTRICT, year=2022)
    build_run(ReportBuild.objects.create(report=bare, requested_by=ADMIN).pk, owner="maker")
    held = {"state": "running", "lease_owner": "maker", "lease_until": NOW, "attempts": 1, "percent": 30}
    ReportBuild.objects.create(report=bare, stage="排版成文", **held)
    other, _ = AnnualReport.objects.get_or_create(jurisdiction=Jurisdiction.objects.get(name="西夏区"), year=2020)
    ReportBuild.objects.create(report=other, stage="等待生成", requested_by=person("xixia"))
    assert set(ReportBuild.objects.values_list("state", flat=True)) == {"succeeded", "failed", "queued", "running"}


def make_people() -> None:
    """Who did nothing, who has no name; acts of the admin; sign-ins, failures, a lock."""
    user = {"password": ADMIN.password, "email": "", "phone": ""}
    idle = User.objects.create(username="kexishan", name="可删除", **user)
    User.objects.create(username="wuming", name="", **user)
    office = Group.objects.create(name="值班")
    office.permissions.set(Permission.objects.order_by("pk")[:2])
    idle.groups.add(office)
    idle.user_permissions.set(Permission.objects.order_by("-pk")[:2])
    browser = Client(SERVER_NAME="localhost", HTTP_USER_AGENT="Mozilla/5.0")
    browser.force_login(ADMIN)
    unit = {"jurisdiction": DISTRICT.pk, "name": "红寺堡区档案局", "short_name": "档案局", "kind": "department"}
    inline = {f"{rows}-{what}_FORMS": 0 for rows in ("aliases", "memberships") for what in ("TOTAL", "INITIAL")}
    new = {**unit, **inline, "position": 60, "is_active": "on"}
    assert browser.post("/admin/tasks/unit/add/", new).status_code == 302
    made = Unit.objects.get(name="红寺堡区档案局").pk
    assert browser.post(f"/admin/tasks/unit/{made}/change/", {**unit, "position": 61, **inline}).status_code == 302
    assert browser.post(f"/admin/tasks/unit/{made}/delete/", {"post": "yes"}).status_code == 302
    browser = Client(SERVER_NAME="localhost", HTTP_USER_AGENT="Mozilla/5.0", REMOTE_ADDR="10.0.0.8")
    for name, password, times in (("fagaiju", "wrong", 2), ("wenlvju", "wrong", 10), ("fazhike1", PASSWORD, 1)):
        for _ in range(times):
            browser.post("/login/", {"username": name, "password": password})
    browser.post("/logout/")


# ---- written down ----
def asked(*drafts: PlanDraft) -> dict[str, Any]:
    """What `upgrading.ask` asks."""
    reviewed, revising, written = drafts
    plans = Plan.objects.order_by("pk")
    tasks = [plan.actions.first().tasks.first().pk for plan in plans]
    evidence = ProgressReport.objects.filter(evidence_links__isnull=False).distinct().order_by("pk")
    withdrawn = Task.objects.filter(withdrawn_at__isnull=False)[0].pk
    pages = [
        *(
            "/",
            "/tasks/",
            "/tasks/?year=2024",
            "/review/",
            "/plans/",
            "/indicators/",
            "/annual-reports/",
            "/imports/new/",
        ),
        *(f"/plans/{plan.pk}/" for plan in plans),
        f"/plans/{THREE_YEARS.pk}/coverage/",
        *(f"/tasks/{pk}/" for pk in (*tasks, withdrawn)),
        *(f"/progress/{report.pk}/" for report in evidence),
        *(f"/assignments/{report.assignment_id}/progress/" for report in evidence),
        *(f"/imports/{draft.pk}/" for draft in PlanDraft.objects.order_by("pk")),
        *(f"/imports/{draft.pk}/grid/" for draft in drafts),
        f"/imports/{revising.pk}/difference/",
        *(f"/annual-reports/{report.pk}/" for report in AnnualReport.objects.order_by("pk")),
        *(f"/annual-reports/builds/{build.pk}/" for build in ReportBuild.objects.order_by("pk")),
    ]
    versions = PlanVersion.objects.order_by("pk").values_list("plan", "number")
    people = ("admin", "fazhike1", "xixia", evidence.get(status="returned").author.username)
    built = ReportBuild.objects.get(state="succeeded").pk
    return {
        "pages": dict.fromkeys(people, pages),
        "downloads": [
            *(f"/evidence/{pk}/" for pk in EvidenceLink.objects.order_by("pk").values_list("pk", flat=True)),
            *(f"/plans/{plan.pk}/source/" for plan in plans),
            *(f"/plans/{plan}/versions/{number}/source/" for plan, number in versions),
            f"/annual-reports/builds/{built}/download/",
        ],
        "reports": {
            **{f"hongsibu-{year}": ["红寺堡区", year] for year in (2023, 2024, 2025)},
            "xixia-2020": ["西夏区", 2020],
            "ningxia-2025": ["宁夏回族自治区", 2025],
        },
        "prints": {
            **{f"plan-{plan.pk}": f"/plans/{plan.pk}/assignment-plan.docx" for plan in plans},
            **{f"draft-{draft.pk}": f"/imports/{draft.pk}/assignment-plan.docx" for draft in drafts},
        },
        "undone": {f"draft-{written.pk}-undone": written.pk},
        "confirmed": {
            str(reviewed.pk): f"/imports/{reviewed.pk}/",
            str(revising.pk): f"/imports/{revising.pk}/difference/",
            str(written.pk): f"/imports/{written.pk}/",
        },
    }


def main() -> None:
    with override_settings(STORAGES={**settings.STORAGES, **upgrading.PLAIN_STATIC}):
        make_people()
        make_work()
        make_second_version()
        drafts = make_reviewed(), make_revising(), make_written()
        make_other_drafts()
        make_coverage()
        make_builds()
        write(asked(*drafts))


def write(wanted: dict[str, Any]) -> None:
    """The dump and the files first: what is found comes of using the product, which changes both."""
    folder = upgrading.DATA
    tables = {name: held for name, held in upgrading.tables_now().items() if held["rows"]}
    text = json.dumps(tables, ensure_ascii=False, default=str)
    (folder / "database.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    files = {}
    with zipfile.ZipFile(folder / "media.zip", "w", zipfile.ZIP_DEFLATED) as media:
        for name, path in upgrading.media():
            media.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
            files[name] = upgrading.digest(path.read_bytes())
            assert f'"{name}"' in text, f"no row names {name}"
    (folder / "documents").mkdir()
    facts = {
        "commit": COMMIT,
        "migrations": sorted(map(list, MigrationLoader(connection).graph.leaf_nodes())),
        "files": files,
        "asked": wanted,
        "found": upgrading.ask(wanted, folder / "documents"),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (folder / "facts.json").write_text(f"{text}\n", encoding="utf-8")


PASSWORD, COMMIT = sys.argv[1:]
main()
