"""Which unit or group a name in a document means, within one jurisdiction. Guesses nothing: no match is no match."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tasks.common.text import one_width
from tasks.people.models import Jurisdiction, JurisdictionAlias, Unit, UnitAlias, UnitGroup, UnitGroupAlias

# 各乡（镇）〔街道〕 and 各乡(镇)[街道] are one spelling: brackets differ from document to document, and so do spaces.
_BRACKETS = str.maketrans("（〔［【[）〕］】]", "((((()))))")
_SPACE = re.compile(r"\s+")


def normal_name(name: str) -> str:
    """The form in which names are compared: no white space, one kind of bracket."""
    return _SPACE.sub("", name).translate(_BRACKETS)


def normal_number(number: str) -> str:
    """The form in which 文号 are compared: 宁政办发〔2025〕9号, 宁政办发[2025] 9 号 and full-width figures are one."""
    return normal_name(one_width(number))


@dataclass(frozen=True)
class Resolved:
    """What a name means: a unit, a group, or neither."""

    unit_id: int | None = None
    group_id: int | None = None


Meanings = Mapping[str, Resolved]


class NameBook:
    """All names of one jurisdiction's units and groups. Four queries, however many names are looked up.

    Order: a unit's own names, then aliases, then groups. Two units under one normal form resolve to neither, and a
    unit that is no longer active to nothing; then counts what a person decided for the plan at hand (`decided`, by
    normal form).
    """

    def __init__(self, jurisdiction: Jurisdiction, decided: Meanings | None = None) -> None:
        self._place = jurisdiction
        self._decided = {} if decided is None else decided

    def resolve(self, name: str) -> Resolved:
        found = self._meant(normal_name(name))
        return next(iter(found)) if len(found) == 1 else self._decided.get(normal_name(name), Resolved())

    def is_shared(self, name: str) -> bool:
        """Whether several have this name: no alias can say then which is meant."""
        return len(self._meant(normal_name(name))) > 1

    def _meant(self, key: str) -> set[Resolved]:
        books = (self._units, self._aliases, self._groups)
        return next((book[key] for book in books if key in book), set())

    @cached_property
    def _units(self) -> dict[str, set[Resolved]]:
        units = Unit.objects.filter(jurisdiction=self._place, is_active=True).values_list("pk", "name", "short_name")
        return _book((name, Resolved(unit_id=pk)) for pk, *names in units for name in names)

    @cached_property
    def _aliases(self) -> dict[str, set[Resolved]]:
        aliases = UnitAlias.objects.filter(jurisdiction=self._place, unit__is_active=True)
        return _book((name, Resolved(unit_id=pk)) for pk, name in aliases.values_list("unit_id", "name"))

    @cached_property
    def _groups(self) -> dict[str, set[Resolved]]:
        groups = UnitGroup.objects.filter(jurisdiction=self._place)
        aliases = UnitGroupAlias.objects.filter(jurisdiction=self._place)
        rows = [*groups.values_list("pk", "name"), *aliases.values_list("group_id", "name")]
        return _book((name, Resolved(group_id=pk)) for pk, name in rows)


def _book(named: Iterable[tuple[str, Resolved]]) -> dict[str, set[Resolved]]:
    """What each name means, by its normal form."""
    book: dict[str, set[Resolved]] = {}
    for name, meant in named:
        book.setdefault(normal_name(name), set()).add(meant)
    return book


def find_jurisdiction(name: str) -> Jurisdiction | None:
    """The jurisdiction of this name, full name or alias, where exactly one fits; None otherwise."""
    key = normal_name(name)
    rows = [
        *Jurisdiction.objects.values_list("pk", "name"),
        *Jurisdiction.objects.values_list("pk", "full_name"),
        *JurisdictionAlias.objects.values_list("jurisdiction_id", "name"),
    ]
    found = {pk for pk, spelling in rows if normal_name(spelling) == key}
    return Jurisdiction.objects.get(pk=found.pop()) if len(found) == 1 else None
