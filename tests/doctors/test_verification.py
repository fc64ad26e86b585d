"""Who may verify what: never one person alone, and every step in the ledger."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from doctors import verification
from doctors.models import Certificate, User
from doctors.models.certificate import Kind
from doctors.qualification import OPERATORS, is_qualified
from doctors.verification import VerificationRefused
from moderation import ledger
from moderation.models import LedgerEntry, Notice
from tests.doctors.people import ISSUED, ISSUER, enter, leave_one_operator
from tests.factories import make_doctor, make_moderator, make_operator, make_user

pytestmark = pytest.mark.django_db


def actor(who: str, first: User, doctor: User) -> User:
    if who == "superuser":
        return User.objects.create_superuser("root@xinglin.example", "long-enough-for-tests", name="根")
    return {
        "who entered it": lambda: first,
        "second operator": make_operator,
        "moderator": make_moderator,
        "doctor": make_doctor,
        "holder": lambda: doctor,
    }[who]()


@pytest.mark.parametrize(
    ("who", "operators", "allowed"),
    [
        ("second operator", "two", True),
        ("who entered it", "two", False),
        ("moderator", "two", False),
        ("doctor", "two", False),
        ("holder", "two", False),
        ("superuser", "two", False),
        ("who entered it", "one", False),
        ("moderator", "one", True),
        ("doctor", "one", False),
        ("holder", "one", False),
        ("superuser", "one", False),
    ],
)
def test_who_may_verify(who: str, operators: str, allowed: bool) -> None:
    first, doctor = make_operator(), make_doctor(qualified=False)
    make_operator()
    certificate = enter(doctor, first)
    if operators == "one":
        leave_one_operator(first)
    by = actor(who, first, doctor)
    before = LedgerEntry.objects.count()
    if allowed:
        verification.verify(certificate, by)
        assert certificate.verified_by == by
        assert Notice.objects.get(recipient=doctor).kind == "verified"
        assert LedgerEntry.objects.latest("number").kind == "certificate verified"
    else:
        with pytest.raises(VerificationRefused) as refusal:
            verification.verify(certificate, by)
        assert str(refusal.value)
        certificate.refresh_from_db()
        assert certificate.verified_at is None
        assert LedgerEntry.objects.count() == before


def test_an_operator_who_is_a_doctor_never_verifies_the_own_certificate() -> None:
    first, both = make_operator(), make_user(OPERATORS)
    certificate = enter(both, first)
    with pytest.raises(VerificationRefused, match="自己的证件"):
        verification.verify(certificate, both)
    leave_one_operator(first)
    both.is_active = True
    both.save()
    # Nobody else is left among the operators, so a moderator stands in.
    verification.verify(certificate, make_moderator())


def test_entering_anew_takes_the_verification_and_the_revocation_away() -> None:
    first, second, doctor = make_operator(), make_operator(), make_doctor()
    assert is_qualified(doctor)
    certificate = Certificate.objects.get(holder=doctor, kind=Kind.LICENCE)
    verification.revoke(certificate, first)
    assert not is_qualified(doctor)
    renewed = enter(doctor, second, Kind.LICENCE, timezone.localdate() + datetime.timedelta(days=365))
    assert renewed.pk == certificate.pk
    assert (renewed.verified_by, renewed.verified_at, renewed.revoked_at) == (None, None, None)
    assert not is_qualified(doctor)
    verification.verify(renewed, first)
    assert is_qualified(doctor)
    kinds = list(LedgerEntry.objects.order_by("-number").values_list("kind", flat=True)[:3])
    assert kinds == ["certificate verified", "certificate entered", "certificate revoked"]
    assert list(ledger.faults()) == []


def test_what_was_read_is_what_is_verified() -> None:
    first, second, doctor = make_operator(), make_operator(), make_doctor(qualified=False)
    read = enter(doctor, first)
    enter(doctor, first, expires_on=timezone.localdate() + datetime.timedelta(days=900))
    with pytest.raises(VerificationRefused, match="重新录入"):
        verification.verify(read, second)


@pytest.mark.parametrize("state", ["verified", "revoked", "expired"])
def test_what_is_not_waiting_cannot_be_verified(state: str) -> None:
    first, second, doctor = make_operator(), make_operator(), make_doctor(qualified=False)
    certificate = enter(doctor, first, expires_on=timezone.localdate())
    now = timezone.now()
    if state == "verified":
        verification.verify(certificate, second)
    elif state == "revoked":
        verification.revoke(certificate, first)
    else:
        now += datetime.timedelta(days=1)
    with time_machine.travel(now), pytest.raises(VerificationRefused):
        verification.verify(certificate, second)


@pytest.mark.parametrize("who", ["doctor", "holder", "moderator", "superuser"])
def test_only_operators_enter_and_revoke(who: str) -> None:
    first, doctor = make_operator(), make_doctor(qualified=False)
    certificate = enter(doctor, first)
    by = actor(who, first, doctor)
    with pytest.raises(VerificationRefused):
        enter(doctor, by)
    with pytest.raises(VerificationRefused):
        verification.revoke(certificate, by)


@pytest.mark.parametrize(
    ("issuer", "issued", "expires", "field"),
    [
        (ISSUER, 0, None, None),
        (ISSUER, -1, 0, None),
        ("  ", -1, None, "issuer"),
        ("市局 11010519491231002X", -1, None, "issuer"),
        ("编号 440524 188001 010014", -1, None, "issuer"),
        ("第101医院发证处", -1, None, None),
        (ISSUER, 1, None, "issued_on"),
        (ISSUER, -1, -2, "expires_on"),
        (ISSUER, -5, -1, "expires_on"),
    ],
)
def test_values_that_cannot_be_right(issuer: str, issued: int, expires: int | None, field: str | None) -> None:
    today = timezone.localdate()
    ends = None if expires is None else today + datetime.timedelta(days=expires)
    found = verification.faults(issuer, today + datetime.timedelta(days=issued), ends)
    assert list(found) == ([field] if field else [])
    if field:
        with pytest.raises(VerificationRefused):
            verification.enter(make_doctor(qualified=False), Kind.LICENCE, issuer, today, ends, by=make_moderator())


def test_the_ledger_holds_ids_and_codes_only() -> None:
    first, second, doctor = make_operator(), make_operator(), make_doctor(qualified=False)
    certificate = enter(doctor, first)
    verification.verify(certificate, second)
    for entry in LedgerEntry.objects.filter(kind__startswith="certificate"):
        assert set(entry.data) == {"holder", "certificate", "by"}
        assert doctor.name not in str(entry.data)
        assert ISSUER not in str(entry.data)
    assert ISSUED.isoformat() not in str(list(LedgerEntry.objects.values_list("data", flat=True)))
