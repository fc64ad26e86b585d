"""Checks every manifest that the database holds: content, signature, chain and anchor."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from articles.models import ArticlePage, Manifest
from moderation.models import LedgerEntry

from ..verify_manifest import Refused, check_manifest
from .published import key_document
from .signing import content_of

KIND = "manifest signed"


def faults() -> Iterator[str]:
    """Each place where a manifest does not hold; one whose content was erased is checked by its chain and anchor alone."""
    keys = key_document()
    anchored = {entry["manifest"] for entry in LedgerEntry.objects.filter(kind=KIND).values_list("data", flat=True)}
    last: dict[tuple[int, int], Manifest] = {}
    for row in Manifest.objects.order_by("content_type_id", "object_id", "number").iterator(chunk_size=500):
        place = (row.content_type_id, row.object_id)
        before = last.get(place)
        if (row.number, row.previous) != ((before.number + 1, before.sha256) if before else (1, "")):
            yield f"{row} does not follow the one before it"
        if row.sha256 not in anchored:
            yield f"{row} is not in the ledger"
        if row.text:
            yield from _content_faults(row, keys)
        last[place] = row
    for slug in unsigned().values_list("slug", flat=True):
        yield f"article {slug} is published without a manifest"


def unsigned() -> Any:
    """Published articles whose words have no manifest: they went live under a release that made none."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    signed = Manifest.objects.filter(content_type=kind, object_id=OuterRef("pk"), digest=OuterRef("live_digest"))
    return ArticlePage.objects.published().filter(~Exists(signed)).order_by("pk")


def _content_faults(row: Manifest, keys: dict[str, object]) -> Iterator[str]:
    if hashlib.sha256(row.text.encode()).hexdigest() != row.sha256:
        yield f"{row} was changed"
    try:
        check_manifest(content_of(row), keys)
    except (Refused, json.JSONDecodeError) as broken:
        yield f"{row}: {broken}"
