"""What counts failed sign-ins and locks accounts: that of django-axes, with a record of each step.

Its own memory of failures is emptied when the person gets in; the record stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest

from tasks.events.acts import EventAct
from tasks.events.services import Thing, event_of, record

NOBODY = "未登录"
WHILE_LOCKED = "账号在锁定期间"
EVERYBODY = "全部账号"


class RecordingHandler(AxesDatabaseHandler):  # type: ignore[misc]  # the package has no types
    """Records a failure under the name that was typed, the failure that locks, and an unlocking by hand."""

    def user_login_failed(
        self, sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **rest: Any
    ) -> None:
        """The password is not among what Django hands on."""
        name = str(credentials.get("username") or "")
        was_locked = _is_locked(request)
        _of_nobody(EventAct.SIGN_IN_FAIL, name, WHILE_LOCKED if was_locked else "")
        super().user_login_failed(sender, credentials, request, **rest)
        if _is_locked(request) and not was_locked:
            _of_nobody(EventAct.LOCK, name, f"连续失败{getattr(request, 'axes_failures_since_start', '')}次")

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """What axes_reset and its kin call; recorded where there was something to unlock."""
        count: int = super().reset_attempts(ip_address=ip_address, username=username, ip_or_username=ip_or_username)
        if count:
            whose = "、".join(filter(None, (username, ip_address))) or EVERYBODY
            record(act=EventAct.UNLOCK, user=None, obj=Thing("tasks.user", None, whose))
        return count


def _is_locked(request: HttpRequest | None) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _of_nobody(act: EventAct, name: str, reason: str) -> None:
    """What somebody did who was not signed in, under the name that he typed."""
    event = event_of(act=act, user=None, obj=Thing("tasks.user", None, name), reason=reason)
    event.actor_name = NOBODY
    event.save()
