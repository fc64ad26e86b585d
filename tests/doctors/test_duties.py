"""Reminders come at 90, 30 and 7 days and when it is over, each once to each person."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from doctors.duties import remind_of_expiry, step_of
from doctors.models import Certificate
from moderation.models import Notice
from moderation.notices import sentence
from tests.doctors.people import certify, leave_one_operator
from tests.factories import make_doctor, make_operator

pytestmark = pytest.mark.django_db
END = datetime.date(2027, 6, 30)


def at(days_before: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime.combine(END - datetime.timedelta(days=days_before), datetime.time(hour), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("days", "step"),
    [(91, None), (90, "90"), (31, "90"), (30, "30"), (8, "30"), (7, "7"), (0, "7"), (-1, "expired"), (-400, "expired")],
)
def test_which_reminder_is_due(days: int, step: str | None) -> None:
    assert step_of(END, END - datetime.timedelta(days=days)) == step


def test_each_step_is_told_once_to_the_doctor_and_the_operators() -> None:
    doctor, operator = make_doctor(qualified=False), make_operator()
    certify(doctor, licence=END)
    leave_one_operator(operator)
    counts = [remind_of_expiry(at(days)) for days in (91, 90, 89, 30, 30, 7, 0, -1, -2)]
    assert counts == [0, 2, 0, 2, 0, 2, 0, 2, 0]
    kinds = list(Notice.objects.filter(recipient=doctor).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["expiring", "expiring", "expiring", "expired"]
    last = Notice.objects.filter(recipient=operator).latest("pk")
    assert sentence(last) == "林知远的医师执业证书已于 2027-06-30 到期，续期核验前不能提交和发布"
    assert last.url == f"/admin/doctors/{doctor.pk}/"


def test_what_was_missed_is_told_once_and_not_three_times() -> None:
    doctor = make_doctor(qualified=False)
    certify(doctor, licence=END)
    remind_of_expiry(at(3))
    assert Notice.objects.filter(recipient=doctor).count() == 1


def test_the_day_turns_in_shanghai() -> None:
    doctor = make_doctor(qualified=False)
    certify(doctor, licence=END)
    remind_of_expiry(datetime.datetime(2027, 6, 30, 15, 59, tzinfo=datetime.UTC))
    assert not Notice.objects.filter(recipient=doctor, kind="expired").exists()
    remind_of_expiry(datetime.datetime(2027, 6, 30, 16, 0, tzinfo=datetime.UTC))
    assert Notice.objects.filter(recipient=doctor, kind="expired").count() == 1


def test_a_renewed_certificate_is_reminded_of_anew() -> None:
    doctor = make_doctor(qualified=False)
    certify(doctor, licence=END)
    remind_of_expiry(at(-1))
    Certificate.objects.filter(holder=doctor, kind="licence").update(expires_on=END + datetime.timedelta(days=20))
    remind_of_expiry(at(-1))
    assert Notice.objects.filter(recipient=doctor).count() == 2


@pytest.mark.parametrize("change", ["revoked", "unverified", "closed"])
def test_nobody_is_reminded_of_what_counts_no_more(change: str) -> None:
    doctor = make_doctor(qualified=False)
    certify(doctor, licence=END)
    held = Certificate.objects.filter(holder=doctor)
    if change == "revoked":
        held.update(revoked_at=at(100))
    elif change == "unverified":
        held.update(verified_at=None, verified_by=None)
    else:
        doctor.is_active = False
        doctor.save()
    assert remind_of_expiry(at(5)) == 0
