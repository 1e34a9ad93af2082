"""Signing in and out: Django says so, the record keeps it. Failures and locks stand in `lockout`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from tasks.events.acts import EventAct
from tasks.events.services import record

if TYPE_CHECKING:
    from tasks.people.models import User


@receiver(user_logged_in)
def signed_in(user: User, **rest: Any) -> None:
    record(act=EventAct.SIGN_IN, user=user, obj=user, object_name=user.get_username())


@receiver(user_logged_out)
def signed_out(user: User | None, **rest: Any) -> None:
    if user is not None:
        record(act=EventAct.SIGN_OUT, user=user, obj=user, object_name=user.get_username())
