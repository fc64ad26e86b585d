"""From a question to one page of hits, whichever engine supplies the candidates: the order, the one door out, the marked words."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from time import perf_counter

from django.utils import timezone

from articles.attribution.proof.notes import Noted, noted

from . import facets, fusing, highlight, names, rows, text
from .engines import Asked, Engine, Found
from .fusing import Placed
from .models import SearchEntry
from .query import LISTED, Hit, Query, Results
from .text import Parsed

# Fewer finds than this are few; what is longer than this is a sentence, in which no misspelt name is looked for without need.
FEW, NAME = 3, 12


def answer(query: Query, engine: Engine) -> Results:
    """Never raises for what a reader typed; an empty question has an empty answer."""
    began = perf_counter()
    parsed = text.parse(query.text)
    expansions = () if query.as_written else names.expansions(parsed)
    first = (query.page - 1) * query.size
    skip = first // LISTED * LISTED
    found = engine.find(Asked(parsed, expansions, query.filters, skip)) if parsed.pieces else _by_marks(query)
    leading = fusing.placed(query, parsed, expansions, found, engine) if not skip else []
    also = [name for expansion in expansions for name in expansion.also]
    hits, gone = _hits(parsed, also, chain(leading, fusing.behind(found, leading)), first - skip, query.size)
    beside = sum(one.pinned and not one.found for one in leading)
    suggestion = names.did_you_mean(query.text) if _may_be_misspelt(query, parsed, found) else None
    return Results(
        total=max(found.total + beside - gone, 0),
        hits=hits,
        took_ms=round((perf_counter() - began) * 1000, 2),
        engine=engine.name,
        degraded=engine.degraded,
        approximate=gone > 0,
        meaning=any(one.compared for one in leading),
        facets=facets.described(found.counts, query.filters),
        suggestion=suggestion,
        expansions=expansions,
    )


def _may_be_misspelt(query: Query, parsed: Parsed, found: Found) -> bool:
    """Little was found; or what was found holds only parts of a name, as it does for most misspelt ones."""
    if query.page > 1 or query.filters:
        return False
    return found.total < FEW or (not found.exact and sum(map(len, parsed.pieces)) <= NAME)


def _by_marks(query: Query) -> Found:
    """A question without a letter or digit is looked up in the titles as it stands; no index holds punctuation."""
    if not query.text:
        return Found([], 0)
    held = SearchEntry.objects.filter(title__contains=query.text).order_by("-pk").values_list("pk", "facets__packed")
    packed = dict(held[:LISTED])
    passing, counts = facets.narrowed({pk: row or "" for pk, row in packed.items()}, query.filters)
    scored = [(pk, 1.0) for pk in packed if pk in passing]
    return Found(scored, len(scored), counts, frozenset(passing))


def _hits(parsed: Parsed, also: Sequence[str], ordered: Iterator[Placed], first: int, size: int) -> tuple[list[Hit], int]:
    """One page of what anybody may read at this moment, topped up where something may not be read; and how many those were."""
    shown: list[Placed] = []
    gone = 0
    entries: dict[int, SearchEntry] = {}
    following = islice(ordered, first, None)
    while batch := list(islice(following, size - len(shown))):
        entries |= rows.open_entries(one.identity for one in batch)
        kept = [one for one in batch if one.identity in entries]
        gone += len(batch) - len(kept)
        shown += kept
    said = noted(entries) if entries else {}
    today = timezone.localdate()
    return [_hit(parsed, also, one, entries[one.identity], said.get(one.identity), today) for one in shown], gone


def _hit(parsed: Parsed, also: Sequence[str], one: Placed, entry: SearchEntry, said: Noted | None, today: datetime.date) -> Hit:
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
        specialty=str(facets.SPECIALTIES.get(entry.specialty, entry.specialty)),
        published_at=timezone.localtime(entry.published_at).isoformat() if entry.published_at else None,
        score=one.score,
        noted=said,
        related=not one.found and not one.pinned,
        pinned=one.pinned,
        overdue=bool(entry.review_due and entry.review_due < today),
    )
