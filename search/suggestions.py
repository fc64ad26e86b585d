"""What to offer while a reader types: departments, topics and doctors by name, articles by title."""

from typing import Any

from articles.attribution.proof.notes import noted
from articles.models import ArticlePage, DepartmentPage, TopicPage
from doctors.models import DoctorProfile
from moderation.shown import shown

from . import text
from .embedded import index
from .embedded.asking import Search
from .models import SearchEntry
from .query import Query, Suggestion

LIMIT = 8
PLACES = 3
POOL = 200


def suggest(typed: str) -> list[Suggestion]:
    """At most eight, places and people before articles; names that begin with what was typed come first."""
    parsed = text.parse(Query(typed).text)
    if not parsed.pieces:
        return []
    found = [Suggestion(page.title, "department", page.url or "") for page in _pages(DepartmentPage, parsed.folded)]
    found += [Suggestion(page.title, "topic", page.url or "") for page in _pages(TopicPage, parsed.folded)]
    doctors = shown(DoctorProfile.objects.filter(name__icontains=parsed.folded)).values_list("name", "public_id")[:PLACES]
    found += [Suggestion(name, "doctor", f"/doctors/{public_id}/") for name, public_id in doctors]
    return (found[: LIMIT - 2] + _articles(parsed))[:LIMIT]


def _pages(model: Any, typed: str) -> list[Any]:
    pages = model.objects.published().filter(title__icontains=typed)[:POOL]
    return sorted(pages, key=lambda page: _place(page.title, typed))[:PLACES]


def _articles(parsed: text.Parsed) -> list[Suggestion]:
    """Titles that hold the words as typed, at the start of the title or of a word in it."""
    held = [identity for identity, _score in index().match(Search(parsed.phrases, title_only=True), POOL)]
    entries = SearchEntry.objects.filter(pk__in=ArticlePage.objects.published().filter(pk__in=held).values("pk"))
    known = entries.values_list("title", "public_id", "pk")
    rows = sorted((_place(title, parsed.folded), title, slug, pk) for title, slug, pk in known)[:LIMIT]
    said = noted(pk for _where, _title, _slug, pk in rows)
    return [Suggestion(title, "article", f"/articles/{slug}/", said.get(pk)) for _where, title, slug, pk in rows]


def _place(title: str, typed: str) -> tuple[int, int, int]:
    """Sorts: the beginning of the title, then the beginning of a word, then anywhere; short titles first."""
    folded = text.folded(title).text
    place = folded.find(typed)
    rank = 0 if place == 0 else 1 if place > 0 and place in _word_starts(folded) else 2
    return rank, place, len(folded)


def _word_starts(folded: str) -> set[int]:
    starts, position = set(), 0
    for word in text.cut(folded):
        starts.add(position)
        position += len(word)
    return starts
