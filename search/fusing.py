"""The list that is shown from: what was found by words, by meaning and by the editors' choice, in one order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.utils import timezone

from . import facets, meaning, ranking, rows
from .embedded import index
from .engines import Engine, Found
from .query import Expansion, Query
from .staff import pins
from .text import Parsed

# Of the final score; cosines of unrelated texts lie around the floor, paraphrases at the ceiling.
LEXICAL, SEMANTIC = 0.2, 0.8
FLOOR, SPAN = 0.35, 0.60
NEAREST = 100
# By meaning alone, without a word in common, only what lies as near as this is shown at all.
RELATED = 0.60
# Behind so many articles that hold a short question as written, so many follow that hold another name of it in their title.
WRITTEN_FIRST, OTHER_NAME_NEXT = 6, 4


@dataclass(frozen=True)
class Placed:
    """One article in its place; `found` says that the words of the question found it, `compared` that its meaning was asked too."""

    identity: int
    score: float
    found: bool = True
    pinned: bool = False
    compared: bool = False


def placed(query: Query, parsed: Parsed, expansions: Sequence[Expansion], found: Found, engine: Engine) -> list[Placed]:
    """The first of the list by how well they fit; `behind` has the others."""
    scores = dict(found.scored)
    lexical, other = _by_words(parsed, expansions, found)
    merged = _with_meaning(query, lexical, scores, engine)
    first = _grouped(parsed, found, _bounded(query, found, merged), other)
    return _falling(_pinned(query, parsed, first))


def behind(found: Found, first: Sequence[Placed]) -> Iterator[Placed]:
    """What is not among the first, as the engine has it; no score is above theirs."""
    listed = {one.identity for one in first}
    lowest = first[-1].score if first else 1.0
    best = max(found.scored[0][1], 0.0) if found.scored else 0.0
    for pk, score in found.scored:
        if pk not in listed:
            lowest = min(lowest, round(score / best, 4) if best else 0.0)
            yield Placed(pk, lowest)


def _by_words(parsed: Parsed, expansions: Sequence[Expansion], found: Found) -> tuple[dict[int, float], frozenset[int]]:
    """Scores of the first candidates, the best one 1; and which of them have another name of the question in their title."""
    head = dict(found.scored[: ranking.DEPTH])
    head |= dict([pair for pair in found.scored if pair[0] not in found.exact][: ranking.DEPTH // 3])
    known = found.known or index().frequencies(parsed.pairs)
    pool = ranking.rank(parsed, expansions, rows.candidates(head), known, index().size(), timezone.localdate())
    best = max((score for _pk, score, _other in pool), default=0.0) or 1.0
    return {pk: score / best for pk, score, _other in pool}, frozenset(pk for pk, _score, other in pool if other)


def _with_meaning(query: Query, lexical: dict[int, float], scores: dict[int, float], engine: Engine) -> list[Placed]:
    """What has no vector yet keeps its score by words."""
    vector = meaning.vector_of_question(query.text) if query.text and not query.as_written else None
    if vector is None:
        return [Placed(pk, round(score, 4)) for pk, score in lexical.items()]
    cosines = meaning.cosines(vector, lexical)
    near = dict(engine.nearest(cast(Sequence[float], vector), query.filters, NEAREST))
    merged = []
    for pk in {**lexical, **near}:
        cosine = near.get(pk, cosines.get(pk))
        words = lexical.get(pk, 0.0)
        if cosine is None:
            merged.append(Placed(pk, round(words, 4)))
        elif pk in scores or cosine >= RELATED:
            sense = min(max(0.0, (cosine - FLOOR) / SPAN), 1.0)
            merged.append(Placed(pk, round(LEXICAL * words + SEMANTIC * sense, 4), pk in scores, compared=True))
    return merged


def _bounded(query: Query, found: Found, merged: Sequence[Placed]) -> list[Placed]:
    """What no word found fills the last page and begins no other: every find stays within the pages that the total promises."""
    free = max(1, -(-found.total // query.size)) * query.size - found.total
    near = sorted((one for one in merged if not one.found), key=lambda one: -one.score)[:free]
    return [one for one in merged if one.found] + near


def _grouped(parsed: Parsed, found: Found, merged: Sequence[Placed], other: frozenset[int]) -> list[Placed]:
    """A short question's own words come first; but its other names are not pushed off the first page by them."""
    scores = dict(found.scored)
    best = sorted(merged, key=lambda one: (one.score, scores.get(one.identity, 0.0), one.identity), reverse=True)
    if not parsed.short:
        return best
    written = [one for one in best if one.identity in found.exact]
    named = [one for one in best if one.identity in other and one.identity not in found.exact][:OTHER_NAME_NEXT]
    chosen = {one.identity for one in (*written[:WRITTEN_FIRST], *named)}
    behind = [one for one in (*written, *(one for one in best if one.identity not in found.exact)) if one.identity not in chosen]
    return [*written[:WRITTEN_FIRST], *named, *behind]


def _pinned(query: Query, parsed: Parsed, ordered: list[Placed]) -> list[Placed]:
    """What the editors put first for this question, where it passes the filters."""
    chosen = pins.pinned(parsed.folded)
    if chosen and query.filters:
        passing, _counts = facets.narrowed(rows.packed(chosen), query.filters)
        chosen = [pk for pk in chosen if pk in passing]
    if not chosen:
        return ordered
    known = {one.identity: one for one in ordered}
    first = [Placed(pk, 1.0, pk in known and known[pk].found, pinned=True) for pk in chosen]
    return first + [one for one in ordered if one.identity not in chosen]


def _falling(ordered: Sequence[Placed]) -> list[Placed]:
    """With scores of which none is lower than one behind it."""
    shown, highest = [], 0.0
    for one in reversed(ordered):
        highest = max(highest, one.score)
        shown.append(one if one.score == highest else replace(one, score=highest))
    return shown[::-1]
