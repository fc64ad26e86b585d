"""What the automata and gates found in one reading, and drafts of findings made from it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .compiled import Brand, Compiled, Cue
from .document import Severity
from .reading import Reading

CANDIDATES = 1_000
UNCHECKED_CANDIDATES = 50_000  # runs of digits that a check throws away at once


class TooManyCandidates(RuntimeError):
    """One rule met more places than a person could ever have written; the scan says so and blocks."""


@dataclass(frozen=True)
class Draft:
    """A finding before its words: places are indices of the folded text; `values` fill the message."""

    start: int
    end: int
    cue: str
    severity: Severity
    replacement: str | None
    values: dict[str, str] = field(default_factory=dict)


class Evidence:
    """Term and pattern cues of one reading, by rule."""

    def __init__(self, compiled: Compiled, reading: Reading) -> None:
        self.compiled = compiled
        self.reading = reading
        self.brands: list[tuple[Brand, int, int]] = []
        self.terms: dict[str, list[tuple[Cue, int, int]]] = defaultdict(list)
        self.patterns: dict[str, list[Cue]] = defaultdict(list)
        for owner, start, end in compiled.terms_in(reading):
            if isinstance(owner, Brand):
                self.brands.append((owner, start, end))
                reading.brand_places.append((start, end))
            else:
                self.terms[owner.rule].append((owner, start, end))
        for cue in compiled.patterns_in(reading):
            self.patterns[cue.rule].append(cue)


def places(cue: Cue, reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a cue's pattern matches, as spans of the folded text.

    The matches of a cue with a check may overlap: a candidate that the check refuses must not hide a real one that
    begins inside it.
    """
    tight = reading.tight
    if cue.view == "digits":
        yield from _search(cue, reading.digits)
        return
    yield from _search(cue, reading.text)
    if cue.view == "tight" and tight is not None:
        for start, end in _search(cue, tight.text):
            yield tight.starts[start], tight.ends[end - 1]


def _search(cue: Cue, text: str) -> Iterator[tuple[int, int]]:
    data = text.encode()
    position = seen_bytes = seen = 0
    while (match := cue.pattern.search(data, position)) is not None:
        begin, stop = match.span()
        start, end = _marked(match, cue.pattern.groups)
        seen += len(data[seen_bytes:begin].decode())
        seen_bytes = begin
        first = seen + len(data[begin:start].decode())
        yield first, first + len(data[start:end].decode())
        position = _next_character(data, begin) if cue.check else max(stop, _next_character(data, begin))


def _marked(match: Any, groups: int) -> tuple[int, int]:
    """The span to report: the first capture that took part, for patterns that need words around it."""
    for group in range(1, groups + 1):
        start, end = match.span(group)
        if start >= 0:
            return start, end
    start, end = match.span()
    return start, end


def _next_character(data: bytes, position: int) -> int:
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:
        position += 1
    return position
