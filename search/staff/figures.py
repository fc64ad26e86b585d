"""How often readers search, how well they are answered, what they ask most and what they do not find; counted, none kept."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from ..models import Asking, Question

SHOWN = 100
SLOW_BEYOND = 100


@dataclass(frozen=True)
class Sums:
    """Searches in a window: all, without a find, slower than SLOW_BEYOND milliseconds, answered by the substitute, and corrected."""

    times: int
    empty: int
    slow: int
    degraded: int
    corrected: int

    def share(self, part: int) -> float:
        """In percent."""
        return 100 * part / self.times if self.times else 0.0


def sums(since: datetime.datetime) -> Sums:
    rows = Asking.objects.filter(hour__gte=since)
    slow = Q(within_ms=0) | Q(within_ms__gt=SLOW_BEYOND)
    found = rows.aggregate(
        all_of=Sum("times"),
        empty_of=Sum("times", filter=Q(empty=True)),
        slow_of=Sum("times", filter=slow),
        degraded_of=Sum("times", filter=Q(degraded=True)),
        corrected_of=Sum("times", filter=Q(corrected=True)),
    )
    return Sums(*(number or 0 for number in found.values()))


def by_day(since: datetime.datetime, now: datetime.datetime) -> tuple[Sequence[datetime.date], list[int], list[int]]:
    """Every day of the window with its searches, and those that found nothing."""
    times: dict[datetime.date, int] = defaultdict(int)
    empty: dict[datetime.date, int] = defaultdict(int)
    counted = Asking.objects.filter(hour__gte=since).values_list("hour", "empty").annotate(number=Sum("times")).order_by()
    for hour, nothing, number in counted:
        day = timezone.localtime(hour).date()
        times[day] += number
        empty[day] += number if nothing else 0
    first, last = timezone.localtime(since).date(), timezone.localtime(now).date()
    days = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    return days, [times[day] for day in days], [empty[day] for day in days]


def _counted(since: datetime.datetime) -> Any:
    within = Q(askings__hour__gte=since)
    return Question.objects.exclude(words="").annotate(
        times=Sum("askings__times", filter=within), empty=Sum("askings__times", filter=within & Q(askings__empty=True))
    )


def most_asked(since: datetime.datetime) -> list[Question]:
    """The questions whose words may be read, most asked first; each has `times` and `empty`."""
    return list(_counted(since).filter(times__gt=0).order_by("-times", "words")[:SHOWN])


def unfound(since: datetime.datetime) -> list[Question]:
    """Those that found nothing when last asked and that nobody has settled; `times` counts the window."""
    return list(_counted(since).filter(times__gt=0, last_found=0, settled="").order_by("-times", "words")[:SHOWN])


def settled(since: datetime.datetime) -> list[Question]:
    """Those that somebody settled in the window, newest first."""
    rows = Question.objects.exclude(settled="").filter(settled_at__gte=since).select_related("settled_by")
    return list(rows.order_by("-settled_at")[:SHOWN])


def unread(since: datetime.datetime) -> tuple[int, int]:
    """How many questions nobody may read, since too few asked them or a name is all they are, and how often they were asked."""
    rows = Asking.objects.filter(hour__gte=since, question__words="")
    found = rows.aggregate(questions=Count("question", distinct=True), all_of=Sum("times"))
    return found["questions"], found["all_of"] or 0
