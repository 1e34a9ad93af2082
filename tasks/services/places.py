"""A jurisdiction that a document is the first to name."""

import re

from django.contrib.admin.models import ADDITION
from django.db import IntegrityError, transaction
from django.db.models import Q

from tasks.models import Jurisdiction, JurisdictionAlias, PlanDraft, User
from tasks.resolution import find_jurisdiction
from tasks.services.drafts import draft_place
from tasks.services.errors import ServiceError
from tasks.services.log import log
from tasks.services.plans import MAX_ALIAS

NOT_ALLOWED = "新建地区由系统管理员办理，请联系系统管理员。"
Level = Jurisdiction.Level
# The end of a name tells the level.
LEVEL_BY_ENDING = (
    (("省", "自治区"), Level.PROVINCE),
    (("市", "自治州", "州", "盟", "地区"), Level.CITY),
    (("区", "县", "旗"), Level.COUNTY),
)
# The places above in a full name, where the system knows none of them; what follows is a name of its own.
ABOVE = re.compile("^(?:.+?(?:省|自治区)(?=.{2}))?(?:.+?(?:市|自治州|盟|地区)(?=.{2}))?")


def level_of(name: str) -> Level:
    """The level of a place by the end of its name; a county where that says nothing."""
    return next((level for endings, level in LEVEL_BY_ENDING if name.endswith(endings)), Level.COUNTY)


def parts_of(said: str) -> tuple[str, Jurisdiction | None]:
    """The place's own name and the known one that it lies in: 吴忠市红寺堡区 is 红寺堡区 in 吴忠市. One query.

    Without a known one the name is told by its words alone.
    """
    within = [
        (len(name), place)
        for place in Jurisdiction.objects.order_by("pk")
        for name in (place.full_name, place.name)
        if said.startswith(name) and said != name
    ]
    if not within:
        return ABOVE.sub("", said), None
    length, parent = max(within, key=lambda row: row[0])
    return said[length:], parent


@transaction.atomic
def draft_new_place(
    *, draft: PlanDraft, revision: int, user: User, name: str, full_name: str, level: str, parent: Jurisdiction | None
) -> Jurisdiction:
    """Make the jurisdiction that a draft is of, and choose it there; what the document calls it is its alias.

    Raises ServiceError when the user is no admin or there is one of that name, StaleError as draft_change.
    """
    if not user.scope.everything:
        raise ServiceError(NOT_ALLOWED)
    known = ServiceError(f"“{full_name}”已在系统中，请直接在“地区”中选择。")
    if Jurisdiction.objects.filter(Q(full_name=full_name) | Q(name=name, parent=parent)).exists():
        raise known
    try:
        with transaction.atomic():
            place = Jurisdiction.objects.create(name=name, full_name=full_name, level=level, parent=parent)
    except IntegrityError as error:  # another admin made it at this moment
        raise known from error
    remember_place(place, draft.content["jurisdiction"])
    log(user=user, row=place, flag=ADDITION, words=f"导入“{draft.title}”时新建")
    draft_place(draft=draft, revision=revision, place=place, user=user)
    return place


def remember_place(place: Jurisdiction, called: str | None) -> None:
    """What a document calls the place is an alias from now on, unless it means some place already."""
    if called and len(called) <= MAX_ALIAS and find_jurisdiction(called) is None:
        JurisdictionAlias.objects.get_or_create(name=called, defaults={"jurisdiction": place})
