"""Mail copies, bounces and webhooks: sent once, tried again, given up to people, and never with personal data."""

import datetime
import http.server
import smtplib
import threading

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone
from standardwebhooks import Webhook as Signing
from wagtail.users.models import UserProfile

from moderation import notices, submissions
from moderation.delivery import bounces, mail, pauses, webhooks
from moderation.models import Mail, Notice, WebhookCall
from moderation.models.delivery import State
from moderation.models.notice import NoticeKind
from tests.factories import make_article, make_doctor, make_operator, publish, submit

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(minutes=3)


def _told(person, title="张三的病历"):
    return notices.tell(person, NoticeKind.RETURNED, {"title": title, "reason": "原因"}, "/admin/")


def test_a_copy_names_the_kind_and_nothing_else():
    doctor = make_doctor()
    _told(doctor)
    assert mail.send_waiting(timezone.now() + LATER) == 1
    assert mail.send_waiting(timezone.now() + LATER) == 0
    (sent,) = outbox.outbox
    assert sent.to == [doctor.email]
    assert "退回修改" in sent.subject
    assert "张三" not in sent.body + sent.subject
    assert doctor.name not in sent.body


def test_a_copy_waits_for_the_moment_in_which_a_decision_is_taken_back_and_is_not_sent_of_what_was_read():
    notice = _told(make_doctor())
    assert mail.send_waiting(timezone.now()) == 0
    Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    assert mail.send_waiting(timezone.now() + LATER) == 0
    assert not outbox.outbox


def test_it_speaks_the_recipients_language():
    doctor = make_doctor()
    UserProfile.objects.create(user=doctor, preferred_language="en")
    _told(doctor)
    mail.send_waiting(timezone.now() + LATER)
    assert "Return for changes" in outbox.outbox[0].subject


class Refusing:
    """A mail server that fails in a chosen way."""

    def __init__(self, failure):
        self.failure = failure

    def __call__(self, *args, **kwargs):
        raise self.failure


def test_a_failing_server_is_tried_again_and_then_people_are_asked(monkeypatch):
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", Refusing(ConnectionError()))
    operator, doctor = make_operator(), make_doctor()
    _told(doctor)
    now = timezone.now() + LATER
    for _attempt in range(len(pauses.PAUSES) + 1):
        mail.send_waiting(now)
        now += datetime.timedelta(hours=3)
    row = Mail.objects.get(notice__recipient=doctor)
    assert (row.state, row.attempts) == (State.GIVEN_UP, 4)
    asked = Notice.objects.get(recipient=operator)
    assert doctor.name in notices.sentence(asked)
    assert doctor.email not in row.error


def test_three_bounces_stop_handing_in_until_the_address_is_changed(monkeypatch):
    article = make_article()
    doctor = article.owner
    refused = smtplib.SMTPRecipientsRefused({doctor.email: (550, b"no such user")})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", Refusing(refused))
    for _letter in range(3):
        _told(doctor)
    mail.send_waiting(timezone.now() + LATER)
    with pytest.raises(submissions.SubmissionRefused, match="退回"):
        submit(article)
    doctor.email = "new-address@xinglin.example"
    doctor.save()
    assert submit(article).state == "open"


def test_a_delivery_report_is_counted_once_and_a_delay_is_not():
    _told(make_doctor())
    mail.send_waiting(timezone.now() + LATER)
    row = Mail.objects.get()
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; somebody@example\nAction: {action}\nStatus: 5.1.1\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{token}@xinglin.example>\n\n--b--\n"
    )
    assert not bounces.note(report.format(action="delayed", token=row.token).encode())
    assert not bounces.note(report.format(action="failed", token="0" * 32).encode())
    assert bounces.note(report.format(action="failed", token=row.token).encode())
    assert not bounces.note(report.format(action="failed", token=row.token).encode())
    row.refresh_from_db()
    assert row.state == State.BOUNCED


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report; boundary=b\n\n--b\n", b"a" * 100_000])
def test_junk_on_the_pipe_counts_nothing(junk):
    assert not bounces.note(junk)


