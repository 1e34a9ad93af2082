"""The files that plans were read from."""

from functools import cached_property

from django.db import models


class SourceDocument(models.Model):
    """The file a plan was read from, kept as evidence, once by hash, with its text line by line."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    file = models.FileField("文件", upload_to="plans/")
    text = models.TextField("文本", help_text="阅读器读出的各行，以换行相连；第 n 行即来源行 n")
    created_at = models.DateTimeField("入库时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"

    def __str__(self) -> str:
        return self.name

    def lines(self, first: int, last: int) -> list[tuple[int, str]]:
        """The numbered lines first to last, both included, counted from 1; blank lines are left out."""
        rows = self._rows[max(first - 1, 0) : last]
        return [(number, row) for number, row in enumerate(rows, max(first, 1)) if row.strip()]

    @cached_property
    def _rows(self) -> list[str]:
        return self.text.split("\n")
