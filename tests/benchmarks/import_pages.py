"""The pages of importing a plan and of the plan above: 500 tasks take as many queries as 50, and ten times the time."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from tasks.jobs.models import Job
from tasks.people.models import Jurisdiction, Membership, Unit, User
from tasks.planparser import parse_bytes
from tasks.plans.models import Plan
from tasks.plans.services.plans import Document, plan_import
from tasks.work.services.publishing import plan_publish
from tests.benchmarks.measure import Row, milliseconds, paired
from tests.benchmarks.parsing import chinese
from tests.benchmarks.scratch import TODAY_YEAR
from tests.benchmarks.task_list import Visit, queries, visitor
from tests.jobs import work_off
from tracker.intake.models import PlanDraft
from tracker.intake.services.drafts import draft_begin

FEW, MANY = 50, 500
# Places that the parser finds: a draft without one has no names to resolve and no plan to be compared with.
NAMES = {FEW: "临江", MANY: "南湖"}
DONE = ("健全", "完善", "推进", "落实", "规范", "加强", "深化", "优化", "开展", "建立", "严格", "压实", "提升")
WORK = (
    *("行政执法公示", "规范性文件备案", "行政复议听证", "普法宣传教育", "政务数据共享", "法律顾问聘用", "营商环境评估"),
    *("重大决策听证", "行政调解衔接", "执法案卷评查", "基层执法赋权", "信用监管分级", "应急预案演练", "政务公开目录"),
    *("证明事项清理", "包容审慎监管", "府院联动会商"),
)
MEANS = (
    *("每季度通报进展情况", "编制年度工作清单", "组织业务骨干培训", "委托第三方开展评估", "召开联席会议研究"),
    *("纳入年度考核内容", "制定统一文书格式", "公布办事指南和流程", "建立问题整改台账", "抽查不少于二十件"),
    *("配备专职工作人员",),
)
UNITS = ("司法局", "财政局", "教育局", "民政局", "水务局", "审批局", "公安局", "信访局")


@dataclass(frozen=True)
class Pages:
    """Somebody's pages for plans of one size: name to address."""

    visit: Visit
    addresses: dict[str, str]


def rows() -> Iterator[Row]:
    """For each page, its queries and its time at 500 tasks over those at 50."""
    few, many = _pages(FEW), _pages(MANY)
    for name, address in many.addresses.items():
        yield from _measured(name, (many, address), (few, few.addresses[name]))


def _measured(name: str, many: tuple[Pages, str], few: tuple[Pages, str]) -> Iterator[Row]:
    asked = [queries(pages.visit, address) for pages, address in (many, few)]
    yield Row(f"queries of the {name}, {MANY} tasks over {FEW}", f"{asked[0]}", f"{asked[1]}", asked[0] / asked[1], 1)
    large, small, ratio = paired(lambda: many[0].visit(many[1]), lambda: few[0].visit(few[1]), rounds=5)
    yield Row(f"{name}, {MANY} tasks over {FEW}", milliseconds(large), milliseconds(small), ratio, 11)


def _pages(tasks: int) -> Pages:
    """A district of its own: a plan in force, one above it, a draft of its next version, and one of another plan."""
    name = NAMES[tasks]
    city = Jurisdiction.objects.create(name=f"{name}市", full_name=f"{name}市", level="city")
    place = Jurisdiction.objects.create(name=f"{name}区", full_name=f"{name}区", level="county", parent=city)
    for unit in UNITS:
        Unit.objects.create(jurisdiction=place, name=f"{place.name}{unit}", short_name=unit)
    user = User.objects.create(username=f"staff{tasks}", name="王审核")
    Membership.objects.create(user=user, unit=place.units.earliest("pk"), role="staff")
    above, plan = _plan(city, tasks, 3), _plan(place, tasks, 0)
    Plan.objects.filter(pk=plan.pk).update(upper_plan=above)
    other = _draft(user, _text(place, tasks, 1).replace("任务分工方案".encode(), "工作要点".encode()))
    revised = _draft(user, _text(place, tasks, 0).replace("通报进展".encode(), "书面通报".encode()), revises=plan)
    return Pages(
        visitor(user.username),
        {
            "review page": reverse("draft_detail", args=[other.pk]),
            "table of a draft": reverse("draft_grid", args=[other.pk]),
            "difference page": reverse("draft_difference", args=[revised.pk]),
            "coverage page": reverse("plan_coverage", args=[plan.pk]),
        },
    )


def _plan(place: Jurisdiction, tasks: int, turn: int) -> Plan:
    data, now = _text(place, tasks, turn), timezone.now()
    document = Document("plan.txt", data, data.decode())
    parsed = parse_bytes(data)
    plan = plan_import(parsed=parsed, document=document, jurisdiction=place, user=None, now=now).plan
    plan_publish(plan=plan, user=None, now=now)
    return plan


def _draft(user: User, data: bytes, **said: object) -> PlanDraft:
    begun = draft_begin(user=user, name="方案.txt", data=data)
    if begun.draft is None:
        raise AssertionError("this very text is a plan already")
    work_off(Job.Queue.DOCUMENTS)
    PlanDraft.objects.filter(pk=begun.draft.pk).update(**said)
    begun.draft.refresh_from_db()
    if begun.draft.jurisdiction is None:
        raise AssertionError("the place of this text was not found")
    return begun.draft


def _text(place: Jurisdiction, tasks: int, turn: int) -> bytes:
    """A plan of so many different tasks, ten to an action; another `turn` words them otherwise."""
    lines = [f"{place.name}{TODAY_YEAR}年法治政府建设任务分工方案"]
    for n in range(tasks):
        if n % 10 == 0:
            lines.append(f"（{chinese(n // 10 + 1)}）{WORK[n // 10 % len(WORK)]}行动")
        done, work = DONE[(n + turn) % len(DONE)], WORK[n % len(WORK)]
        means = "，".join(MEANS[(n * step + turn) % len(MEANS)] for step in (1, 3))
        lines += [f"{n + 1}. {done}{work}工作机制。{means}，{work}第{n}批事项按期完成。"]
        lines += [f"责任单位：{UNITS[n % len(UNITS)]}、{UNITS[(n + 3) % len(UNITS)]}", "完成时限：长期坚持"]
    return "\n".join(lines).encode()
