"""Plans for staff: what was read, what is unknown, publish, the source file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks.alignment.selectors.coverage import lower_plans
from tasks.alignment.selectors.upper import upper_choice
from tasks.events.selectors import history_of
from tasks.people.forms import link_choices
from tasks.plans.models import Plan
from tasks.plans.selectors.plans import other_lines, parsed_items, plan_rows, remarks, unknown_names
from tasks.plans.selectors.versions import version_rows
from tasks.plans.views import allowed_plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.rules import may
from tasks.work.selectors.publication import publication_preview
from tracker.intake.models import PlanDraft
from tracker.intake.selectors.drafts import draft_rows


@require_safe
@requires(Act.PLAN_READ)
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that this person may read, newest years first."""
    plans = plan_rows(current_user(request))
    context = {"plans": plans, "drafts": draft_rows(current_user(request)), "year_from_home": True}
    return render(request, "pages/plan_list.html", context)


@require_safe
@requires(Act.PLAN_READ)
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan beside its source, and for who manages it what is still to be done before and after publication."""
    user, plan = current_user(request), allowed_plan(request, pk, Act.PLAN_READ)
    manages = may(user, Act.PLAN_PUBLISH, place_id=plan.jurisdiction_id)
    sees_details = may(user, Act.PLAN_DETAILS, place_id=plan.jurisdiction_id)
    items, unknown = parsed_items(plan), unknown_names(plan) if manages else []
    context = {
        "plan": plan,
        "items": items,
        "other_lines": other_lines(plan, items),
        "task_count": sum(len(item.tasks) for item in items),
        "remarks": remarks(plan) if manages else [],
        "unknown": unknown,
        "choices": link_choices(plan.jurisdiction) if unknown else [],
        "preview": publication_preview(plan) if manages and plan.status == Plan.Status.DRAFT else None,
        "is_written": plan.drafts.filter(origin=PlanDraft.Origin.WRITTEN).exists(),
        "manages": manages,
        "sees_details": sees_details,
        "upper": upper_choice(plan, user) if sees_details else None,
        "lower_plans": lower_plans(plan, user),
        "versions": version_rows(plan) if sees_details else [],
        "steps": history_of("tasks.plan", [plan.pk])[plan.pk][::-1],
        "year_from_home": True,
    }
    return render(request, "pages/plan_detail.html", context)
