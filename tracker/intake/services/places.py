"""A jurisdiction that a document is the first to name."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from tasks.common.errors import ServiceError
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import Jurisdiction, User
from tasks.people.services import remember_place
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tracker.intake.models import PlanDraft
from tracker.intake.services.review import draft_place

NOT_ALLOWED = "新建地区由系统管理员办理，请联系系统管理员。"


@transaction.atomic
def draft_new_place(
    *, draft: PlanDraft, revision: int, user: User, name: str, full_name: str, level: str, parent: Jurisdiction | None
) -> Jurisdiction:
    """Make the jurisdiction that a draft is of, and choose it there; what the document calls it is its alias.

    Raises ServiceError when the user is no admin or there is one of that name, StaleError as draft_change.
    """
    require(user, Act.PLACE_CREATE)
    known = ServiceError(f"“{full_name}”已在系统中，请直接在“地区”中选择。")
    if Jurisdiction.objects.filter(Q(full_name=full_name) | Q(name=name, parent=parent)).exists():
        raise known
    try:
        with transaction.atomic():
            place = Jurisdiction.objects.create(name=name, full_name=full_name, level=level, parent=parent)
    except IntegrityError as error:  # another admin made it at this moment
        raise known from error
    remember_place(place, draft.reviewed.jurisdiction)
    record(act=EventAct.PLACE_ADD, user=user, obj=place, place_id=place.pk, reason=f"导入“{draft.title}”时新建")
    draft_place(draft=draft, revision=revision, place=place, user=user)
    return place
