"""Where patterns match: literals lead to the lines worth trying, and each pattern is tried on those alone."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import daachorse
import re2

from .anchors import anchors_of
from .patterns import PatternError, compile_pattern, options

if TYPE_CHECKING:
    from .compiled import Cue

SET_MEMORY = 64 << 20  # RE2's default is 70 times slower on 300 patterns
SENTINEL = "\U0010fffd"


class Lines:
    """A text by its lines: no match crosses a line break."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        position = text.find("\n")
        while position >= 0:
            self.starts.append(position + 1)
            position = text.find("\n", position + 1)
        self._data: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self.starts)

    def number_at(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1

    def data(self, number: int) -> bytes:
        """The line as RE2 reads it."""
        if number not in self._data:
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
            self._data[number] = self.text[self.starts[number] : end].encode()
        return self._data[number]


@dataclass(frozen=True)
class Pattern:
    """One pattern of a cue."""

    cue: "Cue"
    source: str
    compiled: Any

    def spans(self, lines: Lines, number: int) -> Iterator[tuple[int, int]]:
        """Matches in one line, as spans of the text; the span of the first capture that took part, where there is one.

        The matches of a cue with a check may overlap: a candidate that the check refuses must not hide a real one that
        begins inside it.
        """
        data = lines.data(number)
        position = seen_bytes = 0
        seen = lines.starts[number]
        while (match := self.compiled.search(data, position)) is not None:
            begin, stop = match.span()
            start, end = _marked(match, self.compiled.groups)
            seen += len(data[seen_bytes:begin].decode())
            seen_bytes = begin
            first = seen + len(data[begin:start].decode())
            yield first, first + len(data[start:end].decode())
            position = _next_character(data, begin) if self.cue.check else max(stop, _next_character(data, begin))


class Searcher:
    """The patterns of one view of a text."""

    def __init__(self) -> None:
        self._patterns: list[Pattern] = []
        self._anchors: dict[str, list[tuple[int, int]]] = {}
        self._complete: list[int] = []
        self._loose: list[int] = []

    def add(self, cue: "Cue", source: str) -> None:
        """Take one more pattern; raises PatternError for one that RE2 refuses or that matches nothing at all."""
        number = len(self._patterns)
        compiled = compile_pattern(source)
        if compiled.search("") is not None:
            raise PatternError(f"{source!r} matches the empty text")
        self._patterns.append(Pattern(cue, source, compiled))
        sets = anchors_of(source)
        self._complete.append((1 << len(sets)) - 1)
        if not sets:
            self._loose.append(number)
        for place, words in enumerate(sets):
            for word in words:
                self._anchors.setdefault(word, []).append((number, 1 << place))

    def ready(self) -> None:
        """Build the automata, after the last pattern."""
        self._leads = list(self._anchors.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(self._anchors) or [SENTINEL])
        self._set = re2.Set.SearchSet(options(SET_MEMORY))
        for number in self._loose:
            self._set.Add(self._patterns[number].source)
        self._set.Add(SENTINEL)
        self._set.Compile()

    def candidates(self, lines: Lines) -> Iterator[tuple[Pattern, list[int]]]:
        """The patterns that may match, each with the lines to try, in order."""
        met: dict[tuple[int, int], int] = {}
        if self._anchors:
            for start, _, anchor in self._automaton.find_overlapping(lines.text):
                line = lines.number_at(start)
                for number, bit in self._leads[anchor]:
                    met[number, line] = met.get((number, line), 0) | bit
        wanted: dict[int, list[int]] = {}
        for (number, line), bits in met.items():
            if bits == self._complete[number]:
                wanted.setdefault(number, []).append(line)
        everywhere = list(range(len(lines)))
        for number in self._occurring(lines.text):
            wanted[number] = everywhere
        for number in sorted(wanted):
            yield self._patterns[number], sorted(wanted[number])

    def _occurring(self, text: str) -> Iterator[int]:
        """Patterns without anchors that match somewhere; a set that ran out of memory says nothing, which the sentinel shows."""
        if not self._loose:
            return
        numbers = self._set.Match(text) or []
        if not numbers and not self._set.Match(f"{text}\n{SENTINEL}"):
            raise MemoryError("the pattern set ran out of memory")
        for number in numbers:
            if number < len(self._loose):
                yield self._loose[number]


def _marked(match: Any, groups: int) -> tuple[int, int]:
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
