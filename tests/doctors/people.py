"""Certificates in every state, and the accounts that look at them."""

import datetime

from django.utils import timezone

from doctors import roles, verification
from doctors.models import Certificate, User
from doctors.models.certificate import Kind
from tests.factories import make_operator

ISSUED = datetime.date(2020, 1, 1)
ISSUER = "南湖市卫生健康委员会"


def enter(holder: User, by: User, kind: str = Kind.LICENCE, expires_on: datetime.date | None = None) -> Certificate:
    return verification.enter(holder, kind, ISSUER, ISSUED, expires_on, by)


def certify(holder: User, **ends: datetime.date) -> None:
    """Four verified certificates; `ends` gives days to some of them, past ones too."""
    first, second = make_operator(), make_operator()
    for kind in Kind:
        Certificate.objects.create(
            holder=holder,
            kind=kind,
            issuer=ISSUER,
            issued_on=ISSUED,
            expires_on=ends.get(kind.value),
            entered_by=first,
            verified_by=second,
            verified_at=timezone.now(),
        )


def leave_one_operator(operator: User) -> None:
    """Everybody else of the group has left."""
    roles.active_operators().exclude(pk=operator.pk).update(is_active=False)
