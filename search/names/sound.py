"""How Chinese words sound, without tones: whole, by their initials, and as people who mix up sounds would write them.

The readings are pypinyin's, which knows words (重症 zhòng, 便血 biàn). Its tables take a quarter of a second to load and are only
loaded where the first name is read; they are looked up here directly, at a tenth of what its own functions cost.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from moderation.engine.spellings.syllables import all_syllables

from .. import text

LONGEST_WORD = 4
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
_INITIAL = re.compile("^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?")


@lru_cache(maxsize=50_000)
def syllables(words: str) -> tuple[str, ...]:
    """One syllable for each Han character of a folded text that has one; letters and digits as they stand."""
    return tuple(found for run in text.runs(words) for found in _read(run.group()))


def _read(run: str) -> Iterator[str]:
    if not text.is_han(run):
        if run.isascii():
            yield run
        return
    words, characters = _tables()
    place = 0
    while place < len(run):
        for length in range(min(LONGEST_WORD, len(run) - place), 1, -1):
            known = words.get(run[place : place + length])
            if known is not None:
                yield from (_plain(reading[0]) for reading in known)
                place += length
                break
        else:
            sound = characters.get(ord(run[place]))
            if sound is not None:
                yield _plain(sound.split(",", 1)[0])
            place += 1


@cache
def _tables() -> tuple[Mapping[str, Any], Mapping[int, str]]:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    return PHRASES_DICT, PINYIN_DICT


@lru_cache(maxsize=4_000)
def _plain(reading: str) -> str:
    """Without its tone."""
    spelled = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    return "".join(letter for letter in spelled.replace("u\u0308", "v") if letter.isascii())


def initials(sounds: Sequence[str]) -> str:
    return "".join(sound[0] if sound.isalpha() else sound for sound in sounds)


@lru_cache(maxsize=2_000)
def mixed(syllable: str) -> str:
    """The syllable with all that is easily mixed up in one form."""
    for pattern, plain in _MIXED:
        syllable = pattern.sub(plain, syllable)
    return syllable


@lru_cache(maxsize=20_000)
def alike(one: str, other: str) -> bool:
    """Whether two characters begin or end with the same sound, as people mix sounds up."""
    first, second = syllables(one), syllables(other)
    if not first or not second:
        return False
    left, right = mixed(first[0]), mixed(second[0])
    begin, end = _INITIAL.match(left), _INITIAL.match(right)
    cut, also = (begin.end() if begin else 0), (end.end() if end else 0)
    return left[:cut] == right[:also] or left[cut:] == right[also:]


def spelled(letters: str) -> tuple[str, ...]:
    """Letters typed without gaps, cut into the syllables that they can be; none when they cannot."""
    if not _whole().fullmatch(letters):
        return ()
    return tuple(match.group() for match in _one().finditer(letters))


@cache
def _one() -> re.Pattern[str]:
    return re.compile("|".join(sorted(all_syllables(), key=len, reverse=True)))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(f"(?:{_one().pattern})+")
