"""Keeps the index of who cites what: of the live words when they go live, of a draft when it is saved."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import library
from .facts import stream_of

if TYPE_CHECKING:
    from ...models import ArticlePage, LibraryEntry


def note_live(instance: "ArticlePage", **kwargs: Any) -> None:
    """Inside the publishing transaction: every work of the list is in the library from now on."""
    rows = stream_of(instance)
    references = [library.of_value(value) for _path, value in rows]
    entries = library.find_all(references, [str(value.get("entry") or "") for _path, value in rows])
    for place, ((_path, value), reference) in enumerate(zip(rows, references, strict=True)):
        if entries[place] is None:
            entries[place] = library.remember(reference, str(value.get("text") or ""), instance.owner)
    _note(instance, entries, live=True)


def note_draft(page: "ArticlePage") -> None:
    """Links a draft to works that are in the library already; a draft enters none, since nobody has looked at its words."""
    rows = stream_of(page)
    references = [library.of_value(value) for _path, value in rows]
    _note(page, library.find_all(references, [str(value.get("entry") or "") for _path, value in rows]), live=False)


def _note(page: "ArticlePage", entries: Sequence["LibraryEntry | None"], live: bool) -> None:
    from ...models import ReferenceUse

    now = {(place, entry.pk) for place, entry in enumerate(entries, 1) if entry is not None}
    uses = ReferenceUse.objects.filter(page_id=page.pk, live=live)
    before = set(uses.values_list("place", "entry_id"))
    if now == before:
        return
    uses.delete()
    ReferenceUse.objects.bulk_create(
        ReferenceUse(page_id=page.pk, live=live, place=place, entry_id=entry) for place, entry in sorted(now)
    )
