"""Status by day: the last valid day counts, and the day is the one in Shanghai."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from doctors.models import Certificate
from doctors.models.certificate import Kind
from doctors.qualification import is_qualified, shortcomings
from doctors.standing import standing
from tests.doctors.people import ISSUED, ISSUER, certify
from tests.factories import make_doctor, make_operator

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("expires_on", "verified", "revoked", "status"),
    [
        (None, True, False, "verified"),
        (None, False, False, "unverified"),
        (DAY, True, False, "verified"),
        (DAY - datetime.timedelta(days=1), True, False, "expired"),
        (DAY - datetime.timedelta(days=1), False, False, "expired"),
        (DAY + datetime.timedelta(days=1), False, False, "unverified"),
        (None, True, True, "revoked"),
        (DAY - datetime.timedelta(days=1), True, True, "revoked"),
    ],
)
def test_status_of_a_certificate(expires_on: datetime.date | None, verified: bool, revoked: bool, status: str) -> None:
    now = timezone.now()
    certificate = Certificate(expires_on=expires_on, verified_at=now if verified else None, revoked_at=now if revoked else None)
    assert certificate.status(DAY) == status


@pytest.mark.parametrize(
    ("now", "qualified"),
    [
        ("2026-11-30T00:00:00+08:00", True),
        ("2026-11-30T23:59:59+08:00", True),
        ("2026-11-30T15:59:59+00:00", True),
        ("2026-11-30T16:00:00+00:00", False),
        ("2026-12-01T00:00:00+08:00", False),
    ],
)
def test_a_certificate_ends_at_midnight_in_shanghai(now: str, qualified: bool) -> None:
    doctor = make_doctor(qualified=False)
    certify(doctor, licence=DAY)
    with time_machine.travel(datetime.datetime.fromisoformat(now), tick=False):
        assert is_qualified(doctor) is qualified


@pytest.mark.parametrize("missing", list(Kind))
def test_one_certificate_less_disqualifies_and_is_named(missing: Kind) -> None:
    doctor = make_doctor()
    Certificate.objects.filter(holder=doctor, kind=missing).delete()
    assert shortcomings(doctor) == [f"还没有录入{missing.label}"]


@pytest.mark.parametrize(
    ("change", "state", "word"),
    [
        ({}, "qualified", "合格"),
        ({"expires_on": DAY}, "expiring", "合格，即将到期"),
        ({"expires_on": DAY + datetime.timedelta(days=31)}, "qualified", "合格"),
        ({"expires_on": DAY - datetime.timedelta(days=1)}, "expired", "证件已过期"),
        ({"revoked_at": timezone.now()}, "revoked", "证件被吊销"),
        ({"verified_at": None, "verified_by": None}, "waiting", "待核验"),
    ],
)
def test_the_word_for_all_four(change: dict[str, object], state: str, word: str) -> None:
    doctor = make_doctor()
    Certificate.objects.filter(holder=doctor, kind=Kind.TITLE).update(**change)
    stands = standing(doctor, doctor.certificates.all(), DAY)
    assert (stands.state, stands.word) == (state, word)
    assert stands.qualified == is_qualified(doctor, DAY)


def test_nothing_entered_and_a_closed_account_have_words_too() -> None:
    doctor = make_doctor(qualified=False)
    assert standing(doctor, [], DAY).word == "证件不齐"
    doctor.is_active = False
    assert standing(doctor, [], DAY).word == "账号已停用"


@pytest.mark.parametrize("fault", ["same person", "time without person", "person without time"])
def test_the_database_refuses_what_code_might_forget(fault: str) -> None:
    doctor, first, second = make_doctor(), make_operator(), make_operator()
    row = Certificate.objects.filter(holder=doctor, kind=Kind.LICENCE)
    row.update(entered_by=first, verified_by=second)
    wrong: dict[str, dict[str, Any]] = {
        "same person": {"verified_by": first},
        "time without person": {"verified_by": None},
        "person without time": {"verified_at": None},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**wrong[fault])


def test_the_database_holds_one_certificate_of_each_kind() -> None:
    doctor = make_doctor()
    second = Certificate(holder=doctor, kind=Kind.LICENCE, issuer=ISSUER, issued_on=ISSUED, entered_by=make_operator())
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
