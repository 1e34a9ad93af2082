"""Names that documents use: kept as aliases of places, units and groups once somebody has said what they mean."""

import re

from tasks.people.models import Jurisdiction, JurisdictionAlias, Unit, UnitAlias, UnitGroup, UnitGroupAlias
from tasks.people.names import find_jurisdiction

Level = Jurisdiction.Level
MAX_ALIAS = 100
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


def remember_place(place: Jurisdiction, called: str | None) -> None:
    """What a document calls the place is an alias from now on, unless it means some place already."""
    if called and len(called) <= MAX_ALIAS and find_jurisdiction(called) is None:
        JurisdictionAlias.objects.get_or_create(name=called, defaults={"jurisdiction": place})


def remember(name: str, target: Unit | UnitGroup) -> None:
    """Keep a name as an alias for the next import; not the target's own, and none too long to be a name.

    One of a unit out of use, which means nothing any more, passes on.
    """
    if len(name) > MAX_ALIAS or name in (target.name, getattr(target, "short_name", "")):
        return
    if isinstance(target, Unit):
        of_old = UnitAlias.objects.filter(jurisdiction_id=target.jurisdiction_id, name=name, unit__is_active=False)
        of_old.update(unit=target)
        UnitAlias.objects.get_or_create(jurisdiction_id=target.jurisdiction_id, name=name, defaults={"unit": target})
    else:
        UnitGroupAlias.objects.get_or_create(
            jurisdiction_id=target.jurisdiction_id, name=name, defaults={"group": target}
        )
