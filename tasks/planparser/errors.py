"""The exceptions of the parser."""


class PlanError(ValueError):
    """A document that cannot be read as a plan; ``str()`` is one Chinese sentence that says what to do."""


class PlanContentError(ValueError):
    """Plain data that is no plan; ``str()`` says in English what is wrong and where: a fault of the program."""
