"""The desk's figures over a window of days; every one is counted from rows, none is kept."""

import datetime
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ..models import Case, Decision, Finding, Kind, Verb

HOUR = 3600.0
# Days up to which an open case counts into each bucket of age; older ones into the last.
AGES = (1, 3, 7, 14)
# Verbs by which people reverse what was decided.
REVERSING = (Verb.RESTORE, Verb.OVERTURN)
SHOWN_RULES = 15


@dataclass(frozen=True)
class Waiting:
    """How long closed cases of one kind had waited, in hours, and the share that was closed in time."""

    kind: str
    label: str
    closed: int
    median: float
    ninetieth: float
    in_time: float


@dataclass(frozen=True)
class Person:
    """`pace` is decisions for each clock hour in which at least one was made; None where there was none."""

    name: str
    account: int
    holds: int
    decided: int
    pace: float | None
    reversed: int


def _real() -> QuerySet[Case]:
    """Every case but those that only check the deciders: nobody waits for these."""
    return Case.objects.filter(quality=None)


def waiting(since: datetime.datetime) -> list[Waiting]:
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    closed = _real().filter(state=Case.State.CLOSED, closed_at__gte=since, decided_by__isnull=False).order_by()
    columns: Any = closed.values_list("kind", "opened_at", "due_at", "closed_at")
    for kind, opened, due, ended in columns.iterator():
        found[kind].append(((ended - opened).total_seconds() / HOUR, ended <= due))
    labels = dict(Kind.choices)
    return [
        Waiting(
            kind,
            str(labels.get(kind, kind)),
            len(rows),
            statistics.median(hours for hours, _ok in rows),
            percentile([hours for hours, _ok in rows], 0.9),
            sum(ok for _hours, ok in rows) / len(rows),
        )
        for kind, rows in sorted(found.items(), key=lambda item: -len(item[1]))
    ]


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed. Raises ValueError for no values."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def days(since: datetime.datetime, now: datetime.datetime) -> list[datetime.date]:
    """Every day of the window in the site's time zone, the empty ones too."""
    first, last = timezone.localtime(since).date(), timezone.localtime(now).date()
    return [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]


def flow(since: datetime.datetime, now: datetime.datetime) -> tuple[Sequence[datetime.date], list[int], list[int]]:
    """Cases opened and closed, day by day."""
    every = days(since, now)
    opened = _by_day(_real().filter(opened_at__gte=since).values_list("opened_at", flat=True))
    closed = _by_day(_real().filter(closed_at__gte=since).values_list("closed_at", flat=True))
    return every, [opened[day] for day in every], [closed[day] for day in every]


def _by_day(moments: Iterable[datetime.datetime | None]) -> Counter[datetime.date]:
    return Counter(timezone.localtime(moment).date() for moment in moments if moment is not None)


def ageing(now: datetime.datetime) -> list[tuple[str, list[int], int]]:
    """For each kind with open cases: its label, how many in each bucket of AGES and older, and how many are overdue."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * (len(AGES) + 1))
    overdue: Counter[str] = Counter()
    for kind, opened, due in (
        _real().filter(state=Case.State.OPEN).order_by().values_list("kind", "opened_at", "due_at").iterator()
    ):
        age = (now - opened).total_seconds() / 86_400
        counts[kind][next((place for place, limit in enumerate(AGES) if age < limit), len(AGES))] += 1
        overdue[kind] += due < now
    return [(str(label), counts[kind], overdue[kind]) for kind, label in Kind.choices if kind in counts]


def people(since: datetime.datetime, accounts: Sequence[int] | None = None) -> list[Person]:
    """Everybody who decided in the window or holds a case now, the busiest first; only `accounts` when given."""
    decided: Counter[int] = Counter()
    hours: dict[int, set[str]] = defaultdict(set)
    for by, at in Decision.objects.filter(at__gte=since, by__isnull=False).order_by().values_list("by", "at").iterator():
        decided[by] += 1
        hours[by].add(f"{at:%Y%m%d%H}")
    holds = dict(
        Case.objects.filter(state=Case.State.OPEN, assignee__isnull=False)
        .order_by()
        .values_list("assignee")
        .annotate(Count("pk"))
    )
    reversed_of = _reversed(since)
    ids = {*decided, *holds} if accounts is None else set(accounts)
    names = dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))
    found = [
        Person(
            names[one],
            one,
            holds.get(one, 0),
            decided[one],
            decided[one] / len(hours[one]) if hours[one] else None,
            reversed_of[one],
        )
        for one in ids
        if one in names
    ]
    return sorted(found, key=lambda person: (-person.decided, person.name))


def _reversed(since: datetime.datetime) -> Counter[int]:
    """How many decisions of each person somebody else reversed in the window: the newest one before the reversal."""
    found: Counter[int] = Counter()
    for row in Decision.objects.filter(at__gte=since, verb__in=REVERSING):
        before = Decision.objects.filter(content_type=row.content_type_id, object_id=row.object_id, pk__lt=row.pk).first()
        if before is not None and before.by_id and before.by_id != row.by_id:
            found[before.by_id] += 1
    return found


def overturned(since: datetime.datetime) -> tuple[int, int]:
    """(appeals decided, of these overturned)."""
    decided = Case.objects.filter(kind=Kind.APPEAL, state=Case.State.CLOSED, closed_at__gte=since).exclude(decided_by=None)
    return decided.count(), decided.filter(outcome="overturned").count()


def rules(since: datetime.datetime) -> list[dict[str, Any]]:
    """The rules with most findings in the window: findings, judged ones, and false alarms among these."""
    false_alarm = Count("reviews", filter=Q(reviews__verdict="false_alarm"))
    rows = Finding.objects.filter(scan__at__gte=since).exclude(scan__purpose="import").order_by()
    counted: Any = rows.values("code").annotate(found=Count("pk", distinct=True), judged=Count("reviews"), wrong=false_alarm)
    return list(counted.order_by("-found", "code")[:SHOWN_RULES])
