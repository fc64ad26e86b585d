"""Who hears that something an article rested on is over."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from moderation import notices
from moderation.desk.offices import moderators
from moderation.models.notice import NoticeKind

from . import evidence

if TYPE_CHECKING:
    from ..models import ArticlePage


def tell_everyone(page: "ArticlePage", case: Any, reason: str) -> None:
    """Author, whoever uploaded what ended, and the moderators."""
    words = {"title": page.title, "reason": reason}
    for person in people(page):
        notices.tell(person, NoticeKind.EVIDENCE_ENDED, words, reverse("articles_evidence", args=[page.pk]), about=page)
    for person in moderators():
        notices.tell(person, NoticeKind.EVIDENCE_ENDED, words, reverse("moderation_review", args=[case.number]), about=page)


def people(page: "ArticlePage") -> list[Any]:
    """The author and whoever uploaded what ended, each once."""
    ended = [one.added_by for one in evidence.attached(page) if one.has_ended(timezone.localdate())]
    people = {person.pk: person for person in [page.owner, *ended] if person is not None}
    return list(people.values())
