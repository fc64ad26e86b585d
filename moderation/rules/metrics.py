"""What each rule found, how often people set it aside, how precise it is, and what it costs."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from ..models import Finding, FindingReview, RuleCost, ShadowScan
from .intervals import Share, wilson

DAYS = 30
OVERTURNED = "false_alarm"


@dataclass(frozen=True)
class Figures:
    """One rule over the last days: hits and overturns by day, precision with its interval, mean cost in microseconds."""

    code: str
    days: tuple[datetime.date, ...]
    hits: tuple[int, ...] = ()
    overturns: tuple[int, ...] = ()
    precision: Share = field(default_factory=lambda: wilson(0, 0))
    cost: float | None = None
    samples: int = 0
    costs: tuple[float | None, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.hits)

    @property
    def overturned(self) -> int:
        return sum(self.overturns)


def figures(codes: Iterable[str], days: int = DAYS, today: datetime.date | None = None) -> dict[str, Figures]:
    """Figures of each code. Re-scans are left out of the hits: they see the same words again."""
    last = today or timezone.localdate()
    span = tuple(last - datetime.timedelta(days=back) for back in range(days - 1, -1, -1))
    since = timezone.make_aware(datetime.datetime.combine(span[0], datetime.time.min))
    hits = _by_day(
        Finding.objects.filter(scan__at__gte=since)
        .exclude(scan__purpose="rescan")
        .annotate(day=TruncDate("scan__at"))
        .order_by()
        .values_list("code", "day")
        .annotate(Count("pk"))
    )
    overturns = _by_day(
        FindingReview.objects.filter(at__gte=since, verdict=OVERTURNED, pk__in=_newest())
        .annotate(day=TruncDate("at"))
        .order_by()
        .values_list("finding__code", "day")
        .annotate(Count("pk"))
    )
    precision = precisions()
    costs, samples = _costs(span[0])
    wanted = list(codes)
    return {
        code: Figures(
            code=code,
            days=span,
            hits=tuple(hits[code][day] for day in span),
            overturns=tuple(overturns[code][day] for day in span),
            precision=precision.get(code, wilson(0, 0)),
            cost=_mean(costs[code]),
            samples=samples[code],
            costs=tuple(costs[code].get(day) for day in span),
        )
        for code in wanted
    }


def precisions() -> dict[str, Share]:
    """1 − overturned / decided, over every finding that a person judged; the newest judgement of each counts."""
    decided: Counter[str] = Counter()
    held: Counter[str] = Counter()
    newest = dict(FindingReview.objects.filter(pk__in=_newest()).values_list("finding_id", "verdict"))
    codes = dict(FindingReview.objects.order_by().values_list("finding_id", "finding__code").distinct())
    for finding, verdict in newest.items():
        decided[codes[finding]] += 1
        held[codes[finding]] += verdict != OVERTURNED
    return {code: wilson(held[code], number) for code, number in decided.items()}


def _newest() -> QuerySet[Any]:
    """The last review of each finding: of several people who judged one, the majority is written last."""
    return FindingReview.objects.order_by().values("finding").annotate(last=Max("pk")).values("last")


def shadow_counts(ruleset_id: int) -> dict[str, tuple[int, int]]:
    """How often a ruleset in shadow said more and less than the live one, by code."""
    more: Counter[str] = Counter()
    less: Counter[str] = Counter()
    for extra, missing in ShadowScan.objects.filter(ruleset_id=ruleset_id).values_list("more", "less").iterator(chunk_size=2000):
        more.update(found["code"] for found in extra)
        less.update(found["code"] for found in missing)
    return {code: (more[code], less[code]) for code in sorted(more.keys() | less.keys())}


def shadow_totals(ruleset_id: int) -> dict[str, int]:
    """Scans that ran beside the live ruleset, and in how many it differed."""
    rows = ShadowScan.objects.filter(ruleset_id=ruleset_id)
    return rows.aggregate(scans=Count("pk"), differing=Count("pk", filter=~Q(more=[]) | ~Q(less=[])))


def _by_day(rows: Iterable[tuple[str, datetime.date, int]]) -> dict[str, Counter[datetime.date]]:
    counted: dict[str, Counter[datetime.date]] = defaultdict(Counter)
    for code, day, number in rows:
        counted[code][day] += number
    return counted


def _costs(since: datetime.date) -> tuple[dict[str, dict[datetime.date, float]], Counter[str]]:
    by_day: dict[str, dict[datetime.date, float]] = defaultdict(dict)
    samples: Counter[str] = Counter()
    rows = RuleCost.objects.filter(day__gte=since).order_by().values_list("code", "day")
    for code, day, number, total in rows.annotate(Sum("samples"), Sum("microseconds")):
        if number:
            by_day[code][day] = total / number
            samples[code] += number
    return by_day, samples


def _mean(values: dict[datetime.date, float]) -> float | None:
    return sum(values.values()) / len(values) if values else None
