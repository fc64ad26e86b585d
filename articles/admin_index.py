"""Keeps Wagtail's own two indexes of pages, the admin's search and "where is this used", without doing their work twice.

Deviates from Wagtail, which reads each page again that was just saved, once for each index, at every autosave too: what a draft's
save writes on the page's row is in neither index. Both are written in the transaction of the save.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete
from wagtail.models import COMMENTS_RELATION_NAME, ReferenceIndex
from wagtail.search import index

# What `save_revision` writes on the row. Comments are switched off; were they on, their authors would be references.
OF_DRAFTS = frozenset(
    {COMMENTS_RELATION_NAME, "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def register(models: Iterable[type[Model]]) -> None:
    """For page types with `search_auto_update = False` whose `save_base` runs within `saving`."""
    for model in models:
        post_delete.connect(_deleted, sender=model, dispatch_uid="articles.admin_index")


@contextmanager
def saving(page: Any, raw: bool, update_fields: Iterable[str] | None) -> Iterator[None]:
    """The length of one write of a row, during which Wagtail does not read it again; then both indexes are written, if they change."""
    from wagtail.signal_handlers import reference_index_auto_update_disabled as references

    switched_off = getattr(references, "value", False)
    references.value = True
    try:
        yield
    finally:
        references.value = switched_off
    if raw or (update_fields is not None and OF_DRAFTS.issuperset(update_fields)):
        return
    stored = _as_stored(page, update_fields)
    index.insert_or_update_object(stored)
    if not switched_off:
        ReferenceIndex.create_or_update_for_object(stored)


def _as_stored(page: Any, update_fields: Iterable[str] | None) -> Any:
    """A whole save leaves the row as the object says; after a partial one the object may hold words of a draft."""
    return page if update_fields is None else type(page)._base_manager.get(pk=page.pk)


def _deleted(instance: Model, **kwargs: Any) -> None:
    index.remove_object(instance)
