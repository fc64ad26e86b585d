"""Is this doctor qualified at this moment, and if not, what is missing."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .models.certificate import Certificate, Kind
from .models.user import User

DOCTORS, MODERATORS, OPERATORS = "doctors", "moderators", "operators"


def certificate_facts(user: User) -> list[dict[str, Any]]:
    """The certificates as the rule ACC.CERT_EXPIRED reads them; a kind never entered appears as unverified."""
    held = {certificate.kind: certificate for certificate in Certificate.objects.filter(holder=user)}
    facts = []
    for kind in Kind:
        certificate = held.get(kind)
        revoked = certificate is not None and certificate.revoked_at is not None
        verified = certificate is not None and certificate.verified_at is not None
        facts.append(
            {
                "holder": user.name,
                "kind": str(kind.label),
                "status": "revoked" if revoked else "verified" if verified else "unverified",
                "expires_on": certificate.expires_on.isoformat() if certificate and certificate.expires_on else None,
            }
        )
    return facts


def shortcomings(user: User | None, today: datetime.date | None = None) -> list[str]:
    """What keeps somebody from submitting or publishing new words today, in the reader's language; empty if nothing."""
    if user is None or not user.is_active:
        return [_("账号已停用")]
    return _problems(Certificate.objects.filter(holder=user), today or timezone.localdate())


def qualified_among(users: Iterable[User], today: datetime.date | None = None) -> set[int]:
    """Ids of those who are qualified, asked at once."""
    active = {user.pk for user in users if user.is_active}
    held: dict[int, list[Certificate]] = {identity: [] for identity in active}
    for certificate in Certificate.objects.filter(holder__in=active):
        held[certificate.holder_id].append(certificate)
    day = today or timezone.localdate()
    return {identity for identity, certificates in held.items() if not _problems(certificates, day)}


def _problems(certificates: Iterable[Certificate], today: datetime.date) -> list[str]:
    held = {certificate.kind: certificate for certificate in certificates}
    problems = []
    for kind in Kind:
        certificate = held.get(kind)
        status = certificate.status(today) if certificate else "missing"
        if status == "missing":
            problems.append(_("还没有录入%(kind)s") % {"kind": kind.label})
        elif status == "unverified":
            problems.append(_("%(kind)s还没有核验") % {"kind": kind.label})
        elif status == "revoked":
            problems.append(_("%(kind)s已被吊销") % {"kind": kind.label})
        elif status == "expired" and certificate is not None:
            problems.append(_("%(kind)s已于%(day)s失效") % {"kind": kind.label, "day": certificate.expires_on})
    return problems


def is_qualified(user: User | None, today: datetime.date | None = None) -> bool:
    return not shortcomings(user, today)
