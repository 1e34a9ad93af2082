"""What a service says when it cannot do what was asked: one Chinese sentence that says what to do."""

NOT_YOURS = "您没有管理这个地区的权限，请选择本地区。"


class ServiceError(Exception):
    """Nothing was changed; `str(error)` is for the person who asked."""


class StaleError(ServiceError):
    """Somebody else was first."""
