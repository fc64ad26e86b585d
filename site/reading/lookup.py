"""Finds what readers may see: one article by its id, the places it belongs to, the pages it links to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.models import ArticlePage, DepartmentPage, Manifest, TopicPage
from moderation import endings
from moderation.models import Submission
from moderation.models.reference import key
from moderation.shown import shown

from .models import PolicyPage
from .stamps import Stamp

DEPARTMENT = ("department_shown", "department_title", "department_slug")


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page."""

    title: str
    url: str


def page_with(identity: str, stamp: Stamp) -> ArticlePage | None:
    """The article whose words the one door let out a moment ago, or None when they are others now."""
    page = ArticlePage.objects.filter(pk=stamp.values["pk"], slug=identity, live=True, live_digest=stamp.digest).first()
    if page is not None:
        for name in ("version", "noted", "topic_shown", "topic_title", "topic_slug", *DEPARTMENT):
            setattr(page, name, stamp.values[name])
    return page


def was_public(identity: str) -> bool:
    """Readers could read this article once; it is withdrawn now."""
    return ArticlePage.objects.filter(slug=identity, first_published_at__isnull=False).exists()


def has_ended(identity: str) -> bool:
    """It is away because a permission or consent that it rested on is over."""
    page = ArticlePage.objects.filter(slug=identity).first()
    return page is not None and endings.was_ended(page)


def places_of(page: ArticlePage) -> list[Crumb]:
    """Department and topic, each only while it is shown."""
    if not hasattr(page, "topic_shown"):
        return _places_of_draft(page)
    known: Any = page
    found = [
        (known.department_shown, known.department_title, f"/departments/{known.department_slug}/"),
        (known.topic_shown, known.topic_title, f"/topics/{known.topic_slug}/"),
    ]
    return [Crumb(title, url) for is_shown, title, url in found if is_shown]


def _places_of_draft(page: ArticlePage) -> list[Crumb]:
    topic = shown(TopicPage.objects.filter(pk=page.topic_id or 0)).first()
    department = shown(DepartmentPage.objects.filter(pk=topic.department_id or 0)).first() if topic else None
    found = [(department, "departments"), (topic, "topics")]
    return [Crumb(place.title, f"/{shelf}/{place.slug}/") for place, shelf in found if place]


def linked(identities: Iterable[int]) -> dict[int, str]:
    """Addresses of those pages that readers may see; most texts link to none, which costs no query."""
    wanted = set(identities)
    if not wanted:
        return {}
    found = {
        pk: f"/articles/{slug}/" for pk, slug in ArticlePage.objects.published().filter(pk__in=wanted).values_list("pk", "slug")
    }
    shelves: tuple[tuple[Any, str], ...] = (
        (TopicPage, "topics"),
        (DepartmentPage, "departments"),
        (PolicyPage, "policies"),
    )
    for model, shelf in shelves:
        if wanted - set(found):
            rows = shown(model.objects.filter(pk__in=wanted - set(found))).values_list("pk", "slug")
            found |= {pk: f"/{shelf}/{slug}/" for pk, slug in rows}
    return found


def version_of(page: ArticlePage) -> int:
    """The number of the words that are live: as their manifest says, else how many submissions were published."""
    signed = Manifest.objects.filter(**key(page), digest=page.live_digest).values_list("version", flat=True).first()
    return signed or Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED).count()
