"""The roles that a person can have, and what each of them reaches."""

from enum import Enum, auto

from django.db import models


class Role(models.TextChoices):
    """Those of a membership have its values. The admin is a superuser.

    A stand-in (代录) is nobody's membership: staff of a place below keep the plans of a place above that does not keep
    its own.
    """

    ADMIN = "admin", "系统管理员"
    STAFF = "staff", "司法局工作人员"
    STAND_IN = "stand_in", "代录人员"
    LEADER = "leader", "领导"
    LIAISON = "liaison", "联络员"
    UNIT_HEAD = "unit_head", "单位负责人"


class Reach(Enum):
    """How far a role goes: everything, all of the place of the unit that is served, or that unit's own part."""

    ANYWHERE = auto()
    PLACE = auto()
    UNIT = auto()


REACH: dict[Role, Reach] = {
    Role.ADMIN: Reach.ANYWHERE,
    Role.STAFF: Reach.PLACE,
    Role.STAND_IN: Reach.PLACE,
    Role.LEADER: Reach.PLACE,
    Role.LIAISON: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
}
