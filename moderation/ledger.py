"""Append to the hash-chained record, and check that nothing in it was changed."""

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models, transaction

from .models import LedgerEntry, LedgerHead
from .models.reference import key


def append(kind: str, instance: models.Model, digest: str = "", data: dict[str, Any] | None = None) -> LedgerEntry:
    """Add one entry in the caller's transaction. `data` holds ids, digests, codes and commitments only."""
    about = key(instance)
    return append_about(kind, about["content_type"].pk, instance.pk, digest, data)


def append_about(
    kind: str, content_type_id: int, object_id: int, digest: str = "", data: dict[str, Any] | None = None
) -> LedgerEntry:
    # No savepoint of its own: an entry that cannot be written takes what it tells of with it.
    with transaction.atomic(savepoint=False):
        head = LedgerHead.objects.select_for_update().get(pk=1)
        entry = LedgerEntry(
            number=head.number + 1,
            at=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
            kind=kind,
            content_type_id=content_type_id,
            object_id=object_id,
            digest=digest,
            data=data or {},
            previous=head.sha256,
        )
        entry.sha256 = _sha256(entry)
        entry.save(force_insert=True)
        LedgerHead.objects.filter(pk=1).update(number=entry.number, sha256=entry.sha256)
    return entry


def commitment(value: str, salt: str) -> str:
    """A keyed hash that lets a value be shown to match later and does not let it be guessed back."""
    return hmac.new(
        f"{settings.EVIDENCE_KEY}:{salt}".encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


def fields_of(entry: LedgerEntry) -> dict[str, Any]:
    """What the hash of an entry is counted over."""
    return {
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        "content_type": entry.content_type_id,
        "object": entry.object_id,
        "digest": entry.digest,
        "data": entry.data,
        "previous": entry.previous,
    }


def _sha256(entry: LedgerEntry) -> str:
    text = json.dumps(fields_of(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> Iterator[str]:
    """Every place where the chain does not hold; the first one named is where somebody began."""
    previous, number = "0" * 64, 0
    for entry in LedgerEntry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            yield f"entry {number} is missing"
            number = entry.number
        if entry.previous != previous:
            yield f"entry {entry.number} does not follow the entry before it"
        if entry.sha256 != _sha256(entry):
            yield f"entry {entry.number} was changed"
        previous = entry.sha256
    head = LedgerHead.objects.filter(pk=1).first()
    if head is None or (head.number, head.sha256) != (number, previous):
        yield f"the chain ends at entry {number}, its head says {head.number if head else 'nothing'}"
