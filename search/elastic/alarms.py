"""Tells the operators of an article that could not be delivered, once."""

from django.urls import reverse

from articles.models import ArticlePage
from doctors.roles import active_operators
from moderation import notices
from moderation.models.notice import NoticeKind

from ..models import SearchOutbox


def parked(row: SearchOutbox, reason: str) -> None:
    """In the transaction that gives it up."""
    page = ArticlePage.objects.filter(pk=row.page_id).first()
    words = {"title": page.title if page else str(row.page_id), "reason": reason[:200]}
    for operator in active_operators():
        once = f"search parked {row.page_id} {row.sequence} {operator.pk}"
        notices.tell(operator, NoticeKind.SEARCH_PARKED, words, reverse("search_engines"), once=once, about=page)
