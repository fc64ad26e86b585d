"""Names with characters written as their parts: 氵皮立维, 艹分必得."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import daachorse

from ..folding import data_lines

NOTHING = "\x00"
_BARE = re.compile("[氵讠纟亻钅饣辶疒艹扌犭刂忄礻衤阝攵彳宀冫灬廴罒]")
# The radicals as parts, and the characters that are written for them.
_ALONE = dict(zip("氵亻讠钅纟艹扌犭忄礻衤饣刂灬攵疒罒牛", "水人言金丝草手犬心示衣食刀火文病四牛", strict=True))


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """Each character to the ways of writing it as its parts."""
    table: dict[str, list[str]] = defaultdict(list)
    for line in data_lines("halves.txt"):
        for entry in line.split(" "):
            whole, written = entry[0], entry[1:]
            other = "".join(_ALONE.get(part, part) for part in written)
            table[whole] += [written] if other == written else [written, other]
    return {whole: tuple(ways) for whole, ways in table.items()}


def in_parts(text: str) -> Iterator[tuple[int, int]]:
    """Characters in parts of which one is a radical that never stands alone in writing: 亻言, 讠寸."""
    ways = _ways()
    for match in _BARE.finditer(text):
        for start, end in ((match.start(), match.start() + 2), (match.start() - 1, match.start() + 1)):
            if start >= 0 and text[start:end] in ways:
                yield start, end
                break


@cache
def _ways() -> frozenset[str]:
    return frozenset(way for ways in parts().values() for way in ways if len(way) == 2)


class Halves:
    """The parts lead to the whole, the whole to the names that hold it; the rest of the name must stand around."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, name in enumerate(names):
            for place, character in enumerate(name):
                holders[character].append((number, place))
        wholes: dict[str, list[str]] = defaultdict(list)
        for whole, ways in parts().items():
            if whole in holders:
                for way in ways:
                    wholes[way].append(whole)
        self._holders = holders
        self._wholes = list(wholes.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(wholes) or [NOTHING])

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Places of names of which at least one character stands in parts."""
        for start, end, index in self._automaton.find_overlapping(text):
            for whole in self._wholes[index]:
                for number, place in self._holders[whole]:
                    name = self._names[number]
                    low = _before(text, start, name, place)
                    if low < 0:
                        continue
                    high = _after(text, end, name, place + 1)
                    if high > 0:
                        yield number, low, high


def _after(text: str, position: int, name: str, place: int) -> int:
    """Where the rest of the name ends, each character whole or in parts; -1 when it is not there."""
    for character in name[place:]:
        for way in (character, *parts().get(character, ())):
            if text.startswith(way, position):
                position += len(way)
                break
        else:
            return -1
    return position


def _before(text: str, position: int, name: str, place: int) -> int:
    for character in reversed(name[:place]):
        for way in (character, *parts().get(character, ())):
            if text.endswith(way, 0, position):
                position -= len(way)
                break
        else:
            return -1
    return position
