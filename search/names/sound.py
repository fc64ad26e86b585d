"""How Chinese words sound, without tones: whole, by their initials, and as people who mix up sounds would write them.

The readings come from pypinyin, which knows words (重症 zhòng, 便血 biàn). It takes a quarter of a second to load and is only
loaded where the first name is read.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from .. import text

# Sounds that speakers of one region or another do not tell apart; ü is written v.
_MIXED = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("^[lr](?=.)"), "n"),
    (re.compile("^hun$"), "fen"),
    (re.compile("^hu$"), "fu"),
    (re.compile("^hu(?=[aieo])"), "f"),
    (re.compile("^fei$"), "fi"),
    (re.compile("(?<=[aei])ng$"), "n"),
)


@lru_cache(maxsize=50_000)
def syllables(words: str) -> tuple[str, ...]:
    """One syllable for each Han character of a folded text; letters and digits as they stand, everything else left out."""
    from pypinyin import lazy_pinyin

    found: list[str] = []
    for run in text.runs(words):
        found += lazy_pinyin(run.group(), errors="ignore") if text.is_han(run.group()) else [run.group()]
    return tuple(syllable for syllable in found if syllable.isascii())


def initials(sounds: Sequence[str]) -> str:
    return "".join(sound[0] if sound.isalpha() else sound for sound in sounds)


@lru_cache(maxsize=2_000)
def mixed(syllable: str) -> str:
    """The syllable with all that is easily mixed up in one form."""
    for pattern, plain in _MIXED:
        syllable = pattern.sub(plain, syllable)
    return syllable
