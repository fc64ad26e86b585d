"""Exact matches of two texts: which characters are covered by common runs, and the longest runs with both places."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .text import NOTHING, Codes, Hashes, Places, Words, grams

GRAM = 13  # characters; shorter runs are common to all who write Chinese about the same thing
PLACES_TRIED = 4  # of a run that stands in the other text several times
MOST_RUNS = 300
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Indexed:
    """A text with its grams in order, so that many can be compared with it."""

    words: Words

    @cached_property
    def _grams(self) -> tuple[Hashes, Places]:
        return grams(self.words.codes, GRAM)

    @cached_property
    def ordered(self) -> tuple[Hashes, Places]:
        hashes, begins = self._grams
        order = np.argsort(hashes, kind="stable")
        return hashes[order], begins[order]

    def common(self, other: "Indexed") -> Places:
        """Where grams begin that the other text has too, in order. The shorter text is looked up in the longer one."""
        mine, places = self.ordered
        theirs, _places = other.ordered
        if not len(mine) or not len(theirs):
            return np.zeros(0, np.int64)
        if len(mine) <= len(theirs):
            at = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
            return np.sort(places[theirs[at] == mine])
        values = np.unique(theirs)
        low, high = np.searchsorted(mine, values, "left"), np.searchsorted(mine, values, "right")
        found = [places[first:last] for first, last in zip(low.tolist(), high.tolist(), strict=True) if first < last]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


@dataclass(frozen=True)
class Run:
    """The same characters from `start` on in one text and from `other` on in the other."""

    start: int
    other: int
    length: int


@dataclass(frozen=True)
class Compared:
    """`covered` marks the characters of the first text that lie in a common run of 13 or more."""

    covered: Mask
    runs: list[Run] = field(default_factory=list)


def compare(mine: Indexed, other: Indexed) -> Compared:
    common = mine.common(other)
    return Compared(covered_by(common, len(mine.words.codes)), _runs(mine, other, common))


def covered_by(begins: Places, length: int) -> Mask:
    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, begins, 1)
    np.add.at(steps, begins + GRAM, -1)
    return np.cumsum(steps[:-1]) > 0


def _runs(mine: Indexed, other: Indexed, common: Places) -> list[Run]:
    theirs, places = other.ordered
    hashes, begins = mine._grams
    codes, other_codes = mine.words.codes, other.words.codes
    found: list[Run] = []
    number = 0
    while number < len(common) and len(found) < MOST_RUNS:
        start = int(common[number])
        value = hashes[np.searchsorted(begins, start)]
        low = int(np.searchsorted(theirs, value))
        best = Run(start, 0, 0)
        for place in places[low : low + PLACES_TRIED][theirs[low : low + PLACES_TRIED] == value].tolist():
            length = _same(codes[start:], other_codes[place:])
            if length > best.length:
                best = Run(start, place, length)
        if best.length >= GRAM:
            found.append(best)
        number = int(np.searchsorted(common, start + max(best.length - GRAM + 1, 1)))
    return found


def _same(first: Codes, second: Codes) -> int:
    """How many characters from the beginning are the same, up to the next place where nothing may match."""
    done, step, most = 0, 64, min(len(first), len(second))
    while done < most:
        end = min(done + step, most)
        differs = (first[done:end] != second[done:end]) | (first[done:end] == NOTHING)
        if differs.any():
            return done + int(differs.argmax())
        done, step = end, step * 2
    return most
