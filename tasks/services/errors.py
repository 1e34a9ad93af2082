"""What a service says when it cannot do what was asked: one Chinese sentence that says what to do."""


class ServiceError(Exception):
    """Nothing was changed; `str(error)` is for the person who asked."""


class StaleError(ServiceError):
    """Somebody else was first."""
