"""Articles in lists: ids first, then the rows of one page, then their pictures, so a list costs few queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from articles.attribution.proof.notes import Noted, noted
from articles.models import ArticlePage

from . import renditions
from .article import day
from .people import SPECIALTIES
from .renditions import Picture

SIZE = 20
_COLUMNS = ("pk", "title", "slug", "summary", "specialty", "byline", "cover", "cleared_at", "imported")


@dataclass(frozen=True)
class Card:
    """What a list says of one article."""

    title: str
    url: str
    summary: str
    specialty: str
    author: str
    reviewed: datetime.date | None
    picture: Picture | None
    imported: bool
    noted: Noted | None = None

    @property
    def department(self) -> str:
        return str(SPECIALTIES.get(self.specialty, ""))


def newest(queryset: QuerySet | None = None) -> QuerySet:
    """Published articles, the newest cleared first."""
    articles = ArticlePage.objects.published() if queryset is None else queryset
    return articles.order_by("-cleared_at", "-pk")


def page_of(articles: QuerySet, number: Any, size: int = SIZE) -> Page:
    """One page of cards; a number that is no page gives the nearest one."""
    page = Paginator(articles.values_list("pk", flat=True), size).get_page(number)
    page.object_list = cards(list(page.object_list))
    return page


def first(articles: QuerySet, count: int) -> list[Card]:
    return cards(list(articles.values_list("pk", flat=True)[:count]))


def cards(identities: Iterable[int]) -> list[Card]:
    """Cards in the order of these primary keys, which must be of published articles."""
    order = list(identities)
    rows = {row["pk"]: row for row in ArticlePage.objects.filter(pk__in=order).values(*_COLUMNS)} if order else {}
    covers = {pk: image for pk, row in rows.items() if (image := _cover(row["cover"]))}
    found = renditions.fetch(dict.fromkeys(covers.values(), renditions.CARD))
    said = noted(rows) if rows else {}
    return [
        _card(rows[pk], renditions.picture(found, covers.get(pk), renditions.CARD), said.get(pk)) for pk in order if pk in rows
    ]


def _cover(stream: Any) -> int | None:
    for block in stream.get_prep_value():
        value = block.get("value")
        if isinstance(value, dict) and isinstance(value.get("image"), int):
            return int(value["image"])
    return None


def _card(row: dict[str, Any], picture: Picture | None, said: Noted | None) -> Card:
    people = [person for person in row["byline"] if isinstance(person, dict)]
    author = " ".join(str(people[0].get(name) or "") for name in ("name", "title")).strip() if people else ""
    return Card(
        title=row["title"],
        url=f"/articles/{row['slug']}/",
        summary=row["summary"],
        specialty=row["specialty"],
        author=author,
        reviewed=day(row["cleared_at"]),
        picture=picture,
        imported=row["imported"],
        noted=said,
    )
