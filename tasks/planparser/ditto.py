"""责任单位：同上 becomes what the task above says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .action_drafts import ActionDraft
from .diagnostics import diagnostic
from .labels import Field
from .model import ROLES, Diagnostic

_DITTO = re.compile(r"\s*同[上前](?:一?项)?[。；;]?\s*")


def in_full(drafts: Sequence[ActionDraft]) -> tuple[list[ActionDraft], list[Diagnostic]]:
    """The drafts, each 同上 replaced by the value of the task above, and a remark for each."""
    if not any(map(_is_ditto, (own for draft in drafts for task in draft.tasks for own in task.fields))):
        return list(drafts), []
    found, remarks = [], []
    above: tuple[Field, ...] = ()
    for draft in drafts:
        tasks = []
        for task in draft.tasks:
            fields = tuple(field for own in task.fields for field in _said(own, above))
            remarks += [diagnostic("ditto_used", own.line) for own in task.fields if own not in fields]
            tasks.append(replace(task, fields=fields))
            above = fields
        found.append(replace(draft, tasks=tuple(tasks)))
    return found, remarks


def _is_ditto(field: Field) -> bool:
    return "同" in field.value and _DITTO.fullmatch(field.value) is not None


def _said(field: Field, above: Sequence[Field]) -> list[Field]:
    """The field; for 同上 those of its kind that the task above has, of units any where it has none of the kind."""
    if not _is_ditto(field):
        return [field]
    same = [found for found in above if found.kind == field.kind]
    if not same and field.kind in ROLES:
        same = [found for found in above if found.kind in ROLES]
    return [found._replace(line=field.line) for found in same] or [field]