def test_a_letter_to_an_outsider_is_sealed_until_it_is_sent_and_empty_afterwards():
    address = "reader@example.com"
    with_letter = mail.write_to(address, "moderation/mail/notice", {"kind": "受理", "url": "https://xinglin.example/"})
    assert address.encode() not in bytes(with_letter.sealed_letter)
    mail.send_waiting(timezone.now())
    with_letter.refresh_from_db()
    assert with_letter.sealed_letter is None
    assert outbox.outbox[0].to == [address]


def test_one_submission_too_many_in_a_day_waits(settings):
    settings.SUBMISSIONS_PER_DAY = 1
    article = make_article()
    submissions.withdraw(submit(article), article.owner)
    with pytest.raises(submissions.SubmissionRefused, match="24 小时内已提交 1 次"):
        submit(article)


class Receiver(http.server.BaseHTTPRequestHandler):
    answers: list[int] = []
    seen: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((dict(self.headers.items()), body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def receiver(settings):
    Receiver.answers, Receiver.seen = [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WEBHOOK_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_a_decision_is_announced_signed_and_without_words(receiver):
    _hook, secret = webhooks.create("院内系统", receiver, make_operator())
    article = publish(make_article())
    assert webhooks.send_waiting(timezone.now()) == 1
    headers, body = Receiver.seen[0]
    told = Signing(secret).verify(body, headers)
    assert told["data"]["verb"] == "approve"
    assert told["data"]["object"] == {"type": "articlepage", "id": article.pk}
    assert article.title not in body.decode()
    assert article.owner.name not in body.decode()
    assert webhooks.send_waiting(timezone.now()) == 0


@pytest.mark.parametrize("answer", [500, 302, 404])
def test_what_is_no_success_is_tried_again_with_the_same_identity(receiver, answer):
    webhooks.create("院内系统", receiver, make_operator())
    Receiver.answers = [answer]
    publish(make_article())
    now = timezone.now()
    webhooks.send_waiting(now)
    assert WebhookCall.objects.get().state == State.WAITING
    webhooks.send_waiting(now + datetime.timedelta(minutes=20))
    assert WebhookCall.objects.get().state == State.SENT
    assert Receiver.seen[0][0]["webhook-id"] == Receiver.seen[1][0]["webhook-id"]


def test_a_receiver_that_is_down_delays_no_decision_and_is_given_up_in_the_end(settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1:9"]
    webhooks.create("院内系统", "http://127.0.0.1:9/", make_operator())
    assert publish(make_article()).live
    now = timezone.now()
    for _attempt in range(len(pauses.PAUSES) + 1):
        webhooks.send_waiting(now)
        now += datetime.timedelta(hours=3)
    call = WebhookCall.objects.get()
    assert call.state == State.GIVEN_UP
    assert webhooks.try_again(call)
    assert not webhooks.try_again(call)


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "file:///etc/passwd", "https://user@hook.example/", "https://[", "hook"]
)
def test_only_listed_hosts_are_called_and_what_was_typed_stays(client, settings, url):
    settings.WEBHOOK_HOSTS = ["hook.example"]
    client.force_login(make_operator())
    answer = client.post(reverse("moderation_webhook_create"), {"name": "院内系统", "url": url})
    assert answer.status_code == 422
    assert "院内系统" in answer.content.decode()


def test_the_secret_is_told_once(client, settings):
    settings.WEBHOOK_HOSTS = ["hook.example"]
    client.force_login(make_operator())
    answer = client.post(reverse("moderation_webhook_create"), {"name": "院内系统", "url": "https://hook.example/x"})
    assert "whsec_" in answer.content.decode()
    assert "whsec_" not in client.get(reverse("moderation_deliveries")).content.decode()
