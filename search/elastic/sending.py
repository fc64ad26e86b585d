"""Tells the cluster what changed: one bulk request for a batch, each document with its place in the outbox as its version."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..models import SearchEntry, SearchOutbox
from . import generations
from .failures import Unavailable, translated

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

Rows = Sequence[SearchOutbox]
# Elasticsearch refuses 100 MB; smaller is also quicker.
MOST_BYTES = 8_000_000


@dataclass
class Outcome:
    """What became of each row. `again`: nobody's fault. `ahead`: the cluster holds these higher versions."""

    delivered: list[SearchOutbox] = field(default_factory=list)
    refused: list[tuple[SearchOutbox, str]] = field(default_factory=list)
    again: list[SearchOutbox] = field(default_factory=list)
    ahead: dict[int, int] = field(default_factory=dict)
    trouble: str = ""


def send(rows: Rows, renew: Callable[[Rows], None] = lambda rows: None) -> Outcome:
    """Write these pages to every generation that is written to; raises `Unavailable` when nothing could be sent at all."""
    outcome = Outcome()
    targets = generations.standing().targets()
    lines = dict(_documents(rows, outcome))
    told = [row for row in rows if row.pk in lines]
    for batch in _batches(told, lines):
        _send(batch, lines, targets, outcome, renew)
    if set(generations.standing().targets()) - set(targets):
        # A generation was begun meanwhile; it will read these pages, or it must be told of them.
        outcome.again += outcome.delivered
        outcome.delivered = []
    return outcome


def _documents(rows: Rows, outcome: Outcome) -> Iterator[tuple[int, bytes | None]]:
    """The words of each page as they are at this moment, or nothing where it is not findable any more."""
    pages = [row.pk for row in rows]
    entries = {entry.pk: entry for entry in SearchEntry.objects.select_related("page", "facets", "vector").filter(pk__in=pages)}
    for row in rows:
        try:
            yield row.pk, encoded(entries[row.pk]) if row.pk in entries else None
        except Exception as fault:  # whatever it is, it stops this document and no other
            outcome.refused.append((row, f"{type(fault).__name__}: {fault}"))


def encoded(entry: SearchEntry) -> bytes:
    """The document of an entry as a line of a bulk request."""
    from . import document

    return line(document.source(entry))


def line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.tolist()


def _batches(rows: Rows, lines: dict[int, bytes | None]) -> Iterator[Rows]:
    batch: list[SearchOutbox] = []
    size = 0
    for row in rows:
        length = len(lines[row.pk] or b"")
        if batch and size + length > MOST_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    if batch:
        yield batch


def _send(
    rows: Rows, lines: dict[int, bytes | None], targets: Sequence[int], outcome: Outcome, renew: Callable[[Rows], None]
) -> None:
    """One request; where it fails as a whole although the cluster is well, each half by itself, down to the one that spoils it."""
    renew(rows)
    try:
        answered = bulk(generations.writer(), [(row.pk, row.sequence, lines[row.pk]) for row in rows], targets)
    except Refused as fault:
        if len(rows) == 1:
            outcome.refused.append((rows[0], str(fault)))
            return
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            _send(half, lines, targets, outcome, renew)
        return
    for row in rows:
        _judge(row, answered[row.pk], outcome)


class Refused(Exception):
    """The request as a whole was not taken, by a cluster that is otherwise well."""


def bulk(
    cluster: "Elasticsearch", documents: Sequence[tuple[int, int, bytes | None]], targets: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    """Write (page, version, document or nothing) to each target; answers each page's replies. Raises `Refused` or `Unavailable`."""
    from elasticsearch import ApiError, ConnectionTimeout, TransportError

    operations: list[Any] = []
    for page, version, told in documents:
        for target in targets:
            where = {"_index": generations.door(target), "_id": str(page), "version": version, "version_type": "external_gte"}
            operations += [{"delete": where}] if told is None else [{"index": where}, told]
    try:
        reply = cluster.bulk(operations=operations, require_alias=True, timeout="5s")
    except ApiError as fault:
        if by_the_cluster(fault.status_code):
            raise Unavailable(f"the cluster answers {fault.status_code}") from fault
        raise Refused(f"{fault.status_code} {fault.message}") from fault
    except TransportError as fault:
        # A request that kills its connection is the request's fault only if the cluster still answers another one.
        generations.standing()
        timeout = isinstance(fault, ConnectionTimeout)
        raise Refused("no answer in time" if timeout else f"{type(fault).__name__}: the connection broke") from fault
    with translated():
        answered: dict[int, list[dict[str, Any]]] = {page: [] for page, _version, _told in documents}
        for item in reply.body["items"]:
            [(_action, result)] = item.items()
            answered[int(result["_id"])].append(result)
    return answered


def by_the_cluster(status: int) -> bool:
    """401, 403: locked or read-only; 408, 429: too busy, or a full disk has made it read-only."""
    return status in (401, 403, 408, 429) or status >= 500


def _judge(row: SearchOutbox, results: Sequence[dict[str, Any]], outcome: Outcome) -> None:
    """By the worst of its replies."""
    for result in results:
        status, error = int(result["status"]), result.get("error") or {}
        if by_the_cluster(status) or (status == 404 and error):
            outcome.again.append(row)
            outcome.trouble = outcome.trouble or (f"{status} {error.get('type', '')}" if status != 404 else "")
            return
        if status == 409:
            held = "".join(filter(str.isdigit, str(error.get("reason", "")).partition("current version [")[2].partition("]")[0]))
            outcome.ahead[row.pk] = max(int(held or 0), outcome.ahead.get(row.pk, 0))
        elif status >= 400 and error:
            outcome.refused.append((row, f"{error.get('type', status)}: {error.get('reason', '')}"[:500]))
            return
    outcome.delivered.append(row)
