"""The queue between what is live and what else has to be told of it; a change and its row are one transaction.

A row is taken by a lease and not by a lock that lasts: whoever publishes never waits for whoever delivers. Rows of one page are
delivered in any order and any number of times, since the receiver keeps the highest sequence.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from .elastic.client import configured
from .models import SearchOutbox

# Longer than one delivery may take; a row whose worker was killed is taken again after it.
LEASE = datetime.timedelta(seconds=20)
CHUNK = 500
Rows = Sequence[SearchOutbox]


def elasticsearch_wanted() -> bool:
    """Whether anybody reads the queue at all; without that no row is written."""
    return configured()


def note(page_ids: Iterable[int], removed: bool = False) -> None:
    """Called in the transaction that changes what is findable of these pages."""
    if not elasticsearch_wanted():
        return
    now = timezone.now()
    fresh = {"removed": removed, "due": now, "waiting_since": now, "sequence": 0}
    # One order for everybody, so that two transactions never wait for each other.
    for chunk in _chunks(sorted(set(page_ids))):
        with transaction.atomic(savepoint=False):
            SearchOutbox.objects.bulk_create(
                [SearchOutbox(page_id=page_id, **fresh) for page_id in chunk],
                update_conflicts=True,
                unique_fields=["page_id"],
                update_fields=["removed", "attempts", "due", "leased_until", "parked", "error"],
            )
            # Drawn only now that the rows are locked: of two changes of a page, the later one has the higher number.
            SearchOutbox.objects.filter(pk__in=chunk).update(sequence=_next())


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]


def _next(above: int = 0) -> int:
    """A number higher than every one before it and than `above`; on SQLite a write transaction is the only one of its kind."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval('search_sequence')")
            if above:
                cursor.execute("SELECT setval('search_sequence', GREATEST(nextval('search_sequence'), %s + 1))", [above])
        else:
            cursor.execute("UPDATE search_sequence SET value = max(value, %s) + 1 RETURNING value", [above])
        number: int = cursor.fetchone()[0]
    return number


def pending_removals() -> set[int]:
    """Pages that a receiver may still hold though they are gone: left out of whatever it answers."""
    return set(SearchOutbox.objects.filter(removed=True).values_list("pk", flat=True))


def pending_changes(most: int) -> set[int]:
    """Pages whose newest words the receiver does not have yet, at most so many of them."""
    return set(SearchOutbox.objects.filter(removed=False).values_list("pk", flat=True)[:most])


def claim(most: int) -> list[SearchOutbox]:
    """Take the oldest rows that are due, for as long as the lease; what others took is passed over."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    with transaction.atomic():
        due = SearchOutbox.objects.select_for_update(skip_locked=True).filter(free, parked=False, due__lte=now)
        rows = list(due.order_by("sequence")[:most])
        for chunk in _chunks([row.pk for row in rows]):
            SearchOutbox.objects.filter(pk__in=chunk).update(leased_until=now + LEASE)
    return rows


def give_back(rows: Rows, after: datetime.timedelta = datetime.timedelta()) -> None:
    """Nobody's fault: others may take them again, after a while."""
    with transaction.atomic():
        for row in rows:
            _same(row).update(leased_until=None, due=timezone.now() + after)


def renew(rows: Rows) -> None:
    """Whoever is still at it says so."""
    for chunk in _chunks([row.pk for row in rows]):
        SearchOutbox.objects.filter(pk__in=chunk).update(leased_until=timezone.now() + LEASE)


def refused(row: SearchOutbox, reason: str, after: datetime.timedelta, parked: bool) -> bool:
    """By the page's own fault; false when it has changed meanwhile, which is a new beginning."""
    said = {"attempts": row.attempts + 1, "error": reason, "parked": parked, "leased_until": None, "due": timezone.now() + after}
    return bool(_same(row).update(**said))


def release(page_ids: Iterable[int] | None = None) -> int:
    """Try these parked pages again, or all of them."""
    rows = SearchOutbox.objects.filter(parked=True)
    if page_ids is not None:
        rows = rows.filter(pk__in=list(page_ids))
    return rows.update(parked=False, attempts=0, due=timezone.now(), leased_until=None)


def settled(rows: Rows) -> int:
    """Take away the rows whose newest change was delivered; a page that changed meanwhile keeps its row."""
    with transaction.atomic():
        return sum(_same(row)._raw_delete("default") for row in rows)


def overtake(rows: Rows, versions: Mapping[int, int]) -> int:
    """The receiver knows higher numbers than were ever drawn here: the database was restored from a backup. Go on above them."""
    with transaction.atomic():
        behind = [row for row in rows if _same(row).exists()]
        if behind:
            number = _next(above=max(versions[row.pk] for row in behind))
            SearchOutbox.objects.filter(pk__in=[row.pk for row in behind]).update(sequence=number, leased_until=None)
    return len(behind)


def _same(row: SearchOutbox) -> QuerySet[SearchOutbox]:
    """The row, unless its page has changed since it was read."""
    return SearchOutbox.objects.filter(pk=row.pk, sequence=row.sequence)


def backlog() -> tuple[int, float, int]:
    """How many wait, for how many seconds the oldest of them, and how many are parked."""
    free, parked = Q(parked=False), Q(parked=True)
    found = SearchOutbox.objects.aggregate(
        waiting=Count("pk", filter=free), oldest=Min("waiting_since", filter=free), parked=Count("pk", filter=parked)
    )
    seconds = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    return found["waiting"], seconds, found["parked"]
