"""Pinyin that a "fixed" character set left behind its characters: 發(fā) 區(qū) 社會(huì )."""

from __future__ import annotations

import re

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ"
_LETTERS = f"a-zA-Zü{TONED}"
# 機構(gòu) · 社會(huì ) · 發(fā)(fā) · 發（fa）
RESIDUE = re.compile(rf"(?<=[\u3400-\u9fff])(?:\s?[(（][{_LETTERS}\s]{{1,24}}[)）])+")
_TONE = re.compile(f"[{TONED}]")
_BRACKETS = re.compile(r"[()（）]")
_INITIAL = "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
_FINAL = (
    "(?:[aeoiuvü]|ai|ei|ao|ou|an|en|ang|eng|ong|er|ia|ie|iao|iu|ian|in|iang|ing|iong|ua|uo|uai|ui|uan|un|uang|ue|ve|üe)"
)
# fa · huihui · qu qu
_TONELESS = re.compile(rf"\s*(?:{_INITIAL}{_FINAL}\s*)+")


def has_residue(text: str) -> bool:
    """Whether any character is followed by its pinyin with a tone mark, which nobody types on purpose."""
    return _TONE.search(text) is not None and any(_TONE.search(match.group()) for match in RESIDUE.finditer(text))


def strip_residue(text: str) -> str:
    """``text`` without pinyin in brackets; to be used only where ``has_residue`` holds for the document.

    Real brackets stay: 縣(區(qū)) gives 縣(區), and 質量(kg) keeps its unit.
    """
    return RESIDUE.sub(lambda match: "" if _is_pinyin(match.group()) else match.group(), text)


def _is_pinyin(brackets: str) -> bool:
    parts = [part for part in _BRACKETS.split(brackets) if part.strip()]
    return _TONE.search(brackets) is not None or all(_TONELESS.fullmatch(part) for part in parts)
