"""A plan document goes in: parse it, find its jurisdiction, write plan and indicators in one transaction."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from indicators.services import indicators_import
from tasks.models import Jurisdiction, User
from tasks.planparser import ParsedPlan, parse_bytes, read_lines
from tasks.resolution import find_jurisdiction
from tasks.services.errors import ServiceError
from tasks.services.plans import Document, PlanImport, plan_import, plan_publish


def import_document(
    *, path: Path, jurisdiction_name: str | None, publish: bool, user: User | None, now: dt.datetime
) -> PlanImport:
    """Import the plan document at `path` as a draft, or published.

    Raises PlanError when it cannot be read as a plan, ServiceError when its jurisdiction is not known, OSError when the
    file cannot be read. Nothing is written in any of these cases.
    """
    data = _read(path)
    parsed = parse_bytes(data, path.name)
    document = Document(name=path.name, data=data, text="\n".join(read_lines(data, path.name)))
    return _write(parsed, document, _place(parsed, jurisdiction_name), publish=publish, user=user, now=now)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except ValueError as error:  # a path with NUL
        raise OSError(str(error)) from error


@transaction.atomic
def _write(
    parsed: ParsedPlan,
    document: Document,
    place: Jurisdiction,
    *,
    publish: bool,
    user: User | None,
    now: dt.datetime,
) -> PlanImport:
    result = plan_import(parsed=parsed, document=document, jurisdiction=place, user=user, now=now)
    if result.created:
        indicators_import(plan=result.plan, parsed=parsed.indicators)
    if publish and result.plan.status == result.plan.Status.DRAFT:
        plan_publish(plan=result.plan, user=user, now=now)
        result = replace(result, published=True)
    return result


def _place(parsed: ParsedPlan, named: str | None) -> Jurisdiction:
    name = named or parsed.jurisdiction
    if not name:
        raise ServiceError("文件没有写明地区，请用 --jurisdiction 指定地区名称。")
    place = find_jurisdiction(name)
    if place is None:
        raise ServiceError(
            f"系统中没有名为“{name}”的地区，请先在系统管理中添加地区，或用 --jurisdiction 指定已有地区。"
        )
    return place
