"""Places (地区), responsible units (责任单位), their other names, the groups they are addressed by, and people."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Jurisdiction(models.Model):
    """A place with a government of its own: 宁夏回族自治区 > 吴忠市 > 红寺堡区."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"

    name = models.CharField("名称", max_length=50, help_text="红寺堡区")
    full_name = models.CharField("全称", max_length=100, unique=True, help_text="吴忠市红寺堡区")
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级地区"
    )

    keeps_own_plans = models.BooleanField(
        "自行录入方案",
        default=False,
        help_text="登记本级司法局工作人员时自动勾选，停用或删除其账号后仍然保留；取消勾选的，由下级地区代录。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint("parent", "name", name="jurisdiction_name_unique_in_parent"),
            models.CheckConstraint(
                condition=Q(level__in=["province", "city", "county"]), name="jurisdiction_level_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def government(self) -> str:
        """The body that signs this place's documents: 吴忠市红寺堡区人民政府."""
        return f"{self.full_name}人民政府"

    @property
    def upper_ids(self) -> list[int]:
        """The places above, nearest first. One query: the state has three levels below itself."""
        above = Jurisdiction.objects.filter(pk=self.pk).values_list("parent", "parent__parent").get()
        return [pk for pk in above if pk]


class JurisdictionAlias(models.Model):
    """Another spelling of one jurisdiction: 红寺堡 = 红寺堡区."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="aliases", verbose_name="地区")
    name = models.CharField("别名", max_length=100, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "地区别名"

    def __str__(self) -> str:
        return self.name


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


class _AliasInPlace(models.Model):
    """Another spelling of what `OWNER` names. The jurisdiction is the owner's, kept here so that it is unique."""

    OWNER: ClassVar[str]

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, editable=False, related_name="+")
    name = models.CharField("别名", max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.jurisdiction_id = getattr(self, self.OWNER).jurisdiction_id
        super().save(*args, **kwargs)


class UnitAlias(_AliasInPlace):
    """Another spelling of one unit: 政办 = 政府办."""

    OWNER = "unit"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="单位")

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="unit_alias_unique_in_jurisdiction"),
        ]


class UnitGroupAlias(_AliasInPlace):
    """Another spelling of one group: 各乡镇〔街道〕 = 各乡镇、街道."""

    OWNER = "group"

    group = models.ForeignKey(UnitGroup, models.CASCADE, related_name="aliases", verbose_name="集合称谓")

    class Meta:
        verbose_name = verbose_name_plural = "集合称谓别名"
        constraints = [
            models.UniqueConstraint("jurisdiction", "name", name="group_alias_unique_in_jurisdiction"),
        ]


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
