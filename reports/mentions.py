"""Whether accepted text already names a figure: its amount and its label, close together.

In doubt it does not. The figure is then printed after the text, which at worst repeats it; one that was wrongly taken
as named would be lost.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reports.facts import FigureFact
from tasks.common.numbers import amount_text
from tasks.common.text import one_width

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
# A comma between digits may part thousands.
_CLAUSE_END = re.compile(r"[，：:]|(?<!\d),|,(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Of a longer number, an ordinal or a range: 14次, 0.4次, 第4次, 3—4次
_MORE_BEFORE = tuple("0123456789.,第-~—–/")
# Of a longer unit: 4人次, 4个月, 4万元
_MORE_OF_UNIT = tuple("次月元")
_LABEL_END = 3
# Last year's value, and not by how much it has changed: 上年3场次, 由去年的3场次, but not 较上年增加3场次
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年|同期|同比)[^增减升降涨提多少长]*$")

Clauses = tuple[str, ...]


def is_named(text: str, figure: FigureFact, figures: Sequence[FigureFact]) -> bool:
    """`text` says the figure's amount, and calls it by its label in the same clause or nearly so.

    Of `figures` that have the same amount each must be called by what its label alone has: 受理案件12件 does not name
    办结案件12件.
    """
    return any(True for _ in _places(text, figure, figures))


def is_last_year_named(text: str, figure: FigureFact, figures: Sequence[FigureFact]) -> bool:
    """`text` says last year's amount as such, where it names the figure or in the next clause: 培训4场次，上年3场次."""
    if figure.previous is None:
        return False
    before = _comparable(amount_text(figure.previous, figure.unit))
    return any(
        _LAST_YEAR.search(clause[:at])
        for clauses, n in _places(text, figure, figures)
        for clause in clauses[n : n + 2]
        for at in _mentions(clause, before)
    )


def _places(text: str, figure: FigureFact, figures: Sequence[FigureFact]) -> Iterator[tuple[Clauses, int]]:
    """Where the text names the figure: the clauses of the sentence, and which of them has the amount."""
    amount, label = _comparable(amount_text(figure.value, figure.unit)), _comparable(figure.label)
    rivals = {_comparable(other.label) for other in figures if _same_amount(other, figure)} - {label}
    for clauses in _sentences(text):
        for n, clause in enumerate(clauses):
            says_amount = any(True for _ in _mentions(clause, amount))
            called = says_amount and _is_called(label, clause, "".join(clauses))
            if called and (not rivals or _tells_apart(label, rivals, clause)):
                yield clauses, n


def _same_amount(one: FigureFact, other: FigureFact) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def _mentions(clause: str, amount: str) -> Iterator[int]:
    """Where the clause says this very amount: 4次 is neither in 14次 nor in 第4次, and 4人 is not in 4人次."""
    at = clause.find(amount)
    while at >= 0:
        if not clause[:at].endswith(_MORE_BEFORE) and not _goes_on(amount, clause[at + len(amount) :]):
            yield at
        at = clause.find(amount, at + 1)


def _goes_on(amount: str, rest: str) -> bool:
    """What stands after the amount makes it another: 12.5, 12%, 2024年; 4人次; 4km of 4k."""
    if amount[-1].isdigit():
        return rest[:1].isalnum() or rest.startswith((".", "%", ","))
    if amount[-1].isascii() and amount[-1].isalpha():
        return rest[:1].isascii() and rest[:1].isalnum()
    return rest.startswith(_MORE_OF_UNIT)


def _is_called(label: str, clause: str, sentence: str) -> bool:
    """The clause has the label's end; or its first or last two characters, and the sentence half of the label."""
    pairs = _pairs(label)
    return label[-_LABEL_END:] in clause or ((pairs[0] in clause or pairs[-1] in clause) and _has_half(pairs, sentence))


def _tells_apart(label: str, rivals: set[str], clause: str) -> bool:
    shared = {pair for rival in rivals for pair in _pairs(rival)}
    own = [pair for pair in _pairs(label) if pair not in shared]
    return bool(own) and _has_half(own, clause)


def _has_half(pairs: Sequence[str], text: str) -> bool:
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _pairs(label: str) -> list[str]:
    """Each two characters that stand together: 应诉率 is 应诉, 诉率."""
    return [label[n : n + 2] for n in range(len(label) - 1)] or [label]


@lru_cache(maxsize=16)  # a narrative is asked for each of its figures, one narrative after another
def _sentences(text: str) -> tuple[Clauses, ...]:
    """The sentences of the text, each as its clauses, in a form that may be compared."""
    return tuple(tuple(map(_comparable, _CLAUSE_END.split(sentence))) for sentence in _SENTENCE_END.split(text))


def _comparable(text: str) -> str:
    """Full-width digits and signs as half-width, no white space, no commas between thousands."""
    return _THOUSANDS.sub("", one_width(text))
