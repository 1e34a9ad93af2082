"""A region above the world's district, whose published plan the district's plan is to carry out."""

from dataclasses import dataclass

from django.utils import timezone

from tasks.people.models import Jurisdiction, Membership, Unit, User
from tasks.plans.models import Action, Plan, Task
from tasks.work.services.publishing import plan_publish
from tests.world import World, make_plan, make_task

# Heading, and the tasks under it.
UPPER = (
    (
        "规范执法行动",
        ("规范执法文书使用。统一行政执法文书格式，案卷归档完整。", "做实行政调解工作。公布行政调解职责清单。"),
    ),
    ("数据共享行动", ("推进数据平台建设。政务数据实时共享。",)),
)
LOWER = (
    "规范执法文书使用。统一行政执法文书格式，案卷按期归档。",
    "加强行政调解。行政调解职责清单六月底前公布。",
    "开展普法宣传。",
)


@dataclass
class Above:
    """The region, its plan and its three tasks; the district's plan and its three: alike, somewhat alike, not alike."""

    region: Jurisdiction
    plan: Plan
    upper: list[Task]
    lower_plan: Plan
    lower: list[Task]


def build_above(world: World, *, named: bool = True) -> Above:
    """Put the region above the district, with plans of both; `named`: the one names the other as its upper plan."""
    region = put_above(world.place)
    plan = make_plan(region, title="某省2024年工作方案")
    plan.actions.all().delete()
    upper = []
    for n, (heading, texts) in enumerate(UPPER, 1):
        action = Action.objects.create(plan=plan, position=n, heading=heading)
        upper += [add_task(action, len(upper) + k, text) for k, text in enumerate(texts, 1)]
    plan_publish(plan=plan, user=None, now=timezone.now())
    lower_plan = make_plan(world.place, title="某区2024年落实方案")
    lower = [add_task(lower_plan.actions.get(), n, text) for n, text in enumerate(LOWER, 1)]
    if named:
        Plan.objects.filter(pk=lower_plan.pk).update(upper_plan=plan)
    return Above(region, plan, upper, Plan.objects.get(pk=lower_plan.pk), lower)


def put_above(place: Jurisdiction) -> Jurisdiction:
    """A region above a district that has none, with a city between."""
    region = Jurisdiction.objects.create(name="某省", full_name="某省", level=Jurisdiction.Level.PROVINCE)
    city = Jurisdiction.objects.create(name="某市", full_name="某市", level=Jurisdiction.Level.CITY, parent=region)
    Jurisdiction.objects.filter(pk=place.pk).update(parent=city)
    place.refresh_from_db()
    return region


def add_task(action: Action, number: int, text: str) -> Task:
    """A task of this text; its title is the first sentence."""
    task = make_task(action, number)
    task.title, task.text = text.split("。")[0], text
    task.save()
    return task


def give_staff(place: Jurisdiction) -> User:
    """Somebody who serves this place as staff, so that nobody below keeps its plans."""
    unit = Unit.objects.create(jurisdiction=place, name=f"{place.name}司法厅", short_name="司法厅")
    person = User.objects.create_user("above", name="省厅员")
    Membership.objects.create(user=person, unit=unit, role=Membership.Role.STAFF)
    return person
