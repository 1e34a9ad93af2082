"""One identity from the parser to the row, through the next version, to print: an id is never another item's."""

from dataclasses import replace

from django.utils import timezone

from indicators.models import Indicator
from reports.assignment_plan import compose
from reports.assignment_plan.gather import gather
from reports.officialdoc import render_with_lines
from tasks.planparser import Diagnostic, ParsedPlan, new_id, parse_bytes
from tasks.plans.models import Action, Plan, Task
from tests.tracker.intake.imports import TEXT, confirm, ready_draft
from tests.tracker.intake.revisions import revise, said_now, tasks_of, with_tasks
from tests.world import World
from tracker.intake.models import PlanDraft


def said_by(plan: Plan) -> ParsedPlan:
    """The plan as it goes out."""
    return gather(Plan.objects.select_related("jurisdiction").get(pk=plan.pk))


def confirmed(world: World, draft: PlanDraft, content: ParsedPlan) -> Plan:
    """The plan that comes of a draft that was corrected to this."""
    PlanDraft.objects.filter(pk=draft.pk).update(content=content)
    return confirm(draft, world)


def ids_of(plan: ParsedPlan) -> list[str]:
    return [row.id for row in (*plan.actions, *plan.tasks(), *plan.indicators)]


def keys_of(plan: Plan) -> list[str]:
    """The keys of the rows in force, in the order of `ids_of`."""
    tasks = Task.objects.in_force().filter(action__plan=plan).order_by("action__position", "position")
    actions = Action.objects.in_force().filter(plan=plan).order_by("position")
    indicators = Indicator.objects.filter(plan=plan).order_by("position")
    return [row.key for rows in (actions, tasks, indicators) for row in rows]


class TestOneId:
    def test_from_the_parser_to_print_and_through_a_revision(self, world: World) -> None:
        read = parse_bytes(TEXT.encode())
        draft = ready_draft(world)
        assert ids_of(draft.reviewed) == ids_of(read)
        first, second, third = read.tasks()
        renamed = replace(first, title="争创命名", text="争创命名。全部重写，没有一句相同。")
        plan = confirmed(world, draft, with_tasks(draft.reviewed, [second, renamed]))
        assert keys_of(plan) == [*(row.id for row in read.actions), second.id, first.id, third.id, *_indicators(read)]
        assert ids_of(said_by(plan)) == keys_of(plan)

        rows = dict(Task.objects.filter(action__plan=plan).values_list("key", "pk"))
        again = ready_draft(world, text=f"{TEXT}\n\n", stands_alone=False)  # other ids, nearly the same words
        PlanDraft.objects.filter(pk=again.pk).update(revises=plan, pairs={again.reviewed.tasks()[0].id: rows[first.id]})
        assert confirm(again, world) == plan
        kept = Task.objects.in_force().filter(action__plan=plan)
        assert dict(kept.values_list("key", "pk")) == rows
        assert set(ids_of(again.reviewed)).isdisjoint(keys_of(plan))

        gathered = said_by(plan)
        assert ids_of(gathered) == keys_of(plan)
        lines = render_with_lines(compose(gathered)).lines
        assert set(lines) == set(ids_of(gathered))
        assert {task.id: task.text for task in gathered.tasks()}[first.id] == first.text

    def test_one_that_is_new_has_its_own_id(self, world: World) -> None:
        now, new = (
            said_now(world.plan),
            replace(tasks_of(said_now(world.plan))[0], id="t-new", title="新", text="新的。"),
        )
        revise(world, with_tasks(now, [*tasks_of(now), new]))
        assert Task.objects.get(title="新").key == "t-new"

    def test_an_id_that_the_plan_has_already_is_not_given_again(self, world: World) -> None:
        """A person said that the task is new: its words and its id were those of one in force."""
        now = said_now(world.plan)
        done = revise(world, now, pairs={world.task.key: None})
        (old, new) = Task.objects.filter(action__plan=world.plan, title=world.task.title).order_by("pk")
        assert (old, old.key, old.withdrawn_at is None) == (world.task, world.task.key, False)
        assert new.key not in {world.task.key, world.ongoing_task.key}
        assert [(row["task"], row["what"]) for row in done.version.changes] == [
            (old.pk, ["dropped"]),
            (new.pk, ["added"]),
        ]

    def test_of_one_that_was_withdrawn_neither(self, world: World) -> None:
        now = said_now(world.plan)
        revise(world, with_tasks(now, tasks_of(now)[1:]))
        revise(world, now, pairs={world.task.key: None})
        assert Task.objects.get(pk=world.task.pk).withdrawn_at is not None
        assert len(set(Task.objects.filter(action__plan=world.plan).values_list("key", flat=True))) == 3


def _indicators(plan: ParsedPlan) -> list[str]:
    return [row.id for row in plan.indicators]


def test_a_remark_is_about_the_row_that_its_task_became(world: World) -> None:
    """It was about the task of the draft, which goes on with a row of another id."""
    draft = ready_draft(world, text=f"{TEXT}\n\n", stands_alone=False)
    plan = confirm(ready_draft(world), world)
    content = draft.reviewed
    about = [content.tasks()[0], content.indicators[0], content.actions[1]]
    remarks = tuple(Diagnostic("info", "x", "看", 1, item=row.id, id=new_id("remark")) for row in about)
    PlanDraft.objects.filter(pk=draft.pk).update(revises=plan, content=replace(content, diagnostics=remarks))
    confirm(draft, world)
    said = said_by(plan)
    assert [remark.item for remark in said.diagnostics] == [
        said.tasks()[0].id,
        said.indicators[0].id,
        said.actions[1].id,
    ]


def test_what_a_person_said_goes_with_the_task_wherever_it_is_put(world: World) -> None:
    """Two halves of a task stand on one line; the second is the old task, and is moved before the first."""
    now = timezone.now()
    content = said_now(world.plan)
    first, *others = tasks_of(content)
    halves = [replace(first, id=f"half-{n}", text=f"第{n}半。", title=f"第{n}半", line=5) for n in (1, 2)]
    revise(world, with_tasks(content, [halves[1], *others, halves[0]]), pairs={"half-2": world.task.pk}, now=now)
    assert Task.objects.get(pk=world.task.pk).title == "第2半"
