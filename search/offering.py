"""What the results page offers around its hits: facets to choose from, chips to take away, pages that exist, other roads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import TopicPage

from . import engine, text
from .query import FACETS, PAGE_LIMIT, Query, Results, Suggestion

NAMES = {
    "specialty": gettext_lazy("专科"),
    "disease": gettext_lazy("疾病"),
    "author": gettext_lazy("医生"),
    "hospital": gettext_lazy("医院"),
    "type": gettext_lazy("形式"),
    "year": gettext_lazy("年份"),
}
# So many shorter questions are tried when nothing was found.
SHORTER = 4
DIRECT = 3


@dataclass(frozen=True)
class Group:
    """One facet with the values that may be chosen; `chosen` is how many are."""

    name: str
    label: str
    rows: Sequence[Mapping[str, Any]]
    chosen: int


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the address without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True)
class Shorter:
    """The question without one word, and how many articles that finds."""

    words: str
    without: str
    total: int
    url: str


def address(query: Query, page: int = 1) -> str:
    """The address of the page that answers this question, with everything chosen."""
    pairs = [("q", query.text)]
    pairs += [(name, value) for name in FACETS for value in query.filters.get(name, ())]
    pairs += [("exact", "1")] if query.as_written else []
    pairs += [("page", str(page))] if page > 1 else []
    return f"/search/?{urlencode(pairs)}"


def groups(found: Results) -> list[Group]:
    """Facets among which there is something to choose."""
    made = [
        Group(name, str(NAMES[name]), rows, sum(bool(row["chosen"]) for row in rows))
        for name in FACETS
        if (rows := found.facets.get(name, ()))
    ]
    return [group for group in made if len(group.rows) > 1 or group.chosen]


def chips(query: Query, found: Results) -> list[Chip]:
    """One for each value that narrows the search, also for one that nobody knows."""
    made = []
    for name, values in query.filters.items():
        called = {row["value"]: row["label"] for row in found.facets.get(name, ())}
        for value in values:
            rest = tuple(other for other in values if other != value)
            url = address(replace(query, page=1, filters={**query.filters, name: rest}))
            made.append(Chip(str(NAMES[name]), str(called.get(value, value)), url))
    return made


def direct(query: Query, found: Results) -> list[Suggestion]:
    """Pages of diseases and doctors that the question names; they are among the facets already, so most questions ask nothing."""
    diseases = _named(query, found, "disease")
    slugs = TopicPage.objects.published().filter(title__in=diseases).values_list("title", "slug") if diseases else ()
    topics = [Suggestion(title, "topic", f"/topics/{slug}/") for title, slug in slugs]
    doctors = [Suggestion(name, "doctor", f"/doctors/{value}/") for name, value in _named(query, found, "author").items()]
    return (topics + doctors)[:DIRECT]


def _named(query: Query, found: Results, facet: str) -> dict[str, str]:
    """Labels and values of this facet that stand in the question."""
    asked = text.folded(query.text).text
    rows = ((str(row["label"]), str(row["value"])) for row in found.facets.get(facet, ()))
    return {label: value for label, value in rows if text.folded(label).text in asked}


@dataclass(frozen=True)
class Pages:
    """Where this page stands; `previous`, `next` and `last` are addresses, empty where there is no such page."""

    number: int
    count: int
    previous: str
    next: str
    last: str


def pages(query: Query, found: Results) -> Pages:
    count = min(max(1, -(-found.total // query.size)), PAGE_LIMIT)
    # A page that was not filled is the last one, whatever the total says.
    goes_on = query.page < count and len(found.hits) == query.size
    beyond = query.page > count or not found.hits
    return Pages(
        number=query.page,
        count=count,
        previous=address(query, query.page - 1) if query.page > 1 and not beyond else "",
        next=address(query, query.page + 1) if goes_on else "",
        last=address(query, count if query.page > count else max(query.page - 1, 1)) if beyond and query.page > 1 else "",
    )


def written(found: Results) -> str:
    """By which other names it was looked for as well, as readers read it."""
    also = list(dict.fromkeys(name for expansion in found.expansions for name in expansion.also))
    return _("、").join(f"“{name}”" for name in also[:4]) + (_("等") if len(also) > 4 else "")


def shorter(query: Query) -> list[Shorter]:
    """The question without one of its words, where that finds something; the most finds first."""
    parts = _parts(query.text)
    found: list[Shorter] = []
    for place, left_out in enumerate(parts[: SHORTER * 2]) if len(parts) > 1 else ():
        rest = "".join(part for number, part in enumerate(parts) if number != place).strip()
        if len(found) == SHORTER or len(rest) < 2 or not text.parse(rest).pieces:
            continue
        asked = Query(rest, size=1, filters=query.filters)
        total = engine.search(asked).total
        if total:
            found.append(Shorter(asked.text, left_out.strip(), total, address(asked)))
    return sorted(found, key=lambda one: -one.total)


def _parts(words: str) -> list[str]:
    """The words of a question, each with the spaces behind it; written apart, or else as the segmenter cuts them."""
    apart = words.split()
    if len(apart) > 1:
        return [f"{word} " for word in apart]
    return [part for part in text.cut(words) if part.strip()]


def places(query: Query) -> list[Any]:
    """Departments, topics and doctors whose name holds one of the words that were asked for."""
    offered: dict[str, Any] = {}
    for word in _telling(query.text):
        offered |= {row.url: row for row in engine.suggest(word) if row.kind != "article" and row.url}
    return list(offered.values())[:6]


def _telling(words: str) -> Iterable[str]:
    return [word for word in dict.fromkeys((words, *(part.strip() for part in _parts(words)))) if len(word) > 1][:6]
