"""Keeps what is findable equal to what is live, in the transaction that changes it."""

from typing import Any

from django.db.models.signals import post_delete

from articles.models import ArticlePage
from moderation.signals import left, went_live

from . import entries
from .embedded import index
from .models import SearchEntry


def register() -> None:
    went_live.connect(_went_live, sender=ArticlePage, dispatch_uid="search.went_live")
    left.connect(_left, sender=ArticlePage, dispatch_uid="search.left")
    post_delete.connect(_deleted, sender=SearchEntry, dispatch_uid="search.deleted")


def _went_live(instance: ArticlePage, digest: str, **kwargs: Any) -> None:
    entries.put(instance, digest)


def _left(instance: ArticlePage, **kwargs: Any) -> None:
    entries.remove([instance.pk])


def _deleted(instance: SearchEntry, **kwargs: Any) -> None:
    """A page deleted by cascade takes its entry along, but not the row of the full-text index."""
    index().erase([instance.pk])
