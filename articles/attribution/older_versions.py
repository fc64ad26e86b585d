"""Older versions that readers could open and that rested on something that is over: closed by themselves, told to a person."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import cases
from moderation.models import CaseSource, Kind, Submission
from moderation.models.reference import key

from . import concerned, evidence
from .rights import rights_of

if TYPE_CHECKING:
    from ..models import ArticlePage


def tell_of(page: "ArticlePage", now: datetime.datetime) -> bool:
    """Open one case for what ended under older versions, and tell everyone concerned; true if there was something new to tell."""
    today = timezone.localdate(now)
    over = sorted(f"{one.kind} {one.pk}" for one in evidence.attached(page) if one.has_ended(today))
    named = f"（{'、'.join(over)[:60]}）"
    about = {f"case__{name}": value for name, value in key(page).items()}
    if not over or CaseSource.objects.filter(**about, case__kind=Kind.EXPIRY, what__endswith=named).exists():
        return False
    reasons = _reasons(page, today)
    if not reasons:
        return False
    what = (_("旧版本不再展示：%(reason)s") % {"reason": "；".join(reasons)})[:130] + named
    with transaction.atomic():
        case = cases.open_case(Kind.EXPIRY, page, what, title=page.title)
        concerned.tell_everyone(page, case, what)
    return True


def _reasons(page: "ArticlePage", today: datetime.date) -> list[str]:
    published = Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED, revision__isnull=False)
    found: dict[str, None] = {}
    for submission in published.exclude(digest=page.live_digest).order_by("pk"):
        found.update(dict.fromkeys(rights_of(submission.as_submitted(), today).ended))
    return list(found)
