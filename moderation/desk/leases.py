"""What a lease means: how long it runs, by whose clock, and what it keeps others from."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Case


def clock() -> datetime.datetime:
    """The one clock that leases run by: the database server's, whichever machine asks; a file has the machine's own."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now


def longest() -> datetime.timedelta:
    """No lease ends later from now; one that seems to was given before a clock was set back, and counts as run out."""
    return max(settings.DESK_LEASE, settings.DESK_HANDED_LEASE)


def running(now: datetime.datetime) -> Q:
    return Q(assignee__isnull=False, lease_until__gt=now, lease_until__lte=now + longest())


def run_out(now: datetime.datetime) -> Q:
    return Q(lease_until__lte=now) | Q(lease_until__gt=now + longest())


def free(now: datetime.datetime) -> Q:
    """Cases that nobody works on at this moment."""
    return Q(lease_until=None) | run_out(now) | Q(assignee=None)


def free_for(user: Any, now: datetime.datetime) -> Q:
    """Cases that this person may take or decide without taking them out of somebody's hands."""
    return free(now) | Q(assignee=user)


@dataclass(frozen=True)
class Standing:
    """Who works on a case: `seconds` left, never negative, nothing when no lease runs."""

    holder: Any
    own: bool
    until: datetime.datetime | None
    seconds: int

    @property
    def running(self) -> bool:
        return self.seconds > 0


def standing(case: Case, user: Any = None, now: datetime.datetime | None = None) -> Standing:
    """How the claim of a case stands, from its row as read."""
    left = (case.lease_until - (now or timezone.now())) if case.lease_until and case.assignee_id else datetime.timedelta(0)
    runs = datetime.timedelta(0) < left <= longest()
    own = user is not None and case.assignee_id == user.pk
    return Standing(case.assignee, own, case.lease_until if runs else None, max(1, int(left.total_seconds())) if runs else 0)


def refusal(case: Case, user: Any, now: datetime.datetime | None = None) -> str:
    """Why this person may not act on an open case: somebody else works on it, named; empty when nobody does."""
    row = Case.objects.select_related("assignee").filter(running(now or clock()), pk=case.pk, state=Case.State.OPEN).first()
    if row is None or row.assignee_id == user.pk:
        return ""
    until = timezone.localtime(row.lease_until).strftime("%H:%M")
    return _("这个案件正由 %(name)s 办理（认领到 %(until)s），请等对方办结或交还") % {"name": row.assignee, "until": until}
