"""Addresses of people without an account: mailed to a few times a day, read by whoever typed them, erased when asked."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.attribution.signatures import answering, asking, erasing, mailing
from articles.attribution.signatures.asking import SignatureRefused
from articles.models import ArticlePage, LinkMail, Signature
from moderation import decisions
from moderation.models import LedgerEntry, Notice
from tests import factories
from tests.attribution.test_signatures import OUTSIDER, article, submitted

pytestmark = pytest.mark.django_db
ADDRESS = "xiaoman@example.org"


def request_of(page: ArticlePage) -> Signature:
    signature: Signature = submitted(page).signatures.get(account=None)
    return signature


def test_a_recipient_gets_a_few_links_a_day_and_no_more() -> None:
    signature = request_of(article(OUTSIDER))
    for _number in range(mailing.PER_RECIPIENT):
        last = asking.make_link(signature, ADDRESS)
    with pytest.raises(SignatureRefused, match="已经给这个邮箱发过 5 封"):
        asking.make_link(signature, ADDRESS.upper())
    assert len(mail.outbox) == mailing.PER_RECIPIENT
    signature.refresh_from_db()
    assert signature.link_hash == asking.hash_of(last.url.rstrip("/").rpartition("/")[2]), "the last link still works"
    assert asking.make_link(signature).to_pass_on, "a link that is handed on by oneself is not counted"
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        assert asking.make_link(signature, ADDRESS).mailed
    assert ADDRESS not in str(list(LinkMail.objects.values_list("recipient", flat=True)))


def test_a_sender_mails_no_crowd(client: Client) -> None:
    page = article(OUTSIDER)
    signature = request_of(page)
    client.force_login(page.owner)
    form = {"action": "link", "signature": signature.pk}
    for number in range(mailing.PER_SENDER):
        client.post(f"/admin/signatures/{page.pk}/", {**form, "email": f"v{number}@victim.example"})
    answer = client.post(f"/admin/signatures/{page.pk}/", {**form, "email": "last@victim.example"}, follow=True)
    assert "您一天之内已经发出 40 封签署邮件" in answer.content.decode()
    assert len(mail.outbox) == mailing.PER_SENDER


@pytest.mark.parametrize(
    ("address", "shown"), [(ADDRESS, "xi***@example.org"), ("ab@x.cn", "a***@x.cn"), ("a@x.cn", "a***@x.cn"), ("", "")]
)
def test_an_address_is_recognised_and_not_read(address: str, shown: str) -> None:
    assert mailing.masked(address) == shown


def test_only_whoever_typed_an_address_reads_it(client: Client) -> None:
    colleague = factories.make_doctor()
    page = article({"account": colleague.pk, "name": "沈安宁", "role": "co-author"}, OUTSIDER)
    signature = request_of(page)
    screen = f"/admin/signatures/{page.pk}/"
    client.force_login(page.owner)
    client.post(screen, {"action": "link", "signature": signature.pk, "email": ADDRESS})
    assert ADDRESS in client.get(screen).content.decode()
    for other in (colleague, factories.make_moderator(), factories.make_operator()):
        client.force_login(other)
        text = client.get(screen).content.decode()
        assert ADDRESS not in text
        assert "xi***@example.org" in text
    client.force_login(colleague)
    client.post(screen, {"action": "link", "signature": signature.pk, "email": "xi***@example.org"})
    assert [one.to for one in mail.outbox] == [[ADDRESS], [ADDRESS]], "what comes back as it was shown is what is on record"
    assert ADDRESS not in client.get(screen).content.decode()


def signed_and_live() -> tuple[ArticlePage, Signature]:
    page = article(OUTSIDER)
    signature = request_of(page)
    asking.make_link(signature, ADDRESS)
    answering.sign(signature, "白小满", by_link=True)
    assert factories.approve(signature.submission)
    return ArticlePage.objects.get(pk=page.pk), signature


def test_an_operator_erases_a_persons_contact_and_every_proof_still_holds(client: Client) -> None:
    page, signature = signed_and_live()
    operator = factories.make_operator()
    client.force_login(operator)
    address = "/admin/signatures/erase/"
    assert "没有找到" in client.get(address, {"q": "白小"}).content.decode(), "no browsing"
    found = client.get(address, {"q": ADDRESS.upper()}).content.decode()
    assert "白小满" in found
    assert ADDRESS not in found
    assert client.post(f"{address}?q=白小满", {"ground": "person"}).status_code == 422
    client.post(f"{address}?q=白小满", {"ground": "person", "signatures": [signature.pk]})
    signature.refresh_from_db()
    assert (signature.name, signature.email, signature.words, signature.link_hash) == ("", "", "", None)
    assert (signature.answer, signature.submission.digest) == ("signed", page.live_digest)
    entry = LedgerEntry.objects.get(kind="signature erased")
    assert entry.data["code"] == "person"
    assert "白小满" not in str(list(Notice.objects.values_list("context", flat=True)))
    assert "白小满" not in client.get(f"/admin/signatures/{page.pk}/").content.decode().replace(page.title, "")
    call_command("verify_ledger")
    call_command("verify_published")
    decisions.take_down(page, factories.make_moderator(), "takedown", [], "看看恢复")
    decisions.restore(ArticlePage.objects.get(pk=page.pk), factories.make_moderator(), page.live_digest, "恢复")
    assert not erasing.erase(signature, operator, "person"), "once"


def test_an_open_request_that_is_erased_cannot_be_answered() -> None:
    signature = request_of(article(OUTSIDER))
    link = asking.make_link(signature, ADDRESS)
    assert erasing.erase(signature, factories.make_operator(), "mistake")
    assert Client().get(link.url.partition("8000")[2]).status_code == 404
    assert signature.answer == "void"
    with pytest.raises(SignatureRefused):
        asking.make_link(signature, ADDRESS)


@pytest.mark.parametrize("person", [factories.make_doctor, factories.make_moderator])
def test_nobody_else_erases(client: Client, person: Any) -> None:
    _page, signature = signed_and_live()
    client.force_login(person())
    client.post("/admin/signatures/erase/?q=白小满", {"ground": "person", "signatures": [signature.pk]})
    signature.refresh_from_db()
    assert signature.erased_at is None
