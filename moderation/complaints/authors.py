"""Who answers for a page that a complaint is about, and where they work on it."""

from typing import Any

from django.urls import reverse

from .. import notices
from ..models.notice import NoticeKind


def of(instance: Any) -> list[Any]:
    """The account whose page it is; nobody for a complaint about the site."""
    owner = getattr(instance, "owner_id", None) or getattr(instance, "user_id", None)
    return [account] if (account := notices.account(owner)) else []


def work_url(instance: Any) -> str:
    return reverse("moderation_submit", args=[instance._meta.app_label, instance._meta.model_name, instance.pk])


def tell(instance: Any, kind: NoticeKind, url: str = "", **context: str) -> None:
    """One notice for each, in the caller's transaction."""
    for author in of(instance):
        notices.tell(author, kind, {"title": str(instance), **context}, url or work_url(instance))
