"""Places, units, and people with their memberships."""

from tasks.people.models.places import Jurisdiction, JurisdictionAlias
from tasks.people.models.units import Unit, UnitAlias, UnitGroup, UnitGroupAlias
from tasks.people.models.users import Membership, User

__all__ = [
    "Jurisdiction",
    "JurisdictionAlias",
    "Membership",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitGroupAlias",
    "User",
]
