"""People and where they serve."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from tasks.people.models.places import Jurisdiction
from tasks.people.models.units import Unit


@dataclass(frozen=True)
class Scope:
    """What a person's memberships reach: the units served as liaison, the jurisdictions served as bureau staff.

    The jurisdictions above those served as staff are asked for only where they matter, once per request.
    """

    everything: bool
    unit_ids: frozenset[int]
    jurisdiction_ids: frozenset[int]

    @property
    def is_staff(self) -> bool:
        """Works for the bureau, or is the admin."""
        return self.everything or bool(self.jurisdiction_ids)

    def manages(self, jurisdiction_id: int) -> bool:
        """May review and report for this jurisdiction."""
        return self.everything or jurisdiction_id in self.jurisdiction_ids

    def imports_for(self, jurisdiction_id: int) -> bool:
        """May import and correct this jurisdiction's plans."""
        return self.everything or jurisdiction_id in self.managed_ids

    @cached_property
    def upper_ids(self) -> frozenset[int]:
        """The jurisdictions above those served as staff. One query: the state has three levels below itself."""
        if not self.jurisdiction_ids:
            return frozenset()
        chains = Jurisdiction.objects.filter(pk__in=self.jurisdiction_ids).values_list("parent", "parent__parent")
        return frozenset(pk for chain in chains for pk in chain if pk) - self.jurisdiction_ids

    @cached_property
    def managed_ids(self) -> frozenset[int]:
        """Jurisdictions whose plans this person imports: those served, and those above that have no staff of their own.

        Whoever serves below keeps the plans of such a one in the meantime (代录).
        """
        if not self.upper_ids:
            return self.jurisdiction_ids
        serving = Membership.objects.filter(role=Membership.Role.STAFF, user__is_active=True)
        staffed = serving.filter(unit__jurisdiction__in=self.upper_ids)
        return self.jurisdiction_ids | self.upper_ids - frozenset(staffed.values_list("unit__jurisdiction", flat=True))


class User(AbstractUser):
    """A person who signs in. The admin is a superuser; everyone else is what the memberships say."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]  # as above
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("电话", max_length=30, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def scope(self) -> Scope:
        """What this person may reach; read once per request."""
        rows = list(self.memberships.values_list("role", "unit_id", "unit__jurisdiction_id"))
        return Scope(
            everything=self.is_superuser,
            unit_ids=frozenset(unit for role, unit, _ in rows if role == Membership.Role.LIAISON),
            jurisdiction_ids=frozenset(place for role, _, place in rows if role == Membership.Role.STAFF),
        )


class Membership(models.Model):
    """Which unit a person serves, in which role (任职)."""

    class Role(models.TextChoices):
        LIAISON = "liaison", "联络员"
        STAFF = "staff", "司法局工作人员"
        LEADER = "leader", "领导"
        UNIT_HEAD = "unit_head", "单位负责人"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="用户")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint("user", "unit", "role", name="membership_unique"),
            models.CheckConstraint(
                condition=Q(role__in=["liaison", "staff", "leader", "unit_head"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.unit} {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A place that has staff keeps its plans itself from now on, whatever becomes of them: see `tasks.rights`."""
        super().save(*args, **kwargs)
        if self.role == self.Role.STAFF:
            Jurisdiction.objects.filter(units=self.unit_id, keeps_own_plans=False).update(keeps_own_plans=True)
