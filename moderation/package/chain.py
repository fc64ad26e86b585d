"""The ledger's proof: every entry about the object, and the unbroken chain from the first of them to the newest of all."""

import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

from ..ledger import fields_of
from ..models import LedgerEntry
from ..models.reference import key
from .sections import File, as_json, register


def files(instance: Any) -> Iterator[File]:
    """Entries hold ids, digests, codes and commitments, never words, so those about other objects may be handed on."""
    own = LedgerEntry.objects.filter(**key(instance)).order_by("number")
    yield "ledger/entries.json", as_json([{**fields_of(entry), "sha256": entry.sha256} for entry in own])
    first = own.first()
    if first is None:
        return
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for entry in LedgerEntry.objects.filter(number__gte=first.number).order_by("number").iterator(chunk_size=2000):
            line = json.dumps({**fields_of(entry), "sha256": entry.sha256}, ensure_ascii=False)
            packed.write(line.encode() + b"\n")
    yield "ledger/chain.jsonl.gz", out.getvalue()


register("2 chain", files)
