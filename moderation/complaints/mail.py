"""Letters to somebody who left an address: what happened and where to read it, and nothing personal."""

from django.urls import reverse
from django.utils import translation

from ..delivery import mail as delivery
from ..models import Complaint
from ..vault.cipher import Unreadable
from .receipts import written
from .sealing import mail_in, private_of


def about_step(complaint: Complaint, step: str) -> None:
    """In the caller's transaction, in the language in which the complaint was written; nothing where no address was left."""
    try:
        address = mail_in(str(private_of(complaint).get("contact", "")))
    except Unreadable:
        return
    if address:
        path = reverse("complaint_status", args=[complaint.receipt])
        context = {"receipt": written(complaint.receipt), "step": step, "path": path}
        delivery.write_to(address, "moderation/complaints/mail", context, complaint.language)


def to_institution(address: str, institution: str, path: str, day: str) -> None:
    """In the caller's transaction."""
    context = {"institution": institution, "path": path, "day": day}
    delivery.write_to(address, "moderation/complaints/referral", context, translation.get_language() or "")
