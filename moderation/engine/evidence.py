"""What the automata and gates found in one reading, and drafts of findings made from it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .compiled import Brand, Compiled, Cue
from .document import Severity
from .matching import Pattern, Span
from .names.people import People
from .reading import Reading

CANDIDATES = 1_000
UNCHECKED_CANDIDATES = 50_000  # runs of digits that a check throws away at once


class TooManyCandidates(RuntimeError):
    """One rule met more places than a person could ever have written; the scan says so and blocks."""


@dataclass(frozen=True)
class Draft:
    """A finding before its words: places are indices of the folded text; the message lists the `parts`."""

    start: int
    end: int
    cue: str
    severity: Severity
    replacement: str | None
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Found:
    """A pattern that matches, in which reading of the text, and in which pieces of that."""

    pattern: Pattern
    text: str
    pieces: list[Span]

    @property
    def cue(self) -> Cue:
        return self.pattern.cue

    @property
    def check(self) -> str:
        return self.pattern.cue.check


class Evidence:
    """Term and pattern cues of one reading, by rule."""

    def __init__(self, compiled: Compiled, reading: Reading, people: People) -> None:
        self.compiled = compiled
        self.reading = reading
        self.people = people
        self.brands: list[tuple[Brand, int, int]] = []
        self.terms: dict[str, list[tuple[Cue, int, int]]] = defaultdict(list)
        self.patterns: dict[str, list[Found]] = defaultdict(list)
        for owner, start, end in compiled.terms_in(reading):
            if isinstance(owner, Brand):
                self.brands.append((owner, start, end))
                reading.brand_places.append((start, end))
            else:
                self.terms[owner.rule].append((owner, start, end))
        for pattern, text, pieces in compiled.patterns_in(reading):
            self.patterns[pattern.cue.rule].append(Found(pattern, text, pieces))


def places(found: Found, reading: Reading) -> Iterator[Span]:
    """Where a pattern matches, as spans of the folded text."""
    tight = reading.tight
    for low, high in found.pieces:
        for start, end in found.pattern.spans(found.text[low:high]):
            if tight is not None and found.text is tight.text:
                yield tight.starts[low + start], tight.ends[low + end - 1]
            else:
                yield low + start, low + end
