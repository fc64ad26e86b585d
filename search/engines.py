"""What an engine is asked for and what it supplies; everything else about an answer is the same for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .query import Expansion
from .text import Parsed


@dataclass(frozen=True)
class Asked:
    """A question as engines read it. `skip` is more than none only for pages beyond the first `LISTED` finds: the list then
    begins after so many."""

    parsed: Parsed
    expansions: tuple[Expansion, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skip: int = 0


@dataclass(frozen=True)
class Found:
    """Page ids with their score by words, best first, at most `LISTED`. `total` counts all there are; `counts` has the values
    of each facet with their numbers, leaving out the facet's own filter; `exact` are those in the list that hold the question
    as written, in title, summary or body; `known` says in how many articles the question's tokens occur, if the engine asked."""

    scored: list[tuple[int, float]]
    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    exact: frozenset[int] = frozenset()
    known: Mapping[str, int] = field(default_factory=dict)


class Engine(Protocol):
    """`find` and `titles` never raise for what a reader typed; what else goes wrong is the engine's own error."""

    @property
    def name(self) -> str: ...

    @property
    def degraded(self) -> bool:
        """Whether it answers in the place of the one that is configured."""

    def find(self, asked: Asked) -> Found: ...

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> list[tuple[int, float]]:
        """By meaning: page ids and cosines, best first; none without vectors."""

    def titles(self, typed: Parsed, most: int) -> list[int]:
        """Articles whose title, its sound or its initials begin with what was typed, or hold it."""
