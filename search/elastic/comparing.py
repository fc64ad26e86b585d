"""Compares a generation with the entries, document by document, and names what differs."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..models import SearchEntry, SearchOutbox
from . import generations, sending
from .failures import translated

CHUNK = 500
SAMPLE = 200


@dataclass(frozen=True)
class Difference:
    """About one page; `sentence` is for an operator."""

    page: int
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def examined(number: int) -> Iterator[Difference]:
    """Every entry and every document."""
    yield from _strangers(number)
    pages = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pages), CHUNK):
        yield from _differing(number, pages[start : start + CHUNK])


def sampled(number: int) -> Iterator[Difference]:
    """Which pages there are, and the documents of a few hundred of them."""
    held = _held(number)
    wanted = set(SearchEntry.objects.values_list("pk", flat=True))
    odd = wanted ^ held
    few = random.sample(sorted(wanted & held), min(SAMPLE, len(wanted & held)))
    yield from _strangers(number, held - wanted)
    pages = sorted({*few, *(odd & wanted)})
    for start in range(0, len(pages), CHUNK):
        yield from _differing(number, pages[start : start + CHUNK])


def explained(number: int, difference: Difference) -> bool:
    """Still on its way, or right by now."""
    if SearchOutbox.objects.filter(pk=difference.page).exists():
        return True
    if SearchEntry.objects.filter(pk=difference.page).exists():
        return not list(_differing(number, [difference.page]))
    return not list(_strangers(number, [difference.page]))


def _held(number: int) -> set[int]:
    """The pages of a generation, as of its last refresh."""
    held: set[int] = set()
    after: list[Any] | None = None
    with translated():
        while True:
            reply = generations.writer().search(
                index=generations.name(number),
                size=5_000,
                sort=[{"page": "asc"}],
                source=False,
                track_total_hits=False,
                search_after=after,
            )
            hits = reply.body["hits"]["hits"]
            if not hits:
                return held
            held.update(int(hit["_id"]) for hit in hits)
            after = hits[-1]["sort"]


def _documents(number: int, pages: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the generation holds of these pages at this moment, refreshed or not."""
    wanted = [str(page) for page in pages]
    if not wanted:
        return {}
    with translated():
        reply = generations.writer().mget(index=generations.name(number), ids=wanted)
        return {int(row["_id"]): row["_source"] for row in reply.body["docs"] if row.get("found")}


def _strangers(number: int, pages: Iterable[int] | None = None) -> Iterator[Difference]:
    """Documents of pages that have no entry."""
    if pages is None:
        with translated():
            generations.writer().indices.refresh(index=generations.name(number))
        pages = _held(number)
    pages = set(pages)
    pages -= set(SearchEntry.objects.values_list("pk", flat=True)) if pages else set()
    for page in sorted(_documents(number, pages)):
        yield Difference(page, f"Elasticsearch holds page {page}, which is not findable")


def _differing(number: int, pages: list[int]) -> Iterator[Difference]:
    documents = _documents(number, pages)
    for entry in SearchEntry.objects.select_related("page", "facets", "vector").filter(pk__in=pages).order_by("pk"):
        held = documents.get(entry.pk)
        if held is None:
            yield Difference(entry.pk, f"article {entry.public_id} is not in Elasticsearch")
        elif held.get("recipe") != entry.recipe:
            yield Difference(entry.pk, f"article {entry.public_id} was put into Elasticsearch by an older recipe")
        elif held != _kept(entry):
            yield Difference(entry.pk, f"article {entry.public_id} is in Elasticsearch as another version")


def _kept(entry: SearchEntry) -> dict[str, Any]:
    from . import document

    told: dict[str, Any] = json.loads(sending.line(document.kept(entry)))
    return told
