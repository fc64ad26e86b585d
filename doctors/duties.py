"""Reminds of certificates before they end, and says so when they have."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation import notices
from moderation.duties import Duty
from moderation.models import Notice
from moderation.models.notice import NoticeKind

from . import roles
from .models import Certificate, User

# Days before the last valid day, nearest first: what was missed while nothing ran is told once, not three times.
STEPS = (7, 30, 90)


@dataclass(frozen=True)
class Reminder:
    """One notice that should be in somebody's inbox by now."""

    recipient: User
    certificate: Certificate
    step: str
    url: str

    @property
    def once(self) -> str:
        return f"certificate:{self.certificate.pk}:{self.certificate.expires_on}:{self.step}:{self.recipient.pk}"


def remind_of_expiry(now: datetime.datetime) -> int:
    """Write what is missing; the answer is how many notices were new. Running it again writes nothing."""
    due = list(_due(timezone.localdate(now)))
    told = set(Notice.objects.filter(once__in=[reminder.once for reminder in due]).values_list("once", flat=True))
    return sum(_tell(reminder) for reminder in due if reminder.once not in told)


def step_of(expires_on: datetime.date, today: datetime.date) -> str | None:
    """`90`, `30`, `7` or `expired`; None while the end is further away. The last valid day still counts as valid."""
    days = (expires_on - today).days
    if days < 0:
        return "expired"
    return next((str(step) for step in STEPS if days <= step), None)


def _due(today: datetime.date) -> Iterator[Reminder]:
    """Revoked and unverified certificates qualify nobody, so nothing is lost when they end."""
    horizon = today + datetime.timedelta(days=max(STEPS))
    ending = Certificate.objects.filter(
        Q(expires_on__lte=horizon), holder__is_active=True, revoked_at__isnull=True, verified_at__isnull=False
    ).select_related("holder")
    operators = list(roles.active_operators())
    for certificate in ending:
        step = step_of(certificate.expires_on, today) if certificate.expires_on else None
        if step is None:
            continue
        yield Reminder(certificate.holder, certificate, step, reverse("doctors:own"))
        for operator in operators:
            if operator.pk != certificate.holder_id:
                yield Reminder(operator, certificate, step, reverse("doctors:doctor", args=[certificate.holder_id]))


def _tell(reminder: Reminder) -> bool:
    certificate = reminder.certificate
    words = {
        "holder": certificate.holder.name,
        "certificate": certificate.get_kind_display(),
        "day": str(certificate.expires_on),
    }
    kind = NoticeKind.EXPIRED if reminder.step == "expired" else NoticeKind.EXPIRING
    return notices.tell(reminder.recipient, kind, words, reminder.url, once=reminder.once) is not None


DUTY = Duty("certificate expiry", _("证件到期提醒"), remind_of_expiry, datetime.timedelta(hours=1))
