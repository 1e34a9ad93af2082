"""The column that holds a plan under review: typed in Python, JSON in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTransform

from tasks.planparser import ParsedPlan, PlanContentError, plan_from_dict

if TYPE_CHECKING:
    _Json = models.JSONField[ParsedPlan | None, ParsedPlan | None]
else:
    _Json = models.JSONField


class PlanField(_Json):
    """A ParsedPlan or None. Its column holds the plain form, so that transforms such as `content__title` work."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """The plan in a column; what a key transform takes out of it stays plain."""
        plain = super().from_db_value(value, expression, connection)
        return plain if isinstance(expression, KeyTransform) else self.to_python(plain)

    def to_python(self, value: Any) -> Any:
        """The plan, also of its plain form. Raises ValidationError for what is none."""
        if not isinstance(value, Mapping):
            return value
        try:
            return plan_from_dict(value)
        except PlanContentError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        """The plain form of a plan; expressions, None and plain lookup values as they are."""
        prepared = super().get_prep_value(value)
        return prepared.as_dict() if isinstance(prepared, ParsedPlan) else prepared

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(self.get_prep_value(value), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        """What a fixture holds: the plain form."""
        return self.get_prep_value(self.value_from_object(obj))
