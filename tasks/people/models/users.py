"""People and where they serve."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from tasks.people.models.places import Jurisdiction
from tasks.people.models.units import Unit


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
