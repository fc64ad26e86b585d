"""Asks people to sign one submission: a notice where they have an account, a link that expires, by mail or passed on by hand."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doctors.models import DoctorProfile
from moderation import ledger, notices
from moderation.models import Submission
from moderation.models.notice import NoticeKind

from ...models.signature import Answer, Purpose, Signature
from . import mailing, people

SECRET_BYTES = 24
STANDING = (Submission.State.OPEN, Submission.State.APPROVED)


class SignatureRefused(Exception):
    """Nothing was asked, signed or changed; the text says why."""


@dataclass(frozen=True)
class Link:
    """Where the person signs; only its hash is kept. `mailed` says whether it went out by mail.

    Whoever asks sees it only to pass it on to somebody without an account: a link to sign as a colleague is the colleague's alone.
    """

    url: str
    mailed: bool
    of_account: bool

    @property
    def to_pass_on(self) -> str:
        return "" if self.mailed or self.of_account else self.url


def ask_contributors(submission: Submission, page: Any) -> list[Signature]:
    """One open request for each contributor who did not hand in; in the transaction that hands in."""
    asked = []
    for one in people.to_confirm(page, submission.submitted_by_id):
        signature = Signature.objects.create(
            submission=submission,
            purpose=Purpose.CONFIRM,
            account_id=one.account,
            name=one.name,
            title=one.title,
            institution=one.institution,
            role=one.role,
            place=one.place,
            asked_by=submission.submitted_by,
        )
        _record("signature asked", signature)
        _tell(signature)
        asked.append(signature)
    return asked


def invite_reviewer(submission: Submission, reviewer: DoctorProfile, by: Any) -> Signature:
    """Ask a colleague for a review of exactly this submission. Raises SignatureRefused."""
    _must_stand(submission)
    page = submission.as_submitted()
    if page is None or reviewer.pk not in {one.pk for one in people.may_review(page)}:
        raise SignatureRefused(_("审稿人须是本专科、资质有效且没有参与这篇文章的医生"))
    shown = reviewer.shown_values() or {}
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                submission=submission,
                purpose=Purpose.REVIEW,
                account=reviewer.user,
                name=shown.get("name", reviewer.name),
                title=shown.get("title", reviewer.title),
                institution=shown.get("institution", reviewer.institution),
                asked_by=by,
            )
            _record("signature asked", signature)
            _tell(signature)
    except IntegrityError as twice:
        raise SignatureRefused(_("已经邀请过这位医生")) from twice
    return signature


def make_link(signature: Signature, email: str = "", by: Any = None) -> Link:
    """A fresh link; the one before stops working. Raises SignatureRefused when there is nothing left to sign, or too much mail.

    An address that comes back as it was shown, without its middle, is the one on record.
    """
    _must_stand(signature.submission)
    sender = by or signature.asked_by
    known: dict[str, Any] = {"email": signature.email, "email_by": signature.email_by}
    if signature.account is not None:
        known = {"email": "", "email_by": None}
    elif email != mailing.masked(signature.email):
        known = {"email": email, "email_by": sender if email else None}
    address = signature.account.email if signature.account else known["email"]
    secret = secrets.token_urlsafe(SECRET_BYTES)
    ends = timezone.now() + datetime.timedelta(days=settings.SIGNATURE_DAYS)
    with transaction.atomic():
        if address and (refusal := mailing.refusal(address, sender)):
            raise SignatureRefused(refusal)
        open_still = Signature.objects.filter(pk=signature.pk, answer=Answer.OPEN)
        if not open_still.update(link_hash=hash_of(secret), link_ends=ends, **known):
            raise SignatureRefused(_("这一位已经答复，不需要链接了"))
    signature.refresh_from_db()
    url = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("sign", args=[secret])
    return Link(url, bool(address) and mailing.mail(signature, address, url), signature.account is not None)


def cancel(signature: Signature, by: Any) -> None:
    """Take an invitation to review back before it is answered; contributors stay asked. Raises SignatureRefused."""
    with transaction.atomic():
        waiting = Signature.objects.filter(pk=signature.pk, purpose=Purpose.REVIEW, answer=Answer.OPEN)
        if not waiting.update(answer=Answer.VOID, link_hash=None):
            raise SignatureRefused(_("这一位已经答复，不能取消了"))
        _record("signature cancelled", signature, by=by.pk)


def hash_of(secret: str) -> str:
    """What is kept of a link: a secret of 192 random bits needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _must_stand(submission: Submission) -> None:
    if submission.state not in STANDING:
        raise SignatureRefused(_("这一版已经办结，不再需要签署"))


def _tell(signature: Signature) -> None:
    if signature.account is not None:
        context = {"title": signature.submission.title, "what": str(signature.get_purpose_display())}
        notices.tell(
            signature.account,
            NoticeKind.SIGN_ASKED,
            context,
            reverse("articles_sign_own", args=[signature.pk]),
            about=signature.submission,
        )


def _record(kind: str, signature: Signature, **data: Any) -> None:
    """Ids alone: who it was and what was said stands in a row that can be erased."""
    about = signature.submission
    facts = {"signature": signature.pk, "submission": about.pk, "purpose": signature.purpose, **data}
    ledger.append_about(kind, about.content_type_id, about.object_id, about.digest, facts)
