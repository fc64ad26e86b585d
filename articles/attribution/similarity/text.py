"""A text as it is compared: folded, without marks and spaces, with the way back to each original character."""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from moderation.engine.folding import fold

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

# Of the private area, so that no text brings it along; stands between passages, and nothing matches across it.
SEPARATOR = "\ue000"
NOTHING = 0
_ENDS = tuple(map(ord, "。!?;…\n" + SEPARATOR))
# Digits, Latin, other alphabets, kana, Han and its extensions; all else says nothing about whose words they are.
_KEPT = ((0x30, 0x39), (0x61, 0x7A), (0xC0, 0x1FFF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0x20000, 0x3FFFF))
_HAN = ((0x3400, 0x9FFF), (0x20000, 0x3FFFF))
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Span:
    """A place in one passage, in Python string indices of the original text."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """`codes` are what is compared, 0 where nothing may match; `places` lead to the joined passages, `ends` to ends of sentences."""

    passages: tuple[tuple[str, str], ...]
    starts: Sequence[int]
    codes: Codes
    places: Places
    ends: Places

    @cached_property
    def count(self) -> int:
        """How many characters are compared."""
        return int(np.count_nonzero(self.codes))

    def span(self, start: int, end: int) -> Span:
        """The original place of a stretch within one passage."""
        first, last = int(self.places[start]), int(self.places[end - 1])
        number = bisect.bisect_right(self.starts, first) - 1
        base = self.starts[number]
        return Span(self.passages[number][0], first - base, last - base + 1)

    def han(self, start: int, end: int) -> int:
        return int(np.count_nonzero(_within(self.codes[start:end], _HAN)))


def words_of(passages: Iterable[tuple[str, str]], left_out: Iterable[Span] = ()) -> Words:
    """`passages` are (path, text); what lies in `left_out` matches nothing and counts nowhere."""
    kept = tuple(passages)
    starts, length = [], 0
    for _path, text in kept:
        starts.append(length)
        length += len(text) + 1
    folded = fold(SEPARATOR.join(text.replace(SEPARATOR, " ") for _path, text in kept))
    characters = np.frombuffer(folded.text.encode("utf-32-le"), np.uint32)
    separators = characters == ord(SEPARATOR)
    chosen = np.flatnonzero(_within(characters, _KEPT) | separators)
    codes = np.where(separators[chosen], np.uint32(NOTHING), characters[chosen])
    places = chosen.astype(np.int64) if folded.starts is None else np.asarray(folded.starts, np.int64)[chosen]
    ends = np.unique(np.searchsorted(chosen, np.flatnonzero(np.isin(characters, _ENDS))))
    _blank(codes, places, left_out, dict(zip((path for path, _text in kept), starts, strict=True)))
    return Words(kept, starts, codes, places, ends)


def _blank(codes: Codes, places: Places, left_out: Iterable[Span], starts: dict[str, int]) -> None:
    for span in left_out:
        base = starts[span.path]
        first, last = np.searchsorted(places, (base + span.start, base + span.end))
        codes[first:last] = NOTHING


def _within(codes: Codes, ranges: Iterable[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(codes), bool)
    for low, high in ranges:
        found |= (codes >= low) & (codes <= high)
    return found


def grams(codes: Codes, size: int) -> tuple[Hashes, Places]:
    """The hash of every run of `size` characters in which all may match, and where it begins."""
    number = len(codes) - size + 1
    if number < 1:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    mixed = (codes.astype(np.uint64) + np.uint64(1)) * _FACTOR
    mixed ^= mixed >> np.uint64(29)
    total = np.zeros(number, np.uint64)
    for shift in range(size):
        total = total * _FACTOR + mixed[shift : shift + number]
    total ^= total >> np.uint64(32)
    gaps = np.concatenate(([0], np.cumsum(codes == NOTHING)))
    begins = np.flatnonzero(gaps[size:] == gaps[:number])
    return total[begins], begins
