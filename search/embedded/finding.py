"""The embedded engine: candidates, totals and counts from the project's own database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .. import facets, text
from ..engines import Asked, Found
from ..meaning import comparing
from ..models import EntryFacets
from ..query import LISTED
from ..text import Clause, Parsed
from . import index

TERMS = 16
# What scores less than this share of the best only has a common word with the question.
TAIL = 0.1
# What is found by another name of what was written weighs less than the words as written.
OTHER_NAME = 0.6
# More than any database here holds.
EVERYTHING = 2**31
Scored = list[tuple[int, float]]


class Embedded:
    """FTS5 or tsvector, whichever database is in use."""

    name = "embedded"
    degraded = False

    def find(self, asked: Asked) -> Found:
        if not asked.parsed.pieces:
            return Found([], 0)
        phrases = index().match(asked.parsed.phrases, LISTED)
        if asked.parsed.short and len(phrases) == LISTED:
            return _common(asked)
        scored = candidates(asked, phrases)
        packed = dict(EntryFacets.objects.filter(pk__in=[identity for identity, _score in scored]).values_list("pk", "packed"))
        passing, counts = facets.narrowed(packed, asked.filters)
        kept = [pair for pair in scored if pair[0] in passing]
        return Found(kept, len(kept), counts, frozenset(identity for identity, _score in phrases) & passing)

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> Scored:
        return comparing.nearest(vector, filters, most)

    def titles(self, typed: Parsed, most: int) -> list[int]:
        return [identity for identity, _score in index().match(typed.phrases, most, title_only=True)]


def candidates(asked: Asked, phrases: Scored) -> Scored:
    """A short question is looked up as it stands; a longer one, or one found nowhere, by its most telling words."""
    parsed = asked.parsed
    other = _other_names(asked)
    if parsed.short and phrases:
        if len(phrases) >= 10 or len(parsed.words) < 2:
            return _after(phrases, other)
        every = index().match([Clause((word,), words=True) for word in parsed.words], LISTED)
        return _after(phrases, _merged(every, other))
    known = index().frequencies((*parsed.pairs, *parsed.words))
    broad = _merged(index().match(telling(parsed, known), LISTED, every=False), other)
    best = max((score for _identity, score in broad), default=0.0)
    return _after(phrases, [pair for pair in broad if pair[1] >= TAIL * best])


def _other_names(asked: Asked) -> Scored:
    """What holds another name of something in the question, with less weight than the words as written."""
    names = [text.parse(name).phrases for expansion in asked.expansions for name in expansion.also]
    found: Scored = []
    for phrases in names:
        found = _merged(found, [(pk, OTHER_NAME * score) for pk, score in index().match(phrases, LISTED)])
    return found


def telling(parsed: Parsed, known: Mapping[str, int]) -> list[Clause]:
    """The rarest words and pairs that occur at all; a single character stands for itself."""
    clauses = [(known.get(pair, 0), Clause((pair,))) for pair in parsed.pairs]
    clauses += [(known.get(word, 0), Clause((word,), words=True)) for word in parsed.words]
    rare = sorted((clause for clause in clauses if clause[0]), key=lambda clause: clause[0])[:TERMS]
    return [clause for _count, clause in rare]


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


def _common(asked: Asked) -> Found:
    """What is too common to list: ordered from `skip` on, narrowed and counted within the database."""
    phrases, filters = asked.parsed.phrases, asked.filters
    everything = EntryFacets.objects.filter(pk__in=index().holding(phrases))
    scored = index().match(phrases, LISTED, skip=asked.skip)
    if not filters:
        counted: Counter[str] = Counter()
        for packed in everything.values_list("packed", flat=True).iterator(2_000):
            counted.update(packed.split("\n"))
        total = everything.count()
        return Found(scored, total, facets.arranged(counted, {}), frozenset(pk for pk, _score in scored))
    passing, counts = facets.narrowed(dict(everything.values_list("pk", "packed")), filters)
    listed = index().match(phrases, EVERYTHING)
    kept = [pair for pair in listed if pair[0] in passing][asked.skip : asked.skip + LISTED]
    return Found(kept, len(passing), counts, frozenset(pk for pk, _score in kept))
