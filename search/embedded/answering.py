"""From a question to one page of hits: candidates of the index, the one door out, the order, the marked words."""

from collections.abc import Sequence
from time import perf_counter

from django.db.models import Count
from django.utils import timezone

from articles.attribution.proof.notes import Noted, noted
from articles.models import ArticlePage
from doctors.specialties import Specialty

from .. import highlight, text
from ..models import SearchEntry
from ..query import LISTED, Hit, Query, Results
from ..text import Clause, Parsed
from . import index, ranking

TERMS = 16
# What scores less than this share of the best only has a common word with the question.
TAIL = 0.1
Scored = list[tuple[int, float]]


def answer(query: Query) -> Results:
    """Never raises for what a reader typed; an empty question has an empty answer."""
    began = perf_counter()
    parsed = text.parse(query.text)
    known = index().frequencies((*parsed.pairs, *parsed.words)) if parsed.pieces else {}
    gathered = candidates(parsed, known)
    crowded = len(gathered) == LISTED and parsed.short
    found = published(gathered)
    facets = {"specialty": _specialties([identity for identity, _score in found])}
    if query.specialty:
        kept = set(SearchEntry.objects.filter(specialty=query.specialty).values_list("pk", flat=True))
        found = [pair for pair in found if pair[0] in kept]
    first = (query.page - 1) * query.size
    ordered = _ordered(parsed, found, known) if first < len(found) else []
    hits = _hits(parsed, ordered[first : first + query.size])
    total = _count(parsed, query.specialty) if crowded else len(found)
    took = round((perf_counter() - began) * 1000, 2)
    return Results(total=total, hits=hits, took_ms=took, facets=facets)


def candidates(parsed: Parsed, known: dict[str, int]) -> Scored:
    """A short question is looked up as it stands; a longer one, or one found nowhere, by its most telling words."""
    phrases = index().match(parsed.phrases, LISTED)
    if parsed.short and phrases:
        if len(phrases) >= 10 or len(parsed.words) < 2:
            return phrases
        every = index().match([Clause((word,), words=True) for word in parsed.words], LISTED)
        return _after(phrases, every)
    broad = index().match(telling(parsed, known), LISTED, every=False)
    best = max((score for _identity, score in broad), default=0.0)
    return _after(phrases, [pair for pair in broad if pair[1] >= TAIL * best])


def telling(parsed: Parsed, known: dict[str, int]) -> list[Clause]:
    """The rarest words and pairs that occur at all; a single character stands for itself."""
    clauses = [(known.get(pair, 0), Clause((pair,))) for pair in parsed.pairs]
    clauses += [(known.get(word, 0), Clause((word,), words=True)) for word in parsed.words]
    rare = sorted((clause for clause in clauses if clause[0]), key=lambda clause: clause[0])[:TERMS]
    return [clause for _count, clause in rare]


def _after(first: Scored, second: Scored) -> Scored:
    """Both lists, each article once, with the better of its scores."""
    merged = dict(second)
    for identity, score in first:
        merged[identity] = max(score, merged.get(identity, 0.0))
    leading = {identity for identity, _score in first}
    return sorted(merged.items(), key=lambda pair: (pair[0] in leading, pair[1]), reverse=True)[:LISTED]


def published(found: Scored) -> Scored:
    """The part of the candidates that anybody may read at this moment; an entry alone shows nothing."""
    if not found:
        return []
    open_pages = ArticlePage.objects.published().filter(pk__in=[identity for identity, _score in found])
    allowed = set(open_pages.values_list("pk", flat=True))
    return [pair for pair in found if pair[0] in allowed]


def _count(parsed: Parsed, specialty: str | None) -> int:
    """How many there are of what is too common to list."""
    counted = ArticlePage.objects.published().filter(pk__in=index().holding(parsed.phrases))
    return counted.filter(specialty=specialty).count() if specialty else counted.count()


def _ordered(parsed: Parsed, found: Scored, known: dict[str, int]) -> Scored:
    head = dict(found[: ranking.DEPTH])
    rows = SearchEntry.objects.filter(pk__in=head).values_list("pk", "title", "characters")
    pool = [ranking.Candidate(pk, head[pk], title, characters) for pk, title, characters in rows]
    ranked = ranking.rank(parsed, pool, known, SearchEntry.objects.count())
    lowest = ranked[-1][1] if ranked else 0.0
    best = max(head.values(), default=0.0) or 1.0
    return ranked + [(pk, round(min(lowest, score / best), 4)) for pk, score in found[ranking.DEPTH :]]


def _hits(parsed: Parsed, ordered: Scored) -> list[Hit]:
    entries = SearchEntry.objects.in_bulk([identity for identity, _score in ordered])
    said = noted(entries) if entries else {}
    return [_hit(parsed, entries[identity], score, said.get(identity)) for identity, score in ordered if identity in entries]


def _hit(parsed: Parsed, entry: SearchEntry, score: float, said: Noted | None) -> Hit:
    passages = [highlight.passage(words, parsed) for words in (entry.summary, entry.body)]
    return Hit(
        id=entry.public_id,
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        marked_title=highlight.marked(entry.title, highlight.spans(entry.title, parsed)),
        passages=[passage for passage in passages if passage],
        author=entry.author,
        topic=entry.topic,
        specialty=_label(entry.specialty),
        published_at=timezone.localtime(entry.published_at).isoformat() if entry.published_at else None,
        score=score,
        noted=said,
    )


def _label(specialty: str) -> str:
    return str(Specialty(specialty).label) if specialty in Specialty.values else specialty


def _specialties(identities: Sequence[int]) -> list[dict[str, object]]:
    """How many of the finds each specialty has, most first."""
    counted = SearchEntry.objects.filter(pk__in=identities).values_list("specialty").annotate(number=Count("pk"))
    return [
        {"value": value, "label": _label(value), "count": number}
        for value, number in sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    ]
