"""Mails links to people without an account: a few a day and no more, and their addresses are nobody else's to read."""

import datetime
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from moderation import ledger

from ...models.signature import LinkMail, Signature

logger = logging.getLogger(__name__)
PER_RECIPIENT, PER_SENDER = 5, 40  # links in a day
DAY = datetime.timedelta(days=1)


def refusal(address: str, sender: Any) -> str:
    """Count one more mail, in the caller's transaction; a sentence when it is one too many, and the caller undoes the count."""
    if sender is not None:
        get_user_model().objects.select_for_update().get(pk=sender.pk)  # one sender's mails are counted one after another
    now = timezone.now()
    LinkMail.objects.filter(at__lt=now - 2 * DAY).delete()
    recipient = ledger.commitment(address.strip().casefold(), "signature links")
    LinkMail.objects.create(sender=sender, recipient=recipient)
    today = LinkMail.objects.filter(at__gt=now - DAY)
    if today.filter(recipient=recipient).count() > PER_RECIPIENT:
        return _("一天之内已经给这个邮箱发过 %(number)s 封签署邮件，请明天再发；着急的话，把邮箱留空，自己把链接转给对方") % {
            "number": PER_RECIPIENT
        }
    if sender is not None and today.filter(sender=sender).count() > PER_SENDER:
        return _("您一天之内已经发出 %(number)s 封签署邮件，请明天再发；着急的话，把邮箱留空，自己把链接转给对方") % {
            "number": PER_SENDER
        }
    return ""


def mail(signature: Signature, address: str, url: str) -> bool:
    """Whether it went out."""
    context = {"signature": signature, "url": url, "site": settings.SITE_NAME, "days": settings.SIGNATURE_DAYS}
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string("articles/signatures/mail_subject.txt", context).strip()
        body = render_to_string("articles/signatures/mail.txt", context)
    try:
        send_mail(subject, body, None, [address])
    except Exception as failure:  # a mail server fails in any way it likes; addresses and the link stay out of the log
        logger.error("a request for a signature could not be mailed: %s", type(failure).__name__)
        return False
    return True


def masked(address: str) -> str:
    """Enough to recognise an address that one knows."""
    local, at, domain = address.rpartition("@")
    return f"{local[: 2 if len(local) > 2 else 1]}***@{domain}" if at else ""


def shown_to(signature: Signature, user: Any) -> str:
    """The address for whoever typed it; its beginning and its domain for everybody else."""
    return signature.email if signature.email_by_id == user.pk else masked(signature.email)
