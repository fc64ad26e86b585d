"""Where patterns match: literals lead to the lines worth trying, and each pattern is tried on those alone."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import daachorse
import re2

from .anchors import SENTENCE_MARKS, anchors_of, stays_in_sentence
from .patterns import Occurs, PatternError, compile_pattern, options

if TYPE_CHECKING:
    from .compiled import Cue

SET_MEMORY = 64 << 20  # RE2's default is 70 times slower on 300 patterns
SENTINEL = "\U0010fffd"
LAST = 1 << 62


class Pieces:
    """A text cut at some marks: its lines, which no match crosses, or its sentences."""

    def __init__(self, text: str, marks: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer(f"[{marks}]", text))]
        self._data: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self.starts)

    def number_at(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1

    def data(self, number: int) -> bytes:
        """The piece as RE2 reads it, without the mark at its end."""
        if number not in self._data:
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
            self._data[number] = self.text[self.starts[number] : end].encode()
        return self._data[number]


class Lines(Pieces):
    """A text by its lines and, within them, by its sentences."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "\n")
        self.sentences = Pieces(text, f"\n{SENTENCE_MARKS}")


@dataclass(frozen=True)
class Pattern:
    """One pattern of a cue."""

    cue: "Cue"
    source: str
    occurs: Occurs
    narrow: bool = False  # a sentence is enough to look at

    def spans(self, lines: Lines, number: int) -> Iterator[tuple[int, int]]:
        """Matches in one piece (a sentence where the pattern is narrow, else a line), as spans of the text; the span of the first capture that took part, where there is one.

        The matches of a cue with a check may overlap: a candidate that the check refuses must not hide a real one that
        begins inside it.
        """
        pieces = lines.sentences if self.narrow else lines
        data = pieces.data(number)
        compiled = compile_pattern(self.source)
        position = seen_bytes = 0
        seen = pieces.starts[number]
        while (match := compiled.search(data, position)) is not None:
            begin, stop = match.span()
            start, end = _marked(match, compiled.groups)
            seen += len(data[seen_bytes:begin].decode())
            seen_bytes = begin
            first = seen + len(data[begin:start].decode())
            yield first, first + len(data[start:end].decode())
            position = _next_character(data, begin) if self.cue.check else max(stop, _next_character(data, begin))


class Searcher:
    """The patterns of one view of a text."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self._anchors: dict[str, list[tuple[int, int, bool]]] = {}
        self._complete: list[int] = []
        self._loose: list[int] = []

    def add(self, cue: "Cue", source: str) -> None:
        """Take one more pattern; raises PatternError for one that matches nothing at all."""
        number = len(self.patterns)
        sets = anchors_of(source)
        self.patterns.append(Pattern(cue, source, Occurs(source), bool(sets) and stays_in_sentence(source)))
        self._complete.append((1 << len(sets)) - 1)
        if not sets:
            if compile_pattern(source).search("") is not None:
                raise PatternError(f"{source!r} matches the empty text")
            self._loose.append(number)
        for place, words in enumerate(sets):
            for word in words:
                self._anchors.setdefault(word, []).append((number, 1 << place, self.patterns[-1].narrow))

    def ready(self) -> None:
        """Build the automata, after the last pattern."""
        self._leads = list(self._anchors.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(self._anchors) or [SENTINEL])
        self._set = re2.Set.SearchSet(options(SET_MEMORY))
        for number in self._loose:
            self._set.Add(self.patterns[number].source)
        self._set.Add(SENTINEL)
        self._set.Compile()

    def candidates(self, lines: Lines) -> Iterator[tuple[Pattern, list[int]]]:
        """The patterns that may match, each with the pieces to try, in order."""
        met: dict[tuple[int, int], int] = {}
        if self._anchors:
            line = sentence = 0
            line_ends, sentence_ends = [*lines.starts[1:], LAST], [*lines.sentences.starts[1:], LAST]
            for _, end, anchor in self._automaton.find_overlapping(lines.text):  # in the order of their ends
                while end > line_ends[line]:
                    line += 1
                while end > sentence_ends[sentence]:
                    sentence += 1
                for number, bit, narrow in self._leads[anchor]:
                    key = (number, sentence if narrow else line)
                    met[key] = met.get(key, 0) | bit
        wanted: dict[int, list[int]] = {}
        complete = self._complete
        for (number, piece), bits in met.items():
            if bits == complete[number]:
                wanted.setdefault(number, []).append(piece)
        everywhere = list(range(len(lines)))
        for number in self._occurring(lines.text):
            wanted[number] = everywhere
        for number in sorted(wanted):
            pattern = self.patterns[number]
            pieces = lines.sentences if pattern.narrow else lines
            found = [piece for piece in sorted(wanted[number]) if pattern.occurs(pieces.data(piece))]
            if found:
                yield pattern, found

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
