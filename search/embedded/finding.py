"""The embedded engine: candidates, totals and counts from the project's own database."""

from collections.abc import Iterable, Mapping, Sequence

from .. import facets, rows, text
from ..engines import Asked, Found
from ..meaning import comparing
from ..query import LISTED
from ..text import Clause, Parsed
from . import index
from .asking import Search
from .streams import mark

TERMS = 16
# What scores less than this share of the best only has a common word with the question.
TAIL = 0.1
# What is found by another name of what was written weighs less than the words as written.
OTHER_NAME = 0.6
Scored = list[tuple[int, float]]


class Embedded:
    """FTS5 or tsvector, whichever database is in use."""

    name = "embedded"
    degraded = False

    def find(self, asked: Asked) -> Found:
        if not asked.parsed.pieces:
            return Found([], 0)
        phrases = index().match(as_written(asked.parsed), LISTED)
        if asked.parsed.short and len(phrases) == LISTED:
            return _common(asked, phrases)
        scored = candidates(asked, phrases)
        passing, counts = facets.narrowed(rows.packed(identity for identity, _score in scored), asked.filters)
        kept = [pair for pair in scored if pair[0] in passing]
        return Found(kept, len(kept), counts, frozenset(identity for identity, _score in phrases) & passing)

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> Scored:
        return comparing.nearest(vector, filters, most)

    def titles(self, typed: Parsed, most: int) -> list[int]:
        return [identity for identity, _score in index().match(Search(typed.phrases, title_only=True), most)]


def as_written(parsed: Parsed) -> Search:
    """The question word for word, in any place; or its pieces side by side in a title."""
    return Search(parsed.phrases, beside=text.adjacent(parsed.pieces) if len(parsed.pieces) > 1 else None)


def candidates(asked: Asked, phrases: Scored) -> Scored:
    """A short question is looked up as it stands; a longer one, or one found nowhere, by its most telling words."""
    parsed = asked.parsed
    other = _other_names(asked)
    if parsed.short and phrases:
        if len(phrases) >= 10 or len(parsed.words) < 2:
            return _after(phrases, other)
        every = index().match(Search(tuple(Clause((word,), words=True) for word in parsed.words)), LISTED)
        return _after(phrases, _merged(every, other))
    known = index().frequencies((*parsed.pairs, *parsed.words))
    broad = _merged(index().match(Search(telling(parsed, known), every=False), LISTED), other)
    best = max((score for _identity, score in broad), default=0.0)
    return _after(phrases, [pair for pair in broad if pair[1] >= TAIL * best])


def _other_names(asked: Asked) -> Scored:
    """What holds another name of something in the question, with less weight than the words as written."""
    names = [text.parse(name).phrases for expansion in asked.expansions for name in expansion.also]
    found: Scored = []
    for phrases in names:
        found = _merged(found, [(pk, OTHER_NAME * score) for pk, score in index().match(Search(phrases), LISTED)])
    return found


def telling(parsed: Parsed, known: Mapping[str, int]) -> tuple[Clause, ...]:
    """The rarest words and pairs that occur at all; a single character stands for itself."""
    clauses = [(known.get(pair, 0), Clause((pair,))) for pair in parsed.pairs]
    clauses += [(known.get(word, 0), Clause((word,), words=True)) for word in parsed.words]
    rare = sorted((clause for clause in clauses if clause[0]), key=lambda clause: clause[0])[:TERMS]
    return tuple(clause for _count, clause in rare)


def _merged(first: Scored, second: Iterable[tuple[int, float]]) -> Scored:
    """Both lists, each article once, with the better of its scores."""
    merged = dict(first)
    for identity, score in second:
        merged[identity] = max(score, merged.get(identity, 0.0))
    return list(merged.items())


def _after(first: Scored, second: Scored) -> Scored:
    """The second list behind the first one."""
    leading = {identity for identity, _score in first}
    return sorted(_merged(second, first), key=lambda pair: (pair[0] in leading, pair[1]), reverse=True)[:LISTED]


def _common(asked: Asked, first: Scored) -> Found:
    """What is too common to list: narrowed and counted within the index, ordered from `skip` on."""
    written = as_written(asked.parsed)
    groups = {name: tuple(mark(line) for line in lines) for name, lines in facets.lines(asked.filters)}
    narrow = written.marked(tuple(groups.values()))
    scored = first if not groups and not asked.skip else index().match(narrow, LISTED, asked.skip)
    aside = {}
    for name in groups:
        others = written.marked(tuple(marks for other, marks in groups.items() if other != name))
        aside[name] = facets.counted(index().packed(others))
    counts = facets.arranged(facets.counted(index().packed(narrow)), aside)
    return Found(scored, index().count(narrow), counts, frozenset(identity for identity, _score in scored))
