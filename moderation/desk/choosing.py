"""The most urgent case that a person may work on: one indexed walk along the due times, one conditional update to take it."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ..cases import DecisionRefused
from ..models import Case, CaseParticipant, Opinion
from . import claiming, leases, offices, skills

# How many of the most urgent are tried when others take them at the same moment.
TRIES = 25
AT_ONCE = 5


def open_to(user: Any, now: datetime.datetime) -> QuerySet[Case]:
    """Cases that may be offered to this person: theirs already, or free and within their skills and cap; most urgent first.

    Nobody is offered what they took part in, what is about them, what they decided before or gave an opinion on, nor what is
    on hold or with the operators.
    """
    able = skills.of(user)
    mine = Q(assignee=user) & leases.running(now)
    full = able.paused or skills.load(user, now) >= able.cap
    offered = mine if full else mine | (leases.free(now) & skills.offers(able))
    waiting = Case.objects.filter(offered, Q(held_until=None) | Q(held_until__lte=now), state=Case.State.OPEN, escalated_at=None)
    waiting = waiting.filter(~Q(about_user=user), ~Q(first_reviewer=user))
    took_part = CaseParticipant.objects.filter(case=OuterRef("pk"), user=user)
    said = Opinion.objects.filter(case=OuterRef("pk"), by=user)
    return waiting.filter(~Exists(took_part), ~Exists(said)).order_by("due_at", "pk")


def next_case(user: Any, after: Case | None = None, within: Q | None = None, now: datetime.datetime | None = None) -> Case | None:
    """What this person should open next, without taking it: the first that is due after `after`, else from the top again.

    `within` narrows it to the filters of a list.
    """
    now = now or leases.clock()
    return next(iter(_candidates(user, after, within, now, 1)), None)


def claim_next(
    user: Any, after: Case | None = None, within: Q | None = None, now: datetime.datetime | None = None
) -> Case | None:
    """Take the next case in one go; None when nothing waits for this person. Raises DecisionRefused when they are at their cap."""
    now = now or leases.clock()
    for _try in range(TRIES):
        offered = _candidates(user, after, within, now, AT_ONCE)
        if not offered:
            able = skills.of(user)
            if skills.load(user, now) >= able.cap:
                raise DecisionRefused(skills.full(able, user))
            if able.paused:
                raise DecisionRefused(_("运营人员暂停了给您派件"))
            return None
        for case in offered:
            taken = _take(case, user, now)
            if taken is not None:
                return taken
    return None


def _candidates(user: Any, after: Case | None, within: Q | None, now: datetime.datetime, number: int) -> list[Case]:
    waiting = open_to(user, now)
    if within is not None:
        waiting = waiting.filter(within)
    if after is None:
        return list(waiting[:number])
    waiting = waiting.exclude(pk=after.pk)
    later = list(waiting.filter(due_at__gte=after.due_at).exclude(due_at=after.due_at, pk__lt=after.pk)[:number])
    return later or list(waiting[:number])


def _take(case: Case, user: Any, now: datetime.datetime) -> Case | None:
    """The case, if it is this person's now; None when somebody else was faster or the offices object after all."""
    reasons = offices.objections(user, case.content(), None, case)
    if reasons:
        if user.pk in offices.participants(case.content(), case.submission):
            CaseParticipant.objects.get_or_create(case=case, user=user)
        return None
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        # A row that somebody else is about to take is left alone: the next one is looked at instead of waiting.
        if skips and not Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=case.pk).exists():
            return None
        won = claiming.win(case.pk, user, now) if case.assignee_id != user.pk else True
    return claiming.extend(case, user, now) if won else None
