"""Entering, verifying and revoking certificates: two people, one transaction, one ledger entry."""

import datetime
import re
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import ledger, notices
from moderation.models.notice import NoticeKind

from . import roles
from .models import Certificate, User
from .models.certificate import Kind

# Six digits in a row are no part of an authority's name: somebody is typing a number that must not be kept.
NUMBER = re.compile(r"\d[\d\s-]{4,}[\dXx]")


class VerificationRefused(Exception):
    """Nothing was changed; the text says why and what to do instead."""


def enter(
    holder: User,
    kind: str,
    issuer: str,
    issued_on: datetime.date,
    expires_on: datetime.date | None,
    by: User,
) -> Certificate:
    """Record a certificate, or replace what was recorded; either way it waits for somebody else's verification."""
    if not roles.is_operator(by):
        raise VerificationRefused(_("只有运营人员可以录入证件"))
    if kind not in Kind.values:
        raise VerificationRefused(_("没有这一类证件"))
    for reason in faults(issuer, issued_on, expires_on).values():
        raise VerificationRefused(reason)
    values = {
        "issuer": issuer.strip(),
        "issued_on": issued_on,
        "expires_on": expires_on,
        "entered_by": by,
        "entered_at": timezone.now(),
        "verified_by": None,
        "verified_at": None,
        "revoked_at": None,
    }
    with transaction.atomic():
        certificate, _created = Certificate.objects.update_or_create(holder=holder, kind=kind, defaults=values)
        _record("certificate entered", certificate, by)
    return certificate


def faults(issuer: str, issued_on: datetime.date | None, expires_on: datetime.date | None) -> dict[str, str]:
    """What is wrong with the values of a certificate, by field."""
    today = timezone.localdate()
    found = {}
    if not issuer.strip():
        found["issuer"] = _("请填写发证机关")
    elif NUMBER.search(issuer):
        found["issuer"] = _("这里只写发证机关的名称，不要写证件编号：本站不保存编号")
    if issued_on and issued_on > today:
        found["issued_on"] = _("签发日期不能晚于今天")
    if expires_on and issued_on and expires_on < issued_on:
        found["expires_on"] = _("有效期不能早于签发日期")
    elif expires_on and expires_on < today:
        found["expires_on"] = _("这份证件已经过期，请录入续期后的证件")
    return found


def objection(certificate: Certificate, by: Any) -> str:
    """Why this person may not verify this certificate, or nothing."""
    if certificate.holder_id == by.pk:
        return _("不能核验自己的证件，请由另一位运营人员核验")
    if certificate.entered_by_id == by.pk:
        return _("这份证件由您录入，须由另一位运营人员核验；站内只有一位运营人员时由审核员核验")
    if not roles.is_operator(by) and not moderator_stands_in(certificate, by):
        return _("只有运营人员可以核验证件；站内只有一位运营人员时，审核员可以核验")
    if certificate.revoked_at:
        return _("这份证件已被吊销，要重新录入之后才能核验")
    if certificate.verified_at:
        return _("这份证件已经核验过了")
    if certificate.expires_on and certificate.expires_on < timezone.localdate():
        return _("这份证件已经过期，请录入续期后的证件")
    return ""


def moderator_stands_in(certificate: Certificate, by: Any) -> bool:
    """With one operator besides the holder there is no second pair of eyes among them."""
    return roles.is_moderator(by) and roles.active_operators().exclude(pk=certificate.holder_id).count() <= 1


def verify(certificate: Certificate, by: User) -> None:
    """Set the second person's name to what `certificate` says; refused when it was entered anew since it was read."""
    with transaction.atomic():
        row = _locked(certificate)
        reason = objection(row, by)
        if reason:
            raise VerificationRefused(reason)
        row.verified_by, row.verified_at = by, timezone.now()
        row.save(update_fields=["verified_by", "verified_at"])
        _record("certificate verified", row, by)
        words = {"holder": row.holder.name, "certificate": row.get_kind_display()}
        notices.tell(row.holder, NoticeKind.VERIFIED, words, reverse("doctors:own"))
    certificate.refresh_from_db()


def revoke(certificate: Certificate, by: User) -> None:
    """End a certificate at this moment; its holder stops being qualified. Only entering it anew brings it back."""
    if not roles.is_operator(by):
        raise VerificationRefused(_("只有运营人员可以吊销证件"))
    with transaction.atomic():
        row = _locked(certificate)
        if row.revoked_at:
            raise VerificationRefused(_("这份证件已经吊销过了"))
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        _record("certificate revoked", row, by)
    certificate.refresh_from_db()


def _locked(certificate: Certificate) -> Certificate:
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.entered_at != certificate.entered_at:
        raise VerificationRefused(_("这份证件在您打开页面之后又被重新录入，请核对新的内容"))
    return row


def _record(event: str, certificate: Certificate, by: User) -> None:
    ledger.append(event, certificate, data={"holder": certificate.holder_id, "certificate": str(certificate.kind), "by": by.pk})
