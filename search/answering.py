"""From a question to one page of hits, whichever engine supplies the candidates: the order, the one door out, the marked words."""

import datetime
from collections.abc import Sequence
from time import perf_counter

from django.utils import timezone

from articles.attribution.proof.notes import Noted, noted
from articles.models import ArticlePage
from doctors.specialties import Specialty

from . import facets, highlight, names, ranking, rows, text
from .embedded import index
from .engines import Asked, Engine, Found
from .models import SearchEntry
from .query import LISTED, Hit, Query, Results
from .text import Parsed

Scored = list[tuple[int, float]]


def answer(query: Query, engine: Engine) -> Results:
    """Never raises for what a reader typed; an empty question has an empty answer."""
    began = perf_counter()
    parsed = text.parse(query.text)
    expansions = () if query.as_written else names.expansions(parsed)
    first = (query.page - 1) * query.size
    skip = first // LISTED * LISTED
    found = engine.find(Asked(parsed, expansions, query.filters, skip)) if parsed.pieces else _by_marks(query)
    ordered = _ordered(parsed, found) if first - skip < len(found.scored) and not skip else found.scored
    also = [name for expansion in expansions for name in expansion.also]
    hits, gone = _hits(parsed, also, ordered, first - skip, query.size)
    return Results(
        total=max(found.total - gone, 0),
        hits=hits,
        took_ms=round((perf_counter() - began) * 1000, 2),
        engine=engine.name,
        degraded=engine.degraded,
        approximate=gone > 0,
        facets=facets.described(found.counts, query.filters),
        expansions=expansions,
    )


def _by_marks(query: Query) -> Found:
    """A question without a letter or digit is looked up in the titles as it stands; no index holds punctuation."""
    if not query.text:
        return Found([], 0)
    held = SearchEntry.objects.filter(title__contains=query.text).order_by("-pk").values_list("pk", "facets__packed")
    packed = dict(held[:LISTED])
    passing, counts = facets.narrowed({pk: row or "" for pk, row in packed.items()}, query.filters)
    scored = [(pk, 1.0) for pk in packed if pk in passing]
    return Found(scored, len(scored), counts, frozenset(passing))


def _ordered(parsed: Parsed, found: Found) -> Scored:
    """The first sixty by how well they fit, the others as the engine has them."""
    head = dict(found.scored[: ranking.DEPTH])
    known = index().frequencies(parsed.pairs)
    ranked = ranking.rank(parsed, rows.candidates(head), known, index().size(), timezone.localdate())
    lowest = ranked[-1][1] if ranked else 0.0
    best = max(head.values(), default=0.0) or 1.0
    return ranked + [(pk, round(min(lowest, score / best), 4)) for pk, score in found.scored[ranking.DEPTH :]]


def _hits(parsed: Parsed, also: Sequence[str], ordered: Scored, first: int, size: int) -> tuple[list[Hit], int]:
    """One page of what anybody may read at this moment, topped up where something may not be read; and how many those were."""
    shown: Scored = []
    gone = 0
    entries: dict[int, SearchEntry] = {}
    while len(shown) < size and first < len(ordered):
        batch = ordered[first : first + size - len(shown)]
        first += len(batch)
        open_pages = ArticlePage.objects.published().filter(pk__in=[identity for identity, _score in batch])
        allowed = set(open_pages.values_list("pk", flat=True))
        entries |= SearchEntry.objects.in_bulk(allowed)
        kept = [pair for pair in batch if pair[0] in entries]
        gone += len(batch) - len(kept)
        shown += kept
    said = noted(entries) if entries else {}
    today = timezone.localdate()
    return [_hit(parsed, also, entries[identity], score, said.get(identity), today) for identity, score in shown], gone


def _hit(parsed: Parsed, also: Sequence[str], entry: SearchEntry, score: float, said: Noted | None, today: datetime.date) -> Hit:
    passages: Sequence[str | None] = [highlight.passage(words, parsed, also) for words in (entry.summary, entry.body)]
    return Hit(
        id=entry.public_id,
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        marked_title=highlight.marked(entry.title, highlight.spans(entry.title, parsed, also)),
        passages=[passage for passage in passages if passage],
        author=entry.author,
        topic=entry.topic,
        specialty=str(Specialty(entry.specialty).label) if entry.specialty in Specialty.values else entry.specialty,
        published_at=timezone.localtime(entry.published_at).isoformat() if entry.published_at else None,
        score=score,
        noted=said,
        overdue=bool(entry.review_due and entry.review_due < today),
    )
