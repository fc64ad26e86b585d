"""What an account may not do now, asked at the moment of doing it."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Sanction, Submission
from ..models.reference import key
from ..moderated import Obstacles
from . import ladder


def in_force(now: datetime.datetime, what: str = "") -> "QuerySet[Sanction]":
    """Every sanction in force, those that stop `what` when it is given; one whose term or time of review is over counts no more."""
    found = Sanction.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), state=Sanction.State.IN_FORCE)
    found = found.exclude(reviewed_by=None, review_by__lte=now)
    return found.filter(step__in=ladder.steps_that_stop(what)) if what else found


def refusal(account: Any, what: str) -> str:
    """A sentence that says why not and until when; empty when they may."""
    sanction = in_force(timezone.now(), what).filter(account=account).first()
    return words(sanction) if sanction is not None else ""


def against(instance: Any, digest: str, now: datetime.datetime) -> Obstacles:
    """What stands against words because of whoever handed them in."""
    authors = Submission.objects.filter(**key(instance), digest=digest).values("submitted_by")
    found = [(words(one), ladder.stops(one.step)) for one in in_force(now).filter(account__in=authors)]
    return Obstacles(*([sentence for sentence, stops in found if what in stops] for what in ("show", "publish")))


def words(sanction: Sanction) -> str:
    if sanction.ends_at is None:
        return _("作者账号受到处置（%(step)s），原因见站内消息") % {"step": sanction.get_step_display()}
    when = timezone.localtime(sanction.ends_at).strftime("%Y-%m-%d %H:%M")
    return _("作者账号受到处置（%(step)s），至 %(when)s") % {"step": sanction.get_step_display(), "when": when}
