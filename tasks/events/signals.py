"""Signing in, failing to, being locked out, signing out: Django and django-axes say so, the record keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from tasks.events.acts import EventAct
from tasks.events.services import Thing, event_of, record

if TYPE_CHECKING:
    from tasks.models import User

NOBODY = "未登录"
WHILE_LOCKED = "账号在锁定期间"


@receiver(user_logged_in)
def signed_in(user: User, **rest: Any) -> None:
    record(act=EventAct.SIGN_IN, user=user, obj=user, object_name=user.get_username())


@receiver(user_logged_out)
def signed_out(user: User | None, **rest: Any) -> None:
    if user is not None:
        record(act=EventAct.SIGN_OUT, user=user, obj=user, object_name=user.get_username())


@receiver(user_login_failed)
def sign_in_failed(credentials: Mapping[str, Any], request: HttpRequest | None = None, **rest: Any) -> None:
    """Keep the name that was typed. The password is not among what Django hands on."""
    is_locked = getattr(request, "axes_locked_out", False)
    _of_nobody(EventAct.SIGN_IN_FAIL, credentials.get("username"), WHILE_LOCKED if is_locked else "")


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str | None, **rest: Any) -> None:
    """Keep when an account was locked. Attempts on a locked one send this again, without a count of failures."""
    failures = getattr(request, "axes_failures_since_start", None)
    if failures is not None:
        _of_nobody(EventAct.LOCK, username, f"连续失败{failures}次")


def _of_nobody(act: EventAct, username: str | None, reason: str) -> None:
    event = event_of(act=act, user=None, obj=Thing("tasks.user", None, username or ""), reason=reason)
    event.actor_name = NOBODY
    event.save()
