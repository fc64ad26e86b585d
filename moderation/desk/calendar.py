"""When the desk works: hours, public holidays and exchanged days, and arithmetic in working time."""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..models import CalendarDay

Day = datetime.date
Span = tuple[datetime.time, datetime.time]
SHIPPED = Path(__file__).with_name("calendar.toml")
# A calendar without a single working day in as many days is a mistake, and counting on would never end.
LONGEST_BREAK = 60
SATURDAY = 5


class CalendarMistake(Exception):
    """The calendar cannot be read or holds no working time; the message names the place."""


@dataclass(frozen=True)
class Calendar:
    """`hours` in local time, in order; `off` and `worked` name the days that differ from the ordinary week."""

    hours: tuple[Span, ...]
    off: Mapping[Day, str] = field(default_factory=dict)
    worked: Mapping[Day, str] = field(default_factory=dict)
    estimated: frozenset[int] = frozenset()

    def works_on(self, day: Day) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def spans_from(self, moment: datetime.datetime) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
        """Every stretch of working time that ends after this moment. Raises CalendarMistake when none comes."""
        day, idle = timezone.localtime(moment).date(), 0
        while idle <= LONGEST_BREAK:
            idle += 1
            if self.works_on(day):
                for start, end in self.hours:
                    opens, closes = _at(day, start), _at(day, end)
                    if closes > moment:
                        idle = 0
                        yield max(opens, moment), closes
            day += datetime.timedelta(days=1)
        raise CalendarMistake(f"no working time within {LONGEST_BREAK} days of {moment:%Y-%m-%d}")

    def after(self, start: datetime.datetime, working: datetime.timedelta) -> datetime.datetime:
        """The moment at which so much working time has passed since `start`."""
        left = working
        spans = self.spans_from(start)
        while True:
            opens, closes = next(spans)
            if closes - opens >= left:
                return opens + left
            left -= closes - opens

    def between(self, start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
        """Working time from `start` to `end`; nothing when `end` comes first."""
        total = datetime.timedelta(0)
        if end <= start:
            return total
        for opens, closes in self.spans_from(start):
            if opens >= end:
                return total
            total += min(closes, end) - opens
        return total

    def end_of_working_day(self, start: datetime.datetime, days: int) -> datetime.datetime:
        """The close of the n-th working day after the day of `start`, as laws count days."""
        day, left = timezone.localtime(start).date(), days
        for _step in range(LONGEST_BREAK + days * LONGEST_BREAK):
            day += datetime.timedelta(days=1)
            left -= self.works_on(day)
            if not left:
                return _at(day, self.hours[-1][1])
        raise CalendarMistake(f"no {days} working days after {start:%Y-%m-%d}")

    def day_length(self) -> datetime.timedelta:
        """Working time of one working day."""
        return sum((_length(span) for span in self.hours), datetime.timedelta(0))


def current() -> Calendar:
    """The shipped calendar with what operators entered on top; ask once and pass it on."""
    shipped = shipped_calendar()
    off, worked = dict(shipped.off), dict(shipped.worked)
    for entered in CalendarDay.objects.all():
        off.pop(entered.day, None)
        worked.pop(entered.day, None)
        (worked if entered.working else off)[entered.day] = entered.name
    return Calendar(shipped.hours, off, worked, shipped.estimated)


def shipped_calendar() -> Calendar:
    return _read(tables())


@cache
def _tables(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise CalendarMistake(f"{path}: {fault}") from fault


def tables() -> dict[str, Any]:
    """The calendar's file as it stands: DESK_CALENDAR, or the shipped one. Raises CalendarMistake."""
    return _tables(settings.DESK_CALENDAR or str(SHIPPED))


def _read(data: Mapping[str, Any]) -> Calendar:
    hours = tuple((datetime.time.fromisoformat(start), datetime.time.fromisoformat(end)) for start, end in data["hours"])
    if not hours or any(start >= end for start, end in hours) or list(hours) != sorted(hours):
        raise CalendarMistake("hours must be non-empty stretches in order")
    off: dict[Day, str] = {}
    worked: dict[Day, str] = {}
    estimated = set()
    for holiday in data["holidays"]:
        first, last = (Day.fromisoformat(day) for day in holiday["off"])
        for number in range((last - first).days + 1):
            off[first + datetime.timedelta(days=number)] = holiday["name"]
        worked |= {Day.fromisoformat(day): holiday["name"] for day in holiday.get("worked", ())}
        estimated |= {first.year} if holiday.get("estimated") else set()
    return Calendar(hours, off, worked, frozenset(estimated))


def _at(day: Day, clock: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, clock))


def _length(span: Span) -> datetime.timedelta:
    return datetime.datetime.combine(Day.min, span[1]) - datetime.datetime.combine(Day.min, span[0])
