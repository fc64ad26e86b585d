"""Mail: copies of notices, letters to outsiders, and the duty that sends both."""

import datetime
import json
import logging
import secrets
from collections.abc import Mapping
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from .. import ledger
from ..models import Mail, Notice
from ..models.delivery import State
from ..vault import cipher
from . import manual, pauses

logger = logging.getLogger(__name__)

# A moment in which a decision can be taken back before anybody is mailed about it.
GRACE = datetime.timedelta(minutes=2)
STILL_NEWS = datetime.timedelta(days=3)
# Bounces in a row after which an address counts as dead.
DEAD_AFTER = 3
AT_ONCE = 200
_BOUND = "letter"


def copy_notices(now: datetime.datetime) -> int:
    """Note for each unread notice that it is to be mailed too, once the moment has passed in which it can be taken back."""
    recent = Notice.objects.filter(mail=None, read_at=None, at__lte=now - GRACE, at__gte=now - STILL_NEWS)
    made = [Mail(notice=notice, token=secrets.token_hex(16), due_at=now) for notice in recent.order_by("pk")[:AT_ONCE]]
    return len(Mail.objects.bulk_create(made, ignore_conflicts=True))


def write_to(address: str, template: str, context: Mapping[str, Any], language: str = "") -> Mail:
    """A letter to somebody without an account, in the caller's transaction.

    `<template>_subject.txt` and `<template>.txt` are filled with plain values; address and values stay sealed until it is sent
    and are emptied then.
    """
    letter = json.dumps({"address": address, "template": template, "context": dict(context)}, ensure_ascii=False)
    return Mail.objects.create(
        sealed_letter=cipher.seal_text(letter, _BOUND),
        language=language or settings.LANGUAGE_CODE,
        address_mark=mark(address),
        token=secrets.token_hex(16),
        due_at=timezone.now(),
    )


def mark(address: str) -> str:
    return ledger.commitment(address.strip().lower(), "mail address")


def address_is_dead(address: str) -> bool:
    """Whether the last letters to this address all came back."""
    settled = Mail.objects.filter(address_mark=mark(address), state__in=(State.SENT, State.BOUNCED)).order_by(
        "-settled_at", "-pk"
    )
    last = list(settled.values_list("state", flat=True)[:DEAD_AFTER])
    return len(last) == DEAD_AFTER and set(last) == {State.BOUNCED}


def send_waiting(now: datetime.datetime) -> int:
    """Copy notices and send what is due; answers how many left. What fails is tried again, and what fails for good is told to operators."""
    copy_notices(now)
    sent = 0
    waiting = Mail.objects.filter(state=State.WAITING, due_at__lte=now).select_related("notice__recipient")
    for mail in waiting.order_by("due_at", "pk")[:AT_ONCE]:
        if pauses.claimed(Mail.objects, mail, now):
            sent += _send(mail, now)
    return sent


def _send(mail: Mail, now: datetime.datetime) -> bool:
    notice = mail.notice
    if notice is not None and (notice.read_at is not None or not notice.recipient.is_active):
        Mail.objects.filter(pk=mail.pk).update(state=State.NEEDLESS, settled_at=now)
        return False
    try:
        address, subject, body = _copy_of(notice) if notice is not None else _letter(mail)
        message = EmailMessage(subject, body, None, [address], headers=_headers(mail))
        message.send()
    except SMTPRecipientsRefused:
        _settle(mail, State.BOUNCED, now, mark(address), "recipient refused")
        return False
    except Exception as failure:  # a mail server fails in any way it likes; addresses stay out of row and log
        logger.error("mail %s could not be sent: %s", mail.pk, type(failure).__name__)
        if pauses.failed(Mail.objects, mail, now, type(failure).__name__):
            manual.ask_operators(mail)
        return False
    _settle(mail, State.SENT, now, mark(address))
    return True


def _settle(mail: Mail, state: State, now: datetime.datetime, address_mark: str, error: str = "") -> None:
    Mail.objects.filter(pk=mail.pk, state=State.WAITING).update(
        state=state, settled_at=now, address_mark=address_mark, error=error, sealed_letter=None
    )


def _copy_of(notice: Notice) -> tuple[str, str, str]:
    """Says what kind of news there is and where to read it: names, titles and reasons stay behind the sign-in."""
    with translation.override(_language(notice.recipient)):
        context = {
            "kind": notice.get_kind_display(),
            "site": settings.SITE_NAME,
            "url": settings.WAGTAILADMIN_BASE_URL + reverse("moderation_inbox"),
        }
        subject = render_to_string("moderation/mail/notice_subject.txt", context).strip()
        return notice.recipient.email, subject, render_to_string("moderation/mail/notice.txt", context)


def _letter(mail: Mail) -> tuple[str, str, str]:
    letter = json.loads(cipher.open_text(bytes(mail.sealed_letter or b""), _BOUND))
    with translation.override(mail.language):
        context = {"site": settings.SITE_NAME, "base": settings.WAGTAILADMIN_BASE_URL, **letter["context"]}
        subject = render_to_string(f"{letter['template']}_subject.txt", context).strip()
        return letter["address"], subject, render_to_string(f"{letter['template']}.txt", context)


def _language(person: Any) -> str:
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile.preferred_language if profile is not None else "") or settings.LANGUAGE_CODE


def _headers(mail: Mail) -> dict[str, str]:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return {"Message-ID": f"<{mail.token}@{host}>", "Auto-Submitted": "auto-generated"}


def reseal() -> int:
    """Seal every letter that still waits anew under the newest key of the ring; the number of rows. Raises cipher.Unreadable."""
    done = 0
    for row in Mail.objects.exclude(sealed_letter=None).iterator():
        again = cipher.seal_text(cipher.open_text(bytes(row.sealed_letter or b""), _BOUND), _BOUND)
        done += Mail.objects.filter(pk=row.pk).exclude(sealed_letter=None).update(sealed_letter=again)
    return done
