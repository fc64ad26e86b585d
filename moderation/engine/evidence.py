"""What the automata and gates found in one reading, and drafts of findings made from it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .compiled import Brand, Compiled, Cue
from .document import Severity
from .matching import Lines, Pattern
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
    """A pattern that may match, and where to try it."""

    pattern: Pattern
    lines: Lines
    numbers: list[int]

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
        for pattern, lines, numbers in compiled.patterns_in(reading):
            self.patterns[pattern.cue.rule].append(Found(pattern, lines, numbers))


def places(found: Found, reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a pattern matches, as spans of the folded text."""
    tight = reading.tight
    for number in found.numbers:
        for start, end in found.pattern.spans(found.lines, number):
            if tight is not None and found.lines.text is tight.text:
                yield tight.starts[start], tight.ends[end - 1]
            else:
                yield start, end
