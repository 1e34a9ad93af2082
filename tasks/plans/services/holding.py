"""Holding a plan for the rest of a transaction."""

from tasks.plans.models import Plan

GONE = "所选方案刚刚已被删除，请刷新页面后重新选择。"


def plan_is_there(plan_id: int) -> bool:
    """Whether a plan is there; then it is to the end of the transaction. Asked before a row that leads to it is held.

    Who deletes it holds the plan first and then such rows: in another order the two would wait for each other.
    """
    return Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).exists()
