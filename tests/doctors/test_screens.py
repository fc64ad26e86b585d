"""What operators and doctors do on their screens, and what they read there."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from doctors import invitations
from doctors.models import Certificate, DoctorProfile
from doctors.models.certificate import Kind
from doctors.qualification import is_qualified
from doctors.views.doctor import edit_url
from moderation.models import LedgerEntry
from tests.doctors.people import certify, enter
from tests.factories import make_doctor, make_operator, make_profile

pytestmark = pytest.mark.django_db


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1]))


def test_two_operators_qualify_a_doctor_on_screen() -> None:
    doctor, first, second = make_doctor(qualified=False), signed_in(make_operator()), signed_in(make_operator())
    page = reverse("doctors:doctor", args=[doctor.pk])
    for kind in Kind:
        values = {"issuer": "南湖市卫生健康委员会", "issued_on": "2020-01-01", "expires_on": ""}
        answer = first.post(reverse("doctors:enter", args=[doctor.pk, kind.value]), values)
        assert answer.headers["Location"] == page
    assert "待核验" in words(first, page)
    for certificate in Certificate.objects.filter(holder=doctor):
        address = reverse("doctors:verify", args=[certificate.pk])
        seen = {"seen": certificate.entered_at.isoformat()}
        assert "先对照原件" in second.post(address, seen, follow=True).content.decode()
        second.post(address, seen | {"compared": "1"})
    assert is_qualified(doctor)
    assert "核验医师执业证书" in words(first, page)
    revoked = Certificate.objects.get(holder=doctor, kind=Kind.TITLE)
    first.post(reverse("doctors:revoke", args=[revoked.pk]), {"seen": revoked.entered_at.isoformat()})
    assert not is_qualified(doctor)


def test_a_page_read_before_a_change_verifies_nothing() -> None:
    doctor, first, second = make_doctor(qualified=False), make_operator(), signed_in(make_operator())
    certificate = enter(doctor, first)
    seen = certificate.entered_at.isoformat()
    enter(doctor, first)
    answer = second.post(reverse("doctors:verify", args=[certificate.pk]), {"seen": seen, "compared": "1"}, follow=True)
    assert "又被重新录入" in answer.content.decode()
    assert Certificate.objects.get(pk=certificate.pk).verified_at is None


def test_a_number_is_not_kept() -> None:
    doctor, client = make_doctor(qualified=False), signed_in(make_operator())
    values = {"issuer": "市局 11010519491231002X", "issued_on": "2020-01-01", "expires_on": ""}
    answer = client.post(reverse("doctors:enter", args=[doctor.pk, "identity"]), values)
    assert "不保存编号" in answer.content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("", {"合格甲", "到期乙", "过期丙", "待验丁", "新人戊"}),
        ("qualified", {"合格甲", "到期乙"}),
        ("expiring", {"到期乙"}),
        ("expired", {"过期丙"}),
        ("waiting", {"待验丁"}),
        ("incomplete", {"待验丁", "新人戊"}),
        ("invited", {"新人戊"}),
    ],
)
def test_the_list_sifts_by_state(state: str, who: set[str]) -> None:
    today, operator = timezone.localdate(), make_operator()
    ends: dict[str, dict[str, datetime.date]] = {
        "合格甲": {},
        "到期乙": {"licence": today},
        "过期丙": {"licence": today - datetime.timedelta(days=1)},
    }
    for name, days in ends.items():
        doctor = make_doctor(qualified=False)
        type(doctor).objects.filter(pk=doctor.pk).update(name=name)
        certify(doctor, **days)
    waiting = make_doctor(qualified=False)
    type(waiting).objects.filter(pk=waiting.pk).update(name="待验丁")
    enter(waiting, operator)
    invitations.invite("new@xinglin.example", "新人戊", operator)
    shown = words(signed_in(operator), reverse("doctors:list") + (f"?state={state}" if state else ""))
    assert {name for name in ("合格甲", "到期乙", "过期丙", "待验丁", "新人戊") if name in shown} == who


def test_the_list_costs_the_same_for_many(django_assert_max_num_queries: object) -> None:
    client = signed_in(make_operator())
    for _n in range(12):
        certify(doctor := make_doctor(qualified=False))
        make_profile(doctor, live=False)
    client.get(reverse("doctors:list"))
    with django_assert_max_num_queries(34):  # type: ignore[operator]
        client.get(reverse("doctors:list"))


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "您可以提交和发布文章"), (12, "请尽快续期"), (-1, "编辑和保存草稿不受影响"), ("none", "现在可以先写草稿")],
)
def test_doctors_read_where_they_stand_and_what_to_do(days: int | str | None, said: str) -> None:
    doctor = make_doctor(qualified=False)
    if days != "none":
        certify(doctor, **({"title": timezone.localdate() + datetime.timedelta(days=days)} if isinstance(days, int) else {}))
    text = words(signed_in(doctor), reverse("doctors:own"))
    assert said in text
    assert all(str(kind.label) in text for kind in Kind)


def test_a_profile_is_drafted_and_never_published_here() -> None:
    doctor, operator = make_doctor(), make_operator()
    profile = make_profile(doctor)
    client = signed_in(operator)
    page = client.get(edit_url(profile)).content.decode()
    assert "action-publish" not in page
    assert "action-unpublish" not in page
    values = {
        "name": "林知远",
        "title": "主任医师",
        "specialty": "03.04",
        "institution": "南湖市第一医院",
        "biography": "",
        "portrait": "",
    }
    client.post(edit_url(profile), values | {"action-publish": "1"})
    profile.refresh_from_db()
    assert (profile.title, profile.live, profile.has_unpublished_changes) == ("副主任医师", True, True)
    assert profile.get_latest_revision_as_object().title == "主任医师"
    assert operator.pk in set(profile.contributor_accounts())
    for name in ("delete", "unpublish"):
        address = reverse(f"wagtailsnippets_doctors_doctorprofile:{name}", args=[profile.pk])
        assert client.post(address).headers["Location"] == reverse("wagtailadmin_home")
    assert DoctorProfile.objects.get(pk=profile.pk).live


def test_saving_and_handing_in_leads_on_to_the_submission() -> None:
    profile = make_profile(make_doctor(), live=False)
    client = signed_in(make_operator())
    values = {
        "name": "林知远",
        "title": "主任医师",
        "specialty": "03.04",
        "institution": "南湖市第一医院",
        "biography": "",
        "portrait": "",
    }
    answer = client.post(edit_url(profile), values | {"action-hand_in": "1"})
    try:
        onward = reverse("moderation_submit", args=["doctors", "doctorprofile", profile.pk])
    except NoReverseMatch:
        onward = edit_url(profile)
    assert answer.headers["Location"] == onward
    profile.refresh_from_db()
    assert profile.get_latest_revision_as_object().title == "主任医师"


def test_a_profile_can_begin_without_an_invitation() -> None:
    doctor, client = make_doctor(), signed_in(make_operator())
    values = {"title": "主任医师", "specialty": "03.04", "institution": "南湖市第一医院"}
    answer = client.post(reverse("doctors:start_profile", args=[doctor.pk]), values)
    profile = DoctorProfile.objects.get(user=doctor)
    assert answer.headers["Location"] == edit_url(profile)
    assert (profile.live, profile.name) == (False, doctor.name)


def test_changes_of_accounts_are_in_the_ledger_without_their_values() -> None:
    operator, doctor = make_operator(), make_doctor()
    address = reverse("wagtailusers_users:edit", args=[doctor.pk])
    groups = list(doctor.groups.values_list("pk", flat=True))
    signed_in(operator).post(address, {"email": "new@xinglin.example", "name": doctor.name, "is_active": "on", "groups": groups})
    entry = LedgerEntry.objects.filter(kind="account changed").latest("number")
    assert entry.data == {"by": operator.pk, "changed": ["email"]}
