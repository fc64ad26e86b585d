"""Keeps Wagtail's own two indexes of pages, the admin's search and "where is this used", without doing their work twice.

Deviates from Wagtail, which reads each page again that was just saved and indexes it anew, at every autosave too: what a draft's
save writes on the page's row is in neither index.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.search import index

# What `save_revision` writes on the row. Comments are switched off; were they on, their authors would be references.
OF_DRAFTS = frozenset(
    {COMMENTS_RELATION_NAME, "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def register(models: Iterable[type[Model]]) -> None:
    """For page types with `search_auto_update = False`."""
    for model in models:
        post_save.connect(_saved, sender=model, dispatch_uid="articles.admin_index")
        post_delete.connect(_deleted, sender=model, dispatch_uid="articles.admin_index")


def of_drafts(update_fields: Iterable[str] | None) -> bool:
    """Whether a save with these fields leaves both indexes as they are."""
    return update_fields is not None and OF_DRAFTS.issuperset(update_fields)


@contextmanager
def saving(update_fields: Iterable[str] | None) -> Iterator[None]:
    """The length of one save: the references of a page are read again only when they may have changed."""
    from wagtail.signal_handlers import reference_index_auto_update_disabled as references

    before = getattr(references, "value", False)
    references.value = before or of_drafts(update_fields)
    try:
        yield
    finally:
        references.value = before


def _saved(instance: Model, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
    if not raw and not of_drafts(update_fields):
        index.insert_or_update_object(_as_stored(instance, update_fields))


def _as_stored(instance: Any, update_fields: Iterable[str] | None) -> Any:
    """A whole save leaves the row as the object says; after a partial one the object may hold words of a draft."""
    return instance if update_fields is None else type(instance)._base_manager.get(pk=instance.pk)


def _deleted(instance: Model, **kwargs: Any) -> None:
    index.remove_object(instance)
