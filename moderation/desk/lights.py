"""The traffic light of a case: by the clock or in working time, as its term counts."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Case
from ..presentation import Light, length, time_left
from . import calendar, terms
from .calendar import Calendar

# Below so much working time left the light turns.
SOON = datetime.timedelta(hours=4)


def of(case: Case, hours: Calendar | None = None, now: datetime.datetime | None = None) -> Light:
    """Time left in words. What is late is late by the clock: so long somebody has been waiting."""
    now = now or timezone.now()
    if case.due_at <= now or terms.of(case.kind, case.risk).by_clock:
        return time_left(case.due_at, now)
    hours = hours or calendar.current()
    left = hours.between(now, case.due_at)
    words = working_length(left, hours.day_length())
    if left < SOON:
        return Light("soon", _("快到期 · 剩工作时间 %(time)s") % {"time": words})
    return Light("leaf", _("时间充足 · 剩 %(time)s") % {"time": words})


def working_length(span: datetime.timedelta, day: datetime.timedelta) -> str:
    """Working days and hours, or hours and minutes."""
    days, rest = divmod(span, day)
    if not days:
        return length(rest)
    words = ngettext("%(number)d 个工作日", "%(number)d 个工作日", days) % {"number": days}
    hours = rest // datetime.timedelta(hours=1)
    return f"{words} {length(datetime.timedelta(hours=hours))}" if hours else words
