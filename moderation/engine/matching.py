"""Where patterns match: literals lead to the pieces of a text worth trying, and each pattern is tried on those alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import daachorse
import re2

from .anchors import SENTENCE_MARKS, SETS, Words, anchors_of
from .patterns import Occurs, PatternError, compile_pattern, options

if TYPE_CHECKING:
    from .compiled import Cue

SET_MEMORY = 64 << 20  # RE2's default is 70 times slower on 300 patterns
SENTINEL = "\U0010fffd"
# Writing changes a text a line at a time, and an archive is read again with few changes: what is known of a line is kept.
KEPT_LINES, KEPT_SPANS = 10_000, 50_000
LONGEST_KEPT = 1_000  # characters
_SENTENCE = re.compile(f"[^{SENTENCE_MARKS}]+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    """One pattern of a cue; `number` is its place in the ruleset."""

    number: int
    cue: "Cue"
    source: str

    def spans(self, piece: str) -> Iterator[Span]:
        """Matches in one piece of a text; the span of the first capture that took part, where there is one.

        The matches of a cue with a check may overlap: a candidate that the check refuses must not hide a real one that
        begins inside it.
        """
        find = _kept_spans if len(piece) <= LONGEST_KEPT else _spans
        yield from find(self.source, bool(self.cue.check), piece)


class Searcher:
    """The patterns of one view of a text.

    Each pattern owns a bit in each of `SETS` numbers that lie side by side in one long number: which of its sets of literals a
    piece has met. Where all of them are met the pattern is worth trying.
    """

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self._sets: list[tuple[Words, ...]] = []
        self._in_sentence = 0  # bits of the patterns for which a sentence is enough to look at
        self._kept = lru_cache(maxsize=KEPT_LINES)(self._in_line)

    def add(self, cue: "Cue", source: str) -> None:
        """Take one more pattern; raises PatternError for one that matches nothing at all."""
        anchors = anchors_of(source)
        if not anchors.sets and compile_pattern(source).search("") is not None:
            raise PatternError(f"{source!r} matches the empty text")
        self._in_sentence |= (bool(anchors.sets) and anchors.in_sentence) << len(self.patterns)
        self.patterns.append(Pattern(len(self.patterns), cue, source))
        self._sets.append(anchors.sets)

    def ready(self) -> None:
        """Build the automata, after the last pattern."""
        count = len(self.patterns)
        self._everyone = (1 << count) - 1
        self._occurs = [Occurs(pattern.source) for pattern in self.patterns]
        met_by: dict[str, int] = {}
        self._met_at_once = 0
        for number, sets in enumerate(self._sets):
            for place in range(SETS):
                bit = 1 << (place * count + number)
                if place >= len(sets) and sets:
                    self._met_at_once |= bit
                for word in sets[place] if place < len(sets) else ():
                    met_by[word] = met_by.get(word, 0) | bit
        self._met_by = [*met_by.values(), 0]
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(met_by) or [SENTINEL])
        self._loose = [number for number, sets in enumerate(self._sets) if not sets]
        self._set = re2.Set.SearchSet(options(SET_MEMORY))
        for number in self._loose:
            self._set.Add(self.patterns[number].source)
        self._set.Add(SENTINEL)
        self._set.Compile()

    def candidates(self, text: str) -> Iterator[tuple[Pattern, list[Span]]]:
        """The patterns that match, each with the lines or sentences in which it does, in order."""
        wanted: dict[int, list[Span]] = {}
        offset = 0
        for line in text.split("\n"):
            for number, low, high in self.in_line(line):
                wanted.setdefault(number, []).append((offset + low, offset + high))
            offset += len(line) + 1
        for number in sorted(wanted):
            yield self.patterns[number], wanted[number]

    def in_line(self, line: str) -> tuple[tuple[int, int, int], ...]:
        """Numbers of patterns that match, with the place of the line or sentence in which they do."""
        return self._kept(line) if len(line) <= LONGEST_KEPT else self._in_line(line)

    def _in_line(self, line: str) -> tuple[tuple[int, int, int], ...]:
        return tuple(self._search(line)) if line else ()

    def _search(self, line: str) -> Iterator[tuple[int, int, int]]:
        hits = self._automaton.find_overlapping(line)  # in the order of their ends
        yield from self._tried(line, 0, len(line), {anchor for _, _, anchor in hits}, self._everyone & ~self._in_sentence)
        place = 0
        for match in _SENTENCE.finditer(line) if hits else ():
            low, high = match.span()
            within = set()
            while place < len(hits) and hits[place][1] <= high:
                within.add(hits[place][2])
                place += 1
            if within:
                yield from self._tried(line, low, high, within, self._in_sentence)
        for number in self._unanchored(line):
            yield number, 0, len(line)

    def _tried(self, line: str, low: int, high: int, anchors: set[int], among: int) -> Iterator[tuple[int, int, int]]:
        """Patterns of which every set of literals has been met, and which match."""
        met = self._met_at_once
        for anchor in anchors:
            met |= self._met_by[anchor]
        complete = among
        for place in range(SETS):
            complete &= met >> (place * len(self.patterns))
        data = line[low:high].encode() if complete else b""
        while complete:
            lowest = complete & -complete
            number = lowest.bit_length() - 1
            if self._occurs[number](data):
                yield number, low, high
            complete ^= lowest

    def _unanchored(self, line: str) -> Iterator[int]:
        """Patterns without literals that match; a set that ran out of memory says nothing, which the sentinel shows."""
        if not self._loose:
            return
        numbers = self._set.Match(line) or []
        if not numbers and not self._set.Match(f"{line}\n{SENTINEL}"):
            raise MemoryError("the pattern set ran out of memory")
        for number in numbers:
            if number < len(self._loose):
                yield self._loose[number]


@lru_cache(maxsize=KEPT_SPANS)
def _kept_spans(source: str, overlapping: bool, piece: str) -> tuple[Span, ...]:
    return tuple(_spans(source, overlapping, piece))


def _spans(source: str, overlapping: bool, piece: str) -> Iterator[Span]:
    compiled = compile_pattern(source)
    data = piece.encode()
    position = seen = seen_bytes = 0
    while (match := compiled.search(data, position)) is not None:
        begin, stop = match.span()
        start, end = _marked(match, compiled.groups)
        seen += len(data[seen_bytes:begin].decode())
        seen_bytes = begin
        first = seen + len(data[begin:start].decode())
        yield first, first + len(data[start:end].decode())
        position = _next_character(data, begin) if overlapping else max(stop, _next_character(data, begin))


def _marked(match: Any, groups: int) -> Span:
    """The span to report: the first capture that took part, for patterns that need words around it."""
    for group in range(1, groups + 1):
        start, end = match.span(group)
        if start >= 0:
            return int(start), int(end)
    start, end = match.span()
    return int(start), int(end)


def _next_character(data: bytes, position: int) -> int:
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:
        position += 1
    return position
