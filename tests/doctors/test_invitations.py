"""From the invitation to the first sign-in: one link, one use, nothing in the log."""

import datetime
import logging
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doctors import invitations
from doctors.models import DoctorProfile, User
from moderation.models import LedgerEntry
from tests.factories import PASSWORD, make_doctor, make_moderator, make_operator

pytestmark = pytest.mark.django_db
FORM = {
    "name": "徐若水",
    "email": "Xu@Xinglin.example",
    "title": "主任医师",
    "specialty": "03.03",
    "institution": "南湖市第一人民医院",
}
NEW = {"new_password1": "apricots in spring 1", "new_password2": "apricots in spring 1"}


def invited() -> tuple[User, str]:
    operator = make_operator()
    user = invitations.invite("xu@xinglin.example", "徐若水", operator)
    return user, path_of(invitations.send_link(user, operator).url)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_an_invitation_from_form_to_first_sign_in(client: Client) -> None:
    client.force_login(make_operator())
    answer = client.post(reverse("doctors:invite"), FORM)
    user = User.objects.get(email="xu@xinglin.example")
    assert answer.headers["Location"] == reverse("doctors:doctor", args=[user.pk])
    assert [group.name for group in user.groups.all()] == ["doctors"]
    assert not user.has_usable_password()
    profile = DoctorProfile.objects.get(user=user)
    assert (profile.live, profile.name, profile.specialty) == (False, "徐若水", "03.03")

    [message] = mail.outbox
    assert message.to == ["xu@xinglin.example"]
    assert message.subject == "杏林：请设置您的登录密码"
    assert not {"主任医师", "南湖市第一人民医院", "xu@xinglin.example"} & set(re.findall(r"\S+", str(message.body)))
    [url] = re.findall(r"http\S+", str(message.body))

    visitor = Client()
    form = visitor.get(path_of(url), follow=True)
    assert "徐若水，您好" in form.content.decode()
    assert "token" not in form.redirect_chain[0][0]
    assert url.rsplit("/", 2)[1] not in form.redirect_chain[0][0]
    before = visitor.session.session_key
    answer = visitor.post(form.request["PATH_INFO"], NEW)
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert visitor.session.session_key != before
    assert visitor.get(reverse("doctors:own")).status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW["new_password1"])
    assert LedgerEntry.objects.latest("number").kind == "password set"

    again = Client().get(path_of(url), follow=True)
    assert again.status_code == 410
    assert "这个链接不能用了" in again.content.decode()


@pytest.mark.parametrize("why", ["late", "again", "closed", "mistyped", "stranger", "password set"])
def test_links_that_stopped_working_say_what_to_do(why: str, client: Client) -> None:
    user, path = invited()
    now = timezone.now()
    if why == "late":
        now += datetime.timedelta(days=7, seconds=5)
    elif why == "again":
        invitations.send_link(user, make_operator())
    elif why == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif why == "mistyped":
        path = path[:-2] + ("a/" if path[-2] != "a" else "b/")
    elif why == "stranger":
        path = path.replace("/invitation/", "/invitation/x")
    else:
        user.set_password(PASSWORD)
        user.save()
    with time_machine.travel(now.timestamp()):
        answer = client.get(path, follow=True)
    assert answer.status_code == 410
    assert "重发邀请" in answer.content.decode()
    assert path not in answer.request["PATH_INFO"]


@pytest.mark.parametrize(
    ("first", "second"), [("short", "short"), ("12345678901", "12345678901"), ("long enough one", "long enough two")]
)
def test_a_poor_password_is_explained_in_chinese(first: str, second: str, client: Client, settings: Any) -> None:
    length = {"NAME": "doctors.passwords.LongEnough", "OPTIONS": {"min_length": 10}}
    settings.AUTH_PASSWORD_VALIDATORS = [length, *settings.AUTH_PASSWORD_VALIDATORS[2:]]
    _user, path = invited()
    place = client.get(path, follow=True).request["PATH_INFO"]
    answer = client.post(place, {"new_password1": first, "new_password2": second})
    assert answer.status_code == 200
    problems = re.findall(r'class="problem"[^>]*>([^<]+)', answer.content.decode())
    assert len(problems) > 1
    assert [problem for problem in problems if not re.search("[一-鿿]", problem)] == []


def test_a_failing_mail_server_costs_the_mail_only(client: Client, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere.EmailBackend"
    client.force_login(make_operator())
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("doctors:invite"), FORM)
    user = User.objects.get(email="xu@xinglin.example")
    [url] = re.findall(r'value="(http[^"]+)"', answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert "/invitation/" not in str(dict(client.session)) + str(client.cookies)
    assert url not in client.get(reverse("doctors:doctor", args=[user.pk])).content.decode()
    assert Client().get(path_of(url), follow=True).status_code == 200
    assert not any("/invitation/" in line or user.email in line for line in caplog.messages)


def test_a_wrong_link_leaves_no_token_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    _user, path = invited()
    token = path.rsplit("/", 2)[1]
    wrong = path.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b"))
    with caplog.at_level(logging.DEBUG):
        client.get(wrong, follow=True)
        client.get(path, follow=True)
    assert not any(token[:-1] in line for line in caplog.messages)


def test_who_may_invite_and_whom() -> None:
    operator = make_operator()
    for stranger in (make_doctor(), make_moderator(), User.objects.create_superuser("root@xinglin.example", PASSWORD, name="根")):
        with pytest.raises(invitations.InvitationRefused):
            invitations.invite("new@xinglin.example", "新", stranger)
    doctor = make_doctor()
    with pytest.raises(invitations.InvitationRefused, match="已经有账号"):
        invitations.invite(doctor.email.upper(), "重", operator)
    with pytest.raises(invitations.InvitationRefused, match="设置过密码"):
        invitations.send_link(doctor, operator)


def test_a_reset_link_opens_no_invitation_nor_the_other_way_round(client: Client) -> None:
    user, path = invited()
    reset = path.replace("/invitation/", "/admin/password_reset/confirm/")
    assert "set-password" not in client.get(reset, follow=True).request["PATH_INFO"]
    doctor = make_doctor()
    client.post(reverse("wagtailadmin_password_reset"), {"email": doctor.email})
    [url] = re.findall(r"http\S+", str(mail.outbox[-1].body))
    opened = path_of(url).replace("/admin/password_reset/confirm/", "/invitation/")
    assert client.get(opened, follow=True).status_code == 410
    assert user.pk != doctor.pk


def test_resetting_a_password_is_chinese_throughout(client: Client) -> None:
    doctor = make_doctor()
    pages = [client.get(reverse("wagtailadmin_password_reset"))]
    pages.append(client.post(reverse("wagtailadmin_password_reset"), {"email": doctor.email}, follow=True))
    [message] = mail.outbox
    assert message.subject == "杏林：重设登录密码"
    assert str(message.body).startswith(f"{doctor.name}，您好")
    assert doctor.email not in str(message.body)
    [url] = re.findall(r"http\S+", str(message.body))
    pages.append(client.get(path_of(url), follow=True))
    pages.append(client.post(pages[-1].request["PATH_INFO"], NEW, follow=True))
    pages.append(client.get(path_of(url), follow=True))
    doctor.refresh_from_db()
    assert doctor.check_password(NEW["new_password1"])
    for page in pages:
        main = re.sub(r"<[^>]+>", " ", "<main" + page.content.decode().split("<main", 1)[1].split("</main>")[0])
        assert re.search("[一-鿿]", main)
        assert not re.search(r"[A-Za-z]{3,}", main.replace("Wagtail", "")), main
