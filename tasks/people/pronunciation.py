"""How a name sounds, for homophones typed by mistake (司发局) and first letters (zfb). No tones, no context."""

import os
from functools import cache, lru_cache
from types import ModuleType


@lru_cache(maxsize=4096)
def sound_of(name: str) -> tuple[str, ...]:
    """The syllables of a name, one for each Chinese character; any other character stands for itself."""
    return tuple(_syllable(char) for char in name)


@lru_cache(maxsize=4096)
def letters_of(name: str) -> tuple[str, str]:
    """The first letters of the syllables and the whole spelling: 政府办 is zfb and zhengfuban."""
    syllables = sound_of(name)
    return "".join(syllable[:1] for syllable in syllables), "".join(syllables)


@cache
def _syllable(char: str) -> str:
    found: list[str] = _reader().lazy_pinyin(char)
    return found[0] if found else char


@cache
def _reader() -> ModuleType:
    """The readings: loaded when a name is first asked for, and without those of phrases (13 MB instead of 57)."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin
