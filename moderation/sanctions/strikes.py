"""Strikes: what decisions count against their authors, for how long, and when people should look at a step."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases
from ..models import Decision, Kind, Sanction, Step, Strike, Submission, Verb
from . import ladder


def count(sender: type[Decision], instance: Decision, created: bool, **kwargs: Any) -> None:
    """Receiver of a decision's `post_save`: a takedown by a person counts against whoever handed the words in.

    A return counts nothing: an author who mends what was found has done what was asked.
    """
    if not created or instance.verb != Verb.TAKEDOWN or instance.by_id is None or not instance.reason_codes:
        return
    about = {"content_type": instance.content_type, "object_id": instance.object_id}
    submission = Submission.objects.filter(**about, digest=instance.digest).select_related("submitted_by").first()
    if submission is None or Sanction.objects.filter(account=submission.submitted_by, reason=instance.note).exists():
        # What was taken down for a sanction has counted before: the sanction rests on it.
        return
    code = max(instance.reason_codes, key=ladder.weight)
    now = timezone.now()
    Strike.objects.create(
        **about,
        account=submission.submitted_by,
        decision=instance,
        code=code,
        weight=ladder.weight(code),
        at=now,
        expires_at=now + datetime.timedelta(days=ladder.window_days()),
    )
    _suggest(submission.submitted_by, now)


def total(account: Any, now: datetime.datetime | None = None) -> int:
    """The sum of weights that count now. What a later decision restored counts no more."""
    return sum(strike.weight for strike in standing(account, now))


def standing(account: Any, now: datetime.datetime | None = None) -> list[Strike]:
    strikes = Strike.objects.filter(account=account, expires_at__gt=now or timezone.now()).select_related("decision")
    return [strike for strike in strikes if not _reversed(strike)]


def _reversed(strike: Strike) -> bool:
    """Taken back by name, or shown again with the same words."""
    about = {"content_type": strike.content_type_id, "object_id": strike.object_id, "digest": strike.decision.digest}
    again = Decision.objects.filter(**about, verb=Verb.RESTORE, pk__gt=strike.decision_id)
    return again.exists() or Decision.objects.filter(reverses=strike.decision_id).exists()


def _suggest(account: Any, now: datetime.datetime) -> None:
    """Ask people to look at the account when a threshold is reached; one open case at a time."""
    step = ladder.suggested(total(account, now))
    harsher = Step.values[Step.values.index(step) :] if step else []
    if not step or Sanction.objects.filter(account=account, state__in=("proposed", "in_force"), step__in=harsher).exists():
        return
    what = _("记分达到 %(total)d，请考虑：%(step)s") % {"total": total(account, now), "step": Step(step).label}
    cases.open_case(Kind.SANCTION, account, what, title=account.name, about_user=account)
