"""From a question to the other names of what stands in it: the longest name at each place, never one inside another word."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .. import text
from ..query import Expansion
from ..text import Parsed
from . import shipped
from .known import SHORTEST, Names, names

# Each other name is one more look-up for the engine.
MOST_EACH, MOST_ALTOGETHER = 6, 8
# From this length on a name is taken wherever it stands; the segmenter knows few so long.
PLAIN_LENGTH = 5
_SURNAME = re.compile("(?<=[\u3400-\u9fff])氏(?=[\u3400-\u9fff])")
_WORD = re.compile("[0-9a-z]")
_LATIN = re.compile("[ -~]+")
_LETTERS = re.compile("[a-z]+")
# Abbreviations up to this length are words of other languages too.
INITIALS = 3


def expansions(parsed: Parsed) -> tuple[Expansion, ...]:
    """What the question holds under other names, in its order; at most eight names altogether."""
    known = names()
    found: dict[str, list[str]] = {}
    for piece in parsed.pieces[:10]:
        if len(piece) < SHORTEST and known.holds(piece):
            found[piece] = known.also(piece)
    spans = list(_spans(parsed.folded, known))
    for start, end in spans:
        found.setdefault(parsed.folded[start:end], known.also(parsed.folded[start:end]))
    for piece in parsed.pieces:
        for term in _terms(piece):
            if term not in found:
                found |= _rewritten(term, known)
    return _bounded(found)


def _spans(words: str, known: Names) -> Iterator[tuple[int, int]]:
    """Where names stand, from the left, the longest at each place."""
    place, seams = 0, _Seams(words)
    while place < len(words):
        end = known.longest(words, place)
        while end > place and not _stands_alone(words, place, end, seams):
            end = _shorter(words, place, end, known)
        if end > place:
            yield place, end
            place = end
        else:
            place += 1


def _shorter(words: str, start: int, end: int, known: Names) -> int:
    """The next shorter name from the same place on."""
    return next((at for at in range(end - 1, start + SHORTEST - 1, -1) if known.holds(words[start:at])), start)


class _Seams:
    """Where words of the dictionary begin and end in a question; cut when it is first needed."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._places: frozenset[int] | None = None

    def at(self, place: int) -> bool:
        if self._places is None:
            places, length = {0}, 0
            for word in text.cut_strictly(self._words):
                length += len(word)
                places.add(length)
            self._places = frozenset(places)
        return place in self._places


def _stands_alone(words: str, start: int, end: int, seams: _Seams) -> bool:
    """Whether no letter goes on beside it, and no word of the dictionary reaches over its ends: 中风 is not in 中风险."""
    before, after = words[start - 1 : start], words[end : end + 1]
    if _WORD.match(words[start]) and before and _WORD.match(before):
        return False
    if _WORD.match(words[end - 1]) and after and _WORD.match(after):
        return False
    if end - start <= INITIALS and _LATIN.fullmatch(words[start:end]):
        return len(_LETTERS.findall(words)) == 1
    return end - start >= PLAIN_LENGTH or (seams.at(start) and seams.at(end))


@cache
def _around() -> re.Pattern[str]:
    return re.compile("|".join(sorted(shipped.around(), key=len, reverse=True)))


def _terms(piece: str) -> Iterator[str]:
    """The parts of a question that name something: what is left without the words around."""
    for part in _around().split(piece):
        if len(part) > SHORTEST:
            yield part


@cache
def _elements() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, shipped.elements()), key=len, reverse=True)))


def _rewritten(term: str, known: Names) -> dict[str, list[str]]:
    """The term with its parts written otherwise, and the other names of what then stands there."""
    plain = _SURNAME.sub("", term)
    other = _elements().sub(lambda met: shipped.elements()[met.group()][0], plain)
    if other == term:
        return {}
    written = list(dict.fromkeys(name for name in (other, plain) if name != term))
    return {term: [*written, *(name for each in written for name in known.also(each) if name != term)]}


def _finds_more(other: str, written: str, kept: Sequence[str]) -> bool:
    """Not what holds the written name or one already taken, nor what is much wider, nor a bare abbreviation."""
    if written in other or any(one in other for one in kept):
        return False
    if other in written and (len(written) - len(other) > 1 or len(other) <= SHORTEST):
        return False
    return len(other) > INITIALS or not _LATIN.fullmatch(other)


def _bounded(found: dict[str, list[str]]) -> tuple[Expansion, ...]:
    told, left = [], MOST_ALTOGETHER
    for written, others in found.items():
        kept: list[str] = []
        for other in others:
            if len(kept) < min(MOST_EACH, left) and _finds_more(other, written, kept):
                kept.append(other)
        if kept:
            told.append(Expansion(written, tuple(kept)))
            left -= len(kept)
    return tuple(told)
