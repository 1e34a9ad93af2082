"""Jurisdictions (地区) and the other names they go by."""

from django.db import models


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
                condition=models.Q(level__in=["province", "city", "county"]), name="jurisdiction_level_known"
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
