"""The embedded engine: candidates, totals and counts from the project's own database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .. import facets, rows, text
from ..engines import Asked, Found
from ..meaning import comparing
from ..query import LISTED
from ..text import Clause, Parsed
from . import index
from .asking import Search
from .streams import mark

TERMS = 16
# With so many finds that hold a long question word for word, nothing else is looked for.
ENOUGH = 30
# Beyond the fewest, common words are left out once so many places would have to be read.
FEWEST, READ = 6, 4_000
# A question in words that occur together nowhere has so many finds at most; nobody reads the hundredth.
BROAD = 500
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
        parsed = asked.parsed
        if not parsed.pieces:
            return Found([], 0)
        known = index().frequencies((*parsed.pairs, *parsed.words))
        written = as_written(parsed)
        if _may_be_common(parsed, known) and index().count(written) > LISTED:
            return _common(asked, written, known)
        phrases = index().match(written, LISTED)
        if len(phrases) == LISTED:
            return _common(asked, written, known)
        scored = candidates(asked, phrases, known)
        passing, counts = facets.narrowed(rows.packed(identity for identity, _score in scored), asked.filters)
        kept = [pair for pair in scored if pair[0] in passing]
        return Found(kept, len(kept), counts, frozenset(identity for identity, _score in phrases) & passing, known)

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> Scored:
        return comparing.nearest(vector, filters, most)

    def titles(self, typed: Parsed, most: int) -> list[int]:
        return [identity for identity, _score in index().match(Search(typed.phrases, title_only=True), most)]


def as_written(parsed: Parsed) -> Search:
    """The question word for word, in any place; or its pieces side by side in a title."""
    return Search(parsed.phrases, beside=text.adjacent(parsed.pieces) if len(parsed.pieces) > 1 else None)


def _may_be_common(parsed: Parsed, known: Mapping[str, int]) -> bool:
    """A phrase is no commoner than the rarest pair in it; how common a single character is only counting tells."""
    tokens = [known[token] for clause in parsed.phrases for token in clause.tokens if token in known]
    return not tokens or min(tokens) >= LISTED


def candidates(asked: Asked, phrases: Scored, known: Mapping[str, int]) -> Scored:
    """A short question is looked up as it stands; a longer one, or one found nowhere, by its most telling words."""
    parsed = asked.parsed
    other = _other_names(asked)
    if parsed.short and phrases:
        if len(phrases) >= 10 or len(parsed.words) < 2:
            return _after(phrases, other)
        every = index().match(Search(tuple(Clause((word,), words=True) for word in parsed.words)), LISTED)
        return _after(phrases, _merged(every, other))
    if len(phrases) >= ENOUGH:
        return _after(phrases, other)
    broad = _merged(index().match(Search(telling(parsed, known), every=False), BROAD), other)
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
    """The rarest words and pairs that occur at all, while they are rare enough together; a single character stands for itself."""
    clauses = [(known.get(pair, 0), Clause((pair,))) for pair in parsed.pairs]
    clauses += [(known.get(word, 0), Clause((word,), words=True)) for word in parsed.words]
    rare: list[Clause] = []
    read = 0
    for number, clause in sorted((clause for clause in clauses if clause[0]), key=lambda clause: clause[0])[:TERMS]:
        read += number
        if len(rare) >= FEWEST and read > READ:
            break
        rare.append(clause)
    return tuple(rare)


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


def _common(asked: Asked, written: Search, known: Mapping[str, int]) -> Found:
    """What is too common to weigh all of it: titles first, best first, then the newest; narrowed and counted within the index."""
    groups = {name: tuple(mark(line) for line in lines) for name, lines in facets.lines(asked.filters)}
    narrow = written.marked(tuple(groups.values()))
    titles = replace(narrow, title_only=True)
    scored = index().match(titles, LISTED, asked.skip)
    if len(scored) < LISTED:
        behind = max(0, asked.skip - index().count(titles)) if asked.skip else 0
        scored += [(identity, 0.0) for identity in index().elsewhere(narrow, LISTED - len(scored), behind)]
    aside = {}
    for name in groups:
        others = written.marked(tuple(marks for other, marks in groups.items() if other != name))
        aside[name] = facets.counted(index().packed(others))
    counts = facets.arranged(facets.counted(index().packed(narrow)), aside)
    return Found(scored, index().count(narrow), counts, frozenset(identity for identity, _score in scored), known)
