"""Columns of a draft that are typed in Python and JSON in the database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTransform

from tasks.planparser import ParsedPlan, plan_from_dict
from tracker.intake.decisions import Decision, decision_of, plain_decision

Decisions = dict[str, Decision]

if TYPE_CHECKING:
    _PlanJson = models.JSONField[ParsedPlan | None, ParsedPlan | None]
    _DecisionsJson = models.JSONField[Decisions, Decisions]
else:
    _PlanJson = _DecisionsJson = models.JSONField


class TypedJSONMixin(ABC):
    """The column holds the plain form, so that transforms such as `content__title` work; `typed` and `plain` convert.

    Plain values are taken too: lookups and fixtures have them.
    """

    @abstractmethod
    def typed(self, plain: Mapping[str, Any]) -> Any:
        """The value in its plain form. Raises ValueError for what is none."""

    @abstractmethod
    def plain(self, value: Any) -> Any:
        """The plain form of a value; what is plain already, expressions and None as they are."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """The value in a column; what a key transform takes out of it stays plain."""
        plain = super().from_db_value(value, expression, connection)  # type: ignore[misc]  # the field's
        return plain if isinstance(expression, KeyTransform) else self.to_python(plain)

    def to_python(self, value: Any) -> Any:
        """The value, also of its plain form. Raises ValidationError for what is none."""
        if not isinstance(value, Mapping):
            return value
        try:
            return self.typed(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        return self.plain(super().get_prep_value(value))  # type: ignore[misc]  # the field's

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(self.plain(value), model_instance)  # type: ignore[misc]  # the field's

    def value_to_string(self, obj: models.Model) -> Any:
        """What a fixture holds: the plain form."""
        return self.plain(self.value_from_object(obj))  # type: ignore[attr-defined]  # the field's


class PlanField(TypedJSONMixin, _PlanJson):
    """A ParsedPlan or None."""

    def typed(self, plain: Mapping[str, Any]) -> ParsedPlan:
        return plan_from_dict(plain)

    def plain(self, value: Any) -> Any:
        return value.as_dict() if isinstance(value, ParsedPlan) else value


class DecisionsField(TypedJSONMixin, _DecisionsJson):
    """What names (in normal form) mean by decision."""

    def typed(self, plain: Mapping[str, Any]) -> Decisions:
        return {name: decision_of(said) if isinstance(said, Mapping) else said for name, said in plain.items()}

    def plain(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {name: said if isinstance(said, Mapping) else plain_decision(said) for name, said in value.items()}
