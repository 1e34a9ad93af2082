"""Fields that read what people type: full-width digits, thousands commas, pasted text; each refusal says what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tasks.common.year_range import FIRST_YEAR, LAST_YEAR
from tasks.planparser import years_in as years_named

# The ways that people write a day.
DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
MAX_WHOLE_DIGITS = 12
MAX_DECIMALS = 4
MAX_DIGITS = 15  # what SQLite's floating point keeps exactly

# Full-width forms of ASCII and the ideographic space; nothing else is folded: NFKC would read 10² as 102.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NUMBER = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.(?P<decimals>[0-9]+))?")  # 1319  1,319  59.5
_DATE = re.compile(r"[0-9]{4}([-/.年])[0-9]{1,2}[-/.月]([0-9]{1,2}日?)?")  # 2024-12-31  2024年12月
_EXPONENT = re.compile(r"[0-9.]+e[+-]?[0-9]+", re.IGNORECASE)  # 1e999
_YEAR = re.compile(r"[0-9]{4}")
_WITH_UNIT = re.compile(r"[0-9][0-9,.]*\s*[^0-9\s,.].*", re.DOTALL)  # 12件  59.5%


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs as their plain forms: １，３１９ is 1,319."""
    return text.translate(_FULL_WIDTH)


def read_number(text: str) -> Decimal:
    """The number that was typed, 0 or more. Raises ValidationError with a sentence on what to type instead."""
    plain = half_width(text).strip()
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise ValidationError(_refusal(text.strip()[:30], plain))
    whole, decimals = match["whole"].replace(",", "").lstrip("0"), (match["decimals"] or "").rstrip("0")
    if len(whole) > MAX_WHOLE_DIGITS:
        raise ValidationError("数值过大，请改用更大的计量单位，如“万”“亿”。")
    if len(decimals) > MAX_DECIMALS:
        raise ValidationError(f"小数最多保留{MAX_DECIMALS}位，请四舍五入后再填。")
    if len(whole) + len(decimals) > MAX_DIGITS:
        raise ValidationError(f"数字最多{MAX_DIGITS}位，请减少小数位或改用更大的计量单位。")
    return Decimal(f"{whole or 0}.{decimals or 0}")


def _refusal(typed: str, plain: str) -> str:
    if plain.startswith(("-", "−", "—", "–")) and _NUMBER.fullmatch(plain[1:].strip()):
        return "数值不能是负数，请核对。"
    if _DATE.fullmatch(plain):
        return f"“{typed}”是日期，这里请填数字。"
    if _EXPONENT.fullmatch(plain):
        return f"“{typed}”是科学记数法，请写成普通数字，如1319。"
    if _WITH_UNIT.fullmatch(plain):
        return f"“{typed}”带有单位，请把单位填在“计量单位”一栏，这里只填数字。"
    return f"“{typed}”不是数字，请只填数字，如1319或59.5；没有数据请清空这一行。"


class TextField(forms.CharField):
    """Text with one kind of line end, without the control characters that pasted tables bring and no document holds."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(_CONTROL.sub("", value) if isinstance(value, str) else value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def years_in(text: str) -> list[int]:
    """The years written in a text, each once, in order, spans filled: 2023-2025 is 2023, 2024 and 2025."""
    plain = half_width(text)
    return sorted({*years_named(plain), *map(int, _YEAR.findall(plain))})


class YearsField(TextField):
    """The years that a plan covers, as a list of numbers; see `years_in`."""

    def __init__(self, **options: Any) -> None:
        required = {"required": "请填写方案的年度，如2025。"}
        super().__init__(label="年度", help_text="如2025，或2023-2025。", error_messages=required, **options)

    def clean(self, value: Any) -> Any:
        years = years_in(super().clean(value))
        if not years or years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
            raise ValidationError("年度请写成四位年份，如2025，或2023-2025。")
        return years


class DayField(forms.DateField):
    """A day that a plan or a report may name, in the ways that people write one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, input_formats=DATE_FORMATS, **options)

    def to_python(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间，请核对。")
        return day


class DraftTextField(TextField):
    """Text that must be there in the end, but not in a draft: the form says when."""

    def validate(self, value: Any) -> None:
        """Empty is acceptable here."""


class NumberField(forms.CharField):
    """A counted result: Decimal, or None where nothing was typed. The box keeps what was typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = super().clean(_CONTROL.sub("", value) if isinstance(value, str) else value)
        return read_number(text) if text else None


class PercentField(forms.CharField):
    """完成比例: a whole number 0 to 100, with or without the sign."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = half_width(super().clean(value)).strip().removesuffix("%").strip()
        if not re.fullmatch(r"0*([0-9]{1,2}|100)", text):
            raise ValidationError("请填0至100的整数，如50；尚未开展的填0。")
        return int(text)


class FilesInput(forms.FileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[Any]]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """The uploads, unchecked: each is checked where it is attached, so that one bad file does not stop the rest."""

    widget = FilesInput

    def clean(self, data: Sequence[UploadedFile[Any]], initial: Any = None) -> Any:
        return list(data)
