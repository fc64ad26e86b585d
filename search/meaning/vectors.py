"""The vectors in the database: made after an article went live, never in the transaction that publishes it."""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left
from numpy.typing import NDArray

from .. import outbox
from ..models import NearestArticle, SearchEntry, SearchVector, VectorState
from . import files, model
from .model import READ_LIMIT, WIDTH, Vector

# Raise when another part of an article is read, or in another way.
RECIPE = 2
KEY = f"{files.KEY}:{RECIPE}"
BATCH = 32
# How much of an article's vector is its title's: so much beside a long text, and up to so much more the shorter the text is; the rest
# is that of summary and body. Read in one piece, a body drowns the title, and a title that says nothing takes the edge off the body.
TITLE, MORE, SHORT = 0.3, 0.4, 4


@dataclass(frozen=True)
class Source:
    """The words of one entry that the model is given, in two parts."""

    identity: int
    digest: str
    title: str
    rest: str

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(f"{self.title}\0{self.rest}".encode()).hexdigest()


def vector_of(source: Source) -> Vector:
    """Of length 1."""
    embed = model.loaded().embed
    if not source.rest:
        return embed(source.title)
    share = TITLE + MORE * min(1.0, SHORT * len(source.title) / len(source.rest))
    mixed: Vector = share * embed(source.title) + (1 - share) * embed(source.rest)
    return mixed / numpy.linalg.norm(mixed)


def sources(entries: "QuerySet[SearchEntry]") -> Iterator[Source]:
    """Title, summary and the beginning of the body: as much as the model reads."""
    rows = entries.annotate(opening=Left("body", READ_LIMIT)).values_list("pk", "digest", "title", "summary", "opening")
    for identity, digest, title, summary, opening in rows.iterator(200):
        rest = f"{summary}\n{opening}".strip()
        yield Source(identity, digest, model.prepared(title), model.prepared(rest) if rest else "")


def missing() -> "QuerySet[SearchEntry]":
    """Entries without a vector of this model, or with that of another version of the article."""
    fresh = SearchVector.objects.filter(pk=OuterRef("pk"), model=KEY, digest=OuterRef("digest"))
    return SearchEntry.objects.exclude(Exists(fresh))


def make(identities: Iterable[int]) -> int:
    """Make what these articles lack; answers how many were made. Without the model, none."""
    return sum(_made(missing().filter(pk__in=list(identities)))) if model.available() else 0


def catch_up(seconds: float | None = None, threads: int = 1) -> Iterator[int]:
    """Make whatever is missing, batch by batch, until all is there or the time is over; each answer is a batch's number.
    What was made stays made: it can be stopped at any moment and started again."""
    return _made(missing(), seconds, threads) if model.available() else iter(())


def _made(wanted: "QuerySet[SearchEntry]", seconds: float | None = None, threads: int = 1) -> Iterator[int]:
    until = None if seconds is None else time.monotonic() + seconds
    waiting = list(wanted.order_by("pk").values_list("pk", flat=True))
    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, len(waiting), BATCH):
            if until is not None and time.monotonic() > until:
                return
            batch = list(sources(SearchEntry.objects.filter(pk__in=waiting[start : start + BATCH])))
            known = _known(batch)
            new = [source for source in batch if known.get(source.identity) != source.text_hash]
            made = dict(zip((source.identity for source in new), pool.map(vector_of, new), strict=True))
            yield _keep(batch, made)


def _known(batch: Sequence[Source]) -> dict[int, str]:
    held = SearchVector.objects.filter(pk__in=[source.identity for source in batch], model=KEY)
    return dict(held.values_list("pk", "text_hash"))


def _keep(batch: Sequence[Source], made: dict[int, Vector]) -> int:
    """Write what was made, unless the article left or changed meanwhile; whose words stayed the same keeps its vector."""
    with transaction.atomic():
        version = locked().version + 1
        unlocked = SearchEntry.objects.select_for_update(skip_locked=True, of=("self",))
        current = dict(unlocked.filter(pk__in=[source.identity for source in batch]).values_list("pk", "digest"))
        still = [source for source in batch if current.get(source.identity) == source.digest]
        rows = [_row(source, made[source.identity], version) for source in still if source.identity in made]
        for source in still:
            if source.identity not in made:
                SearchVector.objects.filter(pk=source.identity, model=KEY).update(digest=source.digest)
        if rows:
            values = [field.attname for field in SearchVector._meta.concrete_fields if not field.primary_key]
            SearchVector.objects.bulk_create(rows, update_conflicts=True, unique_fields=["entry"], update_fields=values)
            near_before = NearestArticle.objects.filter(other__in=[row.pk for row in rows])
            SearchVector.objects.filter(pk__in=near_before.values("article")).update(related_version=0)
            VectorState.objects.update(version=version)
            # A cluster holds the vector within the document of the article.
            if outbox.elasticsearch_wanted():
                outbox.note(row.pk for row in rows)
    return len(still)


def _row(source: Source, vector: Vector, version: int) -> SearchVector:
    return SearchVector(
        entry_id=source.identity,
        model=KEY,
        digest=source.digest,
        text_hash=source.text_hash,
        codes=pack(vector),
        version=version,
    )


def locked() -> VectorState:
    """The state's row, held until the transaction ends."""
    VectorState.objects.get_or_create(pk=1)
    return VectorState.objects.select_for_update().get(pk=1)


def leaving(vector: SearchVector) -> None:
    """Called before a vector goes, in the transaction that takes its article away: who had it for a neighbour looks anew."""
    VectorState.objects.update(removals=F("removals") + 1)
    had = NearestArticle.objects.filter(other=vector).values("article")
    SearchVector.objects.filter(pk__in=had).update(related_version=0)


def pack(vector: Vector) -> bytes:
    """One byte a number; with the length set to 1 again no order is changed by it."""
    return numpy.rint(vector * (127 / numpy.abs(vector).max())).astype(numpy.int8).tobytes()


def unpack(codes: Sequence[Any]) -> NDArray[numpy.int8]:
    """The bytes of many vectors, one a row; a damaged one is near to nothing, until `search_rebuild` makes it anew."""
    whole = (bytes(row) if len(row) == WIDTH else bytes(WIDTH) for row in codes)
    return numpy.frombuffer(b"".join(whole), dtype=numpy.int8).reshape(-1, WIDTH)


def lengthened(rows: NDArray[numpy.int8]) -> Vector:
    """As vectors of length 1."""
    return rows.astype(numpy.float32) / lengths_of(rows)[:, None]


def lengths_of(rows: NDArray[numpy.int8]) -> Vector:
    """How long the vectors are as they are stored; of one without any direction, something."""
    lengths: Vector = numpy.linalg.norm(rows.astype(numpy.float32), axis=1)
    return numpy.maximum(lengths, 1e-9)


def stored(identities: Iterable[int]) -> dict[int, Vector]:
    """The vectors that the database holds of these articles."""
    rows = dict(SearchVector.objects.filter(pk__in=list(identities), model=KEY).values_list("pk", "codes"))
    return dict(zip(rows, lengthened(unpack(list(rows.values()))), strict=True))
