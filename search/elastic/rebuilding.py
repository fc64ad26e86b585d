"""Fills a new generation from the entries while readers go on asking the old one, and puts it in service when both agree.

Entries are written with version 0, below every number of the outbox: whatever a worker delivers meanwhile, before or after, wins.
"""

import datetime
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db.models import Q
from django.utils import timezone

from .. import outbox
from ..models import SearchEntry, SearchOutbox, SearchRebuild
from . import comparing, delivery, generations, sending
from .failures import Unavailable
from .generations import Standing

BATCH = 200
LEASE = datetime.timedelta(seconds=90)
ROUNDS = 6
Progress = Callable[[int, int], None]


class Busy(Exception):
    """Another process is building a generation."""


class Aborted(Exception):
    """Somebody called this rebuild off."""


class Differs(Exception):
    """The new generation does not hold what the entries say; it was not put in service."""


def rebuild(progress: Progress = lambda done, total: None) -> int:
    """Build, compare, put in service, tidy up; answers how many articles the new generation holds. One that was broken off goes on
    where it stopped."""
    owner = _begin()
    try:
        number, reached = _generation(owner)
        # What waits now is read below; of one that goes on, some of it may have been read too early.
        waiting = [] if reached else list(SearchOutbox.objects.only("pk", "sequence"))
        _fill(number, reached, owner, progress)
        generations.furnish(number)
        _agree(number, owner)
        _serve(number, owner)
        outbox.settled(waiting)
    finally:
        SearchRebuild.objects.filter(pk=1, owner=owner).update(owner="", alive_until=None)
    return SearchEntry.objects.count()


def abort() -> int | None:
    """Call the unfinished generation off; whoever builds it stops at its next batch."""
    row = SearchRebuild.objects.filter(pk=1).first()
    SearchRebuild.objects.filter(pk=1).update(owner="", alive_until=None, building=None, reached=0)
    now = generations.standing()
    for number in now.building if now.serving is not None else []:
        generations.drop(number)
    return row.building if row else None


def _begin() -> str:
    owner = secrets.token_hex(8)
    SearchRebuild.objects.get_or_create(pk=1)
    free = Q(owner="") | Q(alive_until=None) | Q(alive_until__lt=timezone.now())
    if not SearchRebuild.objects.filter(free, pk=1).update(owner=owner, alive_until=timezone.now() + LEASE):
        raise Busy("another process is rebuilding the index; `manage.py search_rebuild --abort` calls it off")
    return owner


def _alive(owner: str, **reached: Any) -> None:
    if not SearchRebuild.objects.filter(pk=1, owner=owner).update(alive_until=timezone.now() + LEASE, **reached):
        raise Aborted("this rebuild was called off")


def _generation(owner: str) -> tuple[int, int]:
    """The number to build and the page it has reached: the one that was broken off, if it still fits."""
    row, now = SearchRebuild.objects.get(pk=1), generations.standing()
    building = now.building if now.serving is not None else [number for number in now.mappings if number != row.served]
    if row.building in building and not now.unfit(row.building):
        return row.building, row.reached
    for number in building:
        generations.drop(number)
    number = max([*now.mappings, row.served or 0, row.building or 0], default=0) + 1
    generations.create(number)
    _alive(owner, building=number, reached=0)
    return number, 0


def _fill(number: int, reached: int, owner: str, progress: Progress) -> None:
    """One batch is sent while the next one is made ready."""
    total = SearchEntry.objects.count()
    done = SearchEntry.objects.filter(pk__lte=reached).count()
    sent: Future[Sequence[int]] | None = None
    with ThreadPoolExecutor(1) as pool:
        for pages, documents, spoilt in _batches(reached):
            if sent:
                outbox.note(sent.result())
                _alive(owner, reached=reached)
            outbox.note(spoilt)
            sent = pool.submit(_write, number, documents)
            reached, done = pages[-1], done + len(pages)
            progress(done, total)
        if sent:
            outbox.note(sent.result())
    _alive(owner, reached=reached)


def _batches(after: int) -> Iterator[tuple[list[int], list[tuple[int, int, bytes | None]], list[int]]]:
    """Pages, their documents, and those of which none can be made: these go the way of the outbox, which names and parks them."""
    while batch := list(
        SearchEntry.objects.select_related("page", "facets", "vector").filter(pk__gt=after).order_by("pk")[:BATCH]
    ):
        documents: list[tuple[int, int, bytes | None]] = []
        spoilt: list[int] = []
        for entry in batch:
            try:
                documents.append((entry.pk, 0, sending.encoded(entry)))
            except Exception:
                spoilt.append(entry.pk)
        after = batch[-1].pk
        yield [entry.pk for entry in batch], documents, spoilt


def _write(number: int, documents: Sequence[tuple[int, int, bytes | None]]) -> list[int]:
    """Those that were refused; that a worker was there first is no refusal. Halved when the whole is too much at once."""
    if not documents:
        return []
    try:
        answered = sending.bulk(generations.writer(), documents, [number])
    except sending.Refused:
        if len(documents) == 1:
            return [documents[0][0]]
        middle = len(documents) // 2
        return [*_write(number, documents[:middle]), *_write(number, documents[middle:])]
    refused = []
    for page, results in answered.items():
        for result in results:
            if sending.by_the_cluster(result["status"]):
                raise Unavailable(f"the cluster answers {result['status']} {result['error'].get('type', '')}")
            if result["status"] >= 400 and result["status"] != 409:
                refused.append(page)
    return refused


def _agree(number: int, owner: str) -> None:
    """What differs may only be on its way; what goes on differing stops the rebuild."""
    suspects = list(comparing.sampled(number))
    for round_ in range(ROUNDS):
        _alive(owner)
        suspects = [suspect for suspect in suspects if not comparing.explained(number, suspect)]
        if not suspects:
            return
        if generations.standing().serving is not None:
            delivery.run(seconds=5)
        time.sleep(0.2 * round_)
    # Whatever went wrong with it, the next one begins anew.
    _alive(owner, building=None, reached=0)
    raise Differs("; ".join(str(suspect) for suspect in suspects[:5]))


def _serve(number: int, owner: str) -> None:
    before = generations.standing()
    _alive(owner, building=None, reached=0, served=number)
    generations.serve(number, before)
    _tidy(number, before)


def _tidy(number: int, before: Standing) -> None:
    """One older generation is kept, to go back to by hand."""
    older = sorted(other for other in before.mappings if other < number)
    for other in older[:-1]:
        generations.drop(other)


def served() -> int | None:
    """The generation that was put in service last."""
    row = SearchRebuild.objects.filter(pk=1).first()
    return row.served if row else None
