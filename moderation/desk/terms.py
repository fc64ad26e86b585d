"""How soon each kind of case is to be closed: by the clock where readers may come to harm meanwhile, else in working hours."""

import datetime
from dataclasses import dataclass

from . import calendar
from .calendar import Calendar, CalendarMistake


@dataclass(frozen=True)
class Term:
    """`by_clock` runs day and night, otherwise `length` is working time."""

    length: datetime.timedelta
    by_clock: bool


def of(kind: str, risk: str) -> Term:
    """The term of a kind of case at this risk. Raises CalendarMistake where the calendar's file has none."""
    try:
        entry = calendar.tables()["terms"][kind][risk]
        ((name, hours),) = entry.items()
    except (KeyError, ValueError, AttributeError) as fault:
        raise CalendarMistake(f"terms.{kind}.{risk}: one of clock or working is needed") from fault
    return Term(datetime.timedelta(hours=hours), name == "clock")


def due_at(kind: str, risk: str, start: datetime.datetime, hours: Calendar | None = None) -> datetime.datetime:
    """When a case opened at `start` should be closed."""
    term = of(kind, risk)
    return start + term.length if term.by_clock else (hours or calendar.current()).after(start, term.length)
