"""Responsible units (责任单位), their other names, and the groups they are addressed by."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasks.people.models.places import Jurisdiction


class Unit(models.Model):
    """A body in one jurisdiction that can be made responsible for a task."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "政府部门"
        TOWNSHIP = "township", "乡镇"
        SUBDISTRICT = "subdistrict", "街道"
        PARTY = "party", "党委机构"
        OTHER = "other", "其他"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="units", verbose_name="地区")
    name = models.CharField("规范名称", max_length=100)
    short_name = models.CharField("简称", max_length=50)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.DEPARTMENT)
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering = ["jurisdiction", "position", "id"]
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="unit_name_unique_in_jurisdiction"),
            models.CheckConstraint(
                condition=Q(kind__in=["department", "township", "subdistrict", "party", "other"]),
                name="unit_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class UnitGroup(models.Model):
    """A collective name (集合称谓) and the units it stands for: 政府组成部门."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="unit_groups", verbose_name="地区")
    name = models.CharField("称谓", max_length=100)
    members = models.ManyToManyField(Unit, related_name="groups", blank=True, verbose_name="成员单位")

    class Meta:
        verbose_name = verbose_name_plural = "集合称谓"
        ordering = ["jurisdiction", "name"]
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="group_name_unique_in_jurisdiction"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another spelling of one unit: 政办 = 政府办. The jurisdiction is the unit's, kept here so that it is unique."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="单位")
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, editable=False, related_name="+")
    name = models.CharField("别名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="unit_alias_unique_in_jurisdiction"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.jurisdiction_id = self.unit.jurisdiction_id
        super().save(*args, **kwargs)


class UnitGroupAlias(models.Model):
    """Another spelling of one group: 各乡镇〔街道〕 = 各乡镇、街道."""

    group = models.ForeignKey(UnitGroup, models.CASCADE, related_name="aliases", verbose_name="集合称谓")
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, editable=False, related_name="+")
    name = models.CharField("别名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "集合称谓别名"
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="group_alias_unique_in_jurisdiction"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.jurisdiction_id = self.group.jurisdiction_id
        super().save(*args, **kwargs)
