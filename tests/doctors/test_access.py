"""Every address of the doctors' desk against everybody who might try it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from doctors import admin_urls, verification
from doctors.models import Certificate, DoctorProfile, User
from tests.doctors.people import enter, leave_one_operator
from tests.factories import PASSWORD, make_doctor, make_moderator, make_operator, make_profile

pytestmark = pytest.mark.django_db
PEOPLE = ["anonymous", "doctor", "moderator", "operator", "second operator"]
OPERATORS = {"operator", "second operator"}
# Address → who gets in, with two operators; everybody else is led away. `profile` is the snippet's editor.
ADMITTED: dict[str, set[str]] = {
    "doctors:list": OPERATORS,
    "doctors:list_results": OPERATORS,
    "doctors:invite": OPERATORS,
    "doctors:waiting": OPERATORS,
    "doctors:doctor": OPERATORS,
    "doctors:start_profile": OPERATORS,
    "doctors:enter": OPERATORS,
    "doctors:verify": OPERATORS,
    "doctors:revoke": OPERATORS,
    "doctors:invite_again": OPERATORS,
    "doctors:own": {"doctor"},
    "doctors:interests": {"doctor"},
    "wagtailsnippets_doctors_doctorprofile:edit": OPERATORS,
    "wagtailsnippets_doctors_doctorprofile:history": OPERATORS,
    "wagtailusers_users:index": OPERATORS,
    "wagtailusers_users:edit": OPERATORS,
    "wagtailusers_users:add": OPERATORS,
    "wagtailusers_groups:index": set(),
}


class Scene:
    """One doctor with a profile and a waiting certificate, one without a profile, and two operators."""

    def __init__(self) -> None:
        self.doctor = make_doctor(qualified=False)
        self.bare = make_doctor(qualified=False)
        self.operator, self.second = make_operator(), make_operator()
        self.profile = make_profile(self.doctor, live=False)
        self.certificate = enter(self.doctor, self.operator)
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "doctor": self.doctor,
            "moderator": make_moderator(),
            "operator": self.operator,
            "second operator": self.second,
        }

    def client(self, who: str) -> Client:
        client, person = Client(), self.people[who]
        if person:
            client.force_login(person)
        return client

    def address(self, name: str) -> str:
        arguments: dict[str, list[Any]] = {
            "doctor": [self.doctor.pk],
            "invite_again": [self.bare.pk],
            "start_profile": [self.bare.pk],
            "enter": [self.doctor.pk, "licence"],
            "verify": [self.certificate.pk],
            "revoke": [self.certificate.pk],
            "edit": [self.profile.pk if "snippets" in name else self.doctor.pk],
            "history": [self.profile.pk],
        }
        return reverse(name, args=arguments.get(name.split(":")[1], []))


def test_the_table_has_every_address() -> None:
    assert {f"doctors:{pattern.name}" for pattern in admin_urls.urlpatterns} <= set(ADMITTED)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_gets_in(who: str) -> None:
    scene = Scene()
    client = scene.client(who)
    for name, admitted in ADMITTED.items():
        address = scene.address(name)
        answer = client.post(address) if name == "doctors:invite_again" else client.get(address)
        if who == "anonymous":
            assert answer.headers["Location"].startswith(reverse("wagtailadmin_login")), name
        elif who in admitted:
            assert answer.status_code == 200 or answer.headers["Location"] != reverse("wagtailadmin_home"), name
        else:
            assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home")), name
            told = client.get(reverse("wagtailadmin_home")).content.decode()
            assert "权限" in told, name


@pytest.mark.parametrize("who", ["doctor", "moderator"])
def test_what_strangers_send_changes_nothing(who: str) -> None:
    scene = Scene()
    client = scene.client(who)
    before = (User.objects.count(), DoctorProfile.objects.count(), Certificate.objects.get().entered_at)
    form = {"name": "甲", "email": "a@xinglin.example", "title": "医师", "specialty": "01", "institution": "甲院"}
    certificate = {"issuer": "甲局", "issued_on": "2020-01-01", "expires_on": ""}
    seen = {"seen": scene.certificate.entered_at.isoformat(), "compared": "1"}
    for name, data in [
        ("invite", form),
        ("start_profile", form),
        ("enter", certificate),
        ("verify", seen),
        ("revoke", seen),
        ("invite_again", {}),
    ]:
        assert client.post(scene.address(f"doctors:{name}"), data).headers["Location"] == reverse("wagtailadmin_home")
    scene.certificate.refresh_from_db()
    assert (User.objects.count(), DoctorProfile.objects.count(), scene.certificate.entered_at) == before
    assert (scene.certificate.verified_at, scene.certificate.revoked_at) == (None, None)


def test_a_moderator_verifies_while_there_is_one_operator_and_sees_nothing_else() -> None:
    scene = Scene()
    leave_one_operator(scene.operator)
    client = scene.client("moderator")
    assert scene.doctor.name in client.get(reverse("doctors:waiting")).content.decode()
    assert client.get(reverse("doctors:list")).status_code == 302
    assert client.get(scene.address("doctors:revoke")).status_code == 302
    seen = {"seen": scene.certificate.entered_at.isoformat(), "compared": "1"}
    answer = client.post(scene.address("doctors:verify"), seen)
    assert answer.headers["Location"] == reverse("doctors:waiting")
    scene.certificate.refresh_from_db()
    assert scene.certificate.verified_by == scene.people["moderator"]


def test_nobody_reaches_further_than_the_own_group() -> None:
    scene = Scene()
    root = User.objects.create_superuser("root@xinglin.example", PASSWORD, name="根")
    client = scene.client("operator")
    own = reverse("wagtailusers_users:edit", args=[scene.operator.pk])
    values = {"email": scene.operator.email, "name": "运营", "groups": list(scene.operator.groups.values_list("pk", flat=True))}
    client.post(own, values | {"is_superuser": "on", "is_active": "on"})
    scene.operator.refresh_from_db()
    assert (scene.operator.name, scene.operator.is_superuser) == ("运营", False)

    of_root = reverse("wagtailusers_users:edit", args=[root.pk])
    assert client.get(of_root).headers["Location"] == reverse("wagtailadmin_home")
    client.post(of_root, values | {"email": "mine@xinglin.example"})
    close = reverse("wagtail_bulk_action", args=["doctors", "user", "set_active_state"])
    client.post(f"{close}?id={root.pk}", {"mark_as_active": ""})
    root.refresh_from_db()
    assert (root.email, root.is_active) == ("root@xinglin.example", True)

    of_second = reverse("wagtailusers_users:edit", args=[scene.second.pk])
    taken = {"password1": "apricots in autumn", "password2": "apricots in autumn"}
    client.post(of_second, values | taken | {"email": scene.second.email, "name": "二", "is_active": "on"})
    scene.second.refresh_from_db()
    assert scene.second.check_password(PASSWORD)


def test_a_refusal_in_the_domain_is_told_on_the_page() -> None:
    scene = Scene()
    client = scene.client("operator")
    page = client.get(scene.address("doctors:verify")).content.decode()
    assert "须由另一位运营人员核验" in page
    assert "核验通过" not in page
    seen = {"seen": scene.certificate.entered_at.isoformat(), "compared": "1"}
    answer = client.post(scene.address("doctors:verify"), seen, follow=True)
    assert "须由另一位运营人员核验" in answer.content.decode()
    with pytest.raises(verification.VerificationRefused):
        verification.verify(scene.certificate, scene.operator)
