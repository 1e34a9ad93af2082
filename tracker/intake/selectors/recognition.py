"""Whether a draft is a plan that is here already: the same file, another format, another number, a new version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.common.text import normal_text
from tasks.common.text_similarity import pair
from tasks.people.names import normal_number
from tasks.planparser import ParsedPlan
from tasks.plans.contract import held_plan
from tasks.plans.difference import same_content
from tasks.plans.models import Plan, PlanVersion, Task
from tracker.intake.models import PlanDraft

# Of so many tasks of the shorter plan, and of the longer one, the like must stand in the other.
ALIKE_OF_SHORTER, ALIKE_OF_LONGER = 0.5, 0.3


@dataclass(frozen=True)
class Kin:
    """A plan that a draft seems to be. `kind`: file, format, number or version; `sentence` says on what ground."""

    kind: str
    plan: Plan
    sentence: str


def earlier_version(title: str, number: int, last: int) -> str:
    """What a file is that a plan was read from."""
    if number == last:
        return f"这就是《{title}》现行第{last}版的文件"
    return f"这是《{title}》第{number}版的文件，现行为第{last}版"


def kin_of(draft: PlanDraft) -> Kin | None:
    """The plan of the draft's jurisdiction that it is, or is like. At most nine queries, however many plans there are.

    A guess, but for the same file: a person says whether it is a new version.
    """
    if not draft.jurisdiction_id or not draft.content:
        return None
    if draft.sha256 and (version := _read_from(draft)):
        last = version.plan.versions.count()
        return Kin("file", version.plan, f"{earlier_version(version.plan.title, version.number, last)}。")
    plans = list(plans_to_revise(draft))
    plan = _called_the_same(draft.content, plans) or _most_alike(draft.content, plans)
    return _judged(draft.content, plan) if plan else None


def plans_to_revise(draft: PlanDraft) -> Iterable[Plan]:
    """The plans that this draft may be a new version of, newest first."""
    return Plan.objects.filter(jurisdiction=draft.jurisdiction_id).select_related("jurisdiction")


def _read_from(draft: PlanDraft) -> PlanVersion | None:
    rows = PlanVersion.objects.filter(plan__jurisdiction=draft.jurisdiction_id, source__sha256=draft.sha256)
    return rows.select_related("plan").last()


def _called_the_same(content: ParsedPlan, plans: Sequence[Plan]) -> Plan | None:
    """By title; of several the one whose years it shares."""
    title = normal_text(content.title)
    named = [plan for plan in plans if normal_text(plan.title) == title]
    return next((plan for plan in named if plan.covers_any(content.years)), next(iter(named), None))


def _most_alike(content: ParsedPlan, plans: Sequence[Plan]) -> Plan | None:
    """By tasks, among the plans whose years it shares; titles tell enough, and are soon compared."""
    shared = {plan.pk: plan for plan in plans if plan.covers_any(content.years)}
    titles: dict[int, list[str]] = {}
    rows = Task.objects.in_force().filter(action__plan__in=shared).order_by("action__position", "position")
    for plan_id, title in rows.values_list("action__plan", "title"):
        titles.setdefault(plan_id, []).append(title)
    new = [task.title for task in content.tasks()]
    scores = {pk: _share(old, new) for pk, old in titles.items()}
    best = max(scores, key=lambda pk: scores[pk], default=None)
    return shared[best] if best is not None and scores[best] else None


def _share(old: Sequence[str], new: Sequence[str]) -> float:
    """How much of both plans is alike, 0 where that is not most of it."""
    alike = len(pair(old, new))
    shorter, longer = sorted((len(old), len(new)))
    enough = alike >= ALIKE_OF_SHORTER * shorter and alike >= ALIKE_OF_LONGER * longer
    return alike / longer if enough and alike > 1 else 0.0


def _judged(content: ParsedPlan, plan: Plan) -> Kin:
    numbers = plan.document_number or "", content.document_number or ""
    is_numbered_alike = normal_number(numbers[0]) == normal_number(numbers[1])
    is_called_alike = normal_text(plan.title) == normal_text(content.title)
    if is_numbered_alike and same_content(held_plan(plan).parsed, content):
        return Kin("format", plan, f"各行动和任务与《{plan.title}》现行版完全相同，应是同一份方案的另一种文件格式。")
    if is_called_alike and not is_numbered_alike:
        has, says = (f"是{number}" if number else "没有写明" for number in numbers)
        return Kin("number", plan, f"标题与已有的《{plan.title}》相同，文号不同：已有的{has}，这份{says}。")
    ground = "标题相同" if is_called_alike else "年度重合，多数任务相同或相近"
    return Kin("version", plan, f"与已有的《{plan.title}》{ground}，可能是它的新版本。")
