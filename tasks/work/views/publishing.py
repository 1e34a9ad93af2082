"""Publishing a plan, and saying what its unknown names mean."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tasks.common.errors import ServiceError
from tasks.people.forms import LinkForm, link_choices
from tasks.plans.models import Responsibility
from tasks.plans.views import allowed_plan
from tasks.rights.access import current_user, requires
from tasks.rights.acts import Act
from tasks.rights.visibility import allowed
from tasks.work.services.publishing import plan_publish as publish
from tasks.work.services.publishing import responsibility_link as link


@require_POST
@requires(Act.PLAN_PUBLISH)
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft the year's work."""
    plan = allowed_plan(request, pk, Act.PLAN_PUBLISH)
    try:
        count = publish(plan=plan, user=current_user(request), now=timezone.now())
        messages.success(request, f"方案已发布，生成{count}项承办任务，各单位联络员现在可以填报。")
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("plan_detail", pk)


@require_POST
@requires(Act.NAME_LINK)
def responsibility_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which unit or group a name stands for."""
    user = current_user(request)
    managed = allowed(Responsibility.objects.all(), user, Act.NAME_LINK)
    said = get_object_or_404(managed.select_related("task__action__plan__jurisdiction"), pk=pk)
    plan = said.task.action.plan
    form = LinkForm(request.POST, choices=link_choices(plan.jurisdiction))
    try:
        if not form.is_valid():
            raise ServiceError(form.refusal)
        target = form.cleaned_data["target"]
        count = link(responsibility=said, target=target, user=user, now=timezone.now())
        came = f"，新增{count}项承办任务" if count else ""
        messages.success(request, f"“{said.name}”已对应到{target}{came}。以后导入的方案会自动识别这个名称。")
    except ServiceError as error:
        messages.error(request, f"“{said.name}”没有对应：{error}")
    return redirect("plan_detail", plan.pk)
