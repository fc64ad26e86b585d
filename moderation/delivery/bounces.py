"""Delivery reports that came back by mail: which of our mails they are about, and whether it failed for good."""

import email
import email.policy
import re
from email.message import EmailMessage

from django.utils import timezone

from ..models import Mail
from ..models.delivery import State

TOKEN = re.compile(r"<([0-9a-f]{32})@", re.IGNORECASE)


def note(report: bytes) -> bool:
    """Count one report (RFC 3464); false when it is about no mail of ours or about a mere delay."""
    message = email.message_from_bytes(report, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not _failed_for_good(message):
        return False
    tokens = [found.lower() for part in message.walk() for found in TOKEN.findall(_words(part))]
    counted = Mail.objects.filter(token__in=tokens, state=State.SENT).update(
        state=State.BOUNCED, settled_at=timezone.now(), error="bounced"
    )
    return bool(counted)


def _failed_for_good(message: EmailMessage) -> bool:
    """Whether its status block says `failed`; a report without such a block is not one."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            return any(str(block.get("Action", "")).strip().lower() == "failed" for block in blocks if not isinstance(block, str))
    return False


def _words(part: EmailMessage) -> str:
    """The header that names the mail it answers, and the mail or headers that it quotes."""
    quoted = part.get_content() if part.get_content_type() == "text/rfc822-headers" else ""
    return f"{part.get('Message-ID', '')} {part.get('In-Reply-To', '')} {part.get('References', '')} {quoted}"
