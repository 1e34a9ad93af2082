"""What counts failures and locks accounts: django-axes, which says nothing when an account is unlocked."""

from axes.handlers.database import AxesDatabaseHandler

from tasks.events.acts import EventAct
from tasks.events.services import Thing, record


class RecordingHandler(AxesDatabaseHandler):  # type: ignore[misc]  # the package has no types
    """Records an unlocking by hand (axes_reset and its kin), where there was something to unlock."""

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        count: int = super().reset_attempts(ip_address=ip_address, username=username, ip_or_username=ip_or_username)
        if count:
            whose = "、".join(filter(None, (username, ip_address))) or "全部账号"
            record(act=EventAct.UNLOCK, user=None, obj=Thing("tasks.user", None, whose))
        return count
