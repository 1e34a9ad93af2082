"""The one exception of the parser."""


class PlanError(ValueError):
    """A document that cannot be read as a plan; ``str()`` is one Chinese sentence that says what to do."""
