"""A plan in the plain form of the plan schema."""

from typing import Any

Contract = dict[str, Any]
