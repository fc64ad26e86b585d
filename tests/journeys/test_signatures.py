"""From handing in to signatures on a phone to the reader: an illustrator without an account, and a colleague who reviews."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from moderation.models import Case
from tests import factories
from tests.attribution.test_signatures import OUTSIDER, article, colleague

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = 390


def test_signed_by_links_on_a_phone_and_shown_to_readers(visit: Callable[..., Page], settings: Any) -> None:
    settings.MEDICAL_REVIEW = "high-risk"
    page = article(OUTSIDER, topic=factories.make_topic("胸痛", risk="high", live=True))
    factories.make_profile(page.owner)
    reviewer = colleague()

    author = visit(page.owner)
    author.goto(f"/admin/submit/articles/articlepage/{page.pk}/")
    expect(author.get_by_text("提交之后还要请绘图白小满确认")).to_be_visible()
    author.get_by_role("checkbox").first.check()
    for box in author.get_by_role("checkbox").all():
        box.check()
    author.get_by_role("button", name="提交审核").click()
    author.get_by_role("link", name="署名与审稿").click()
    author.get_by_role("button", name="发送链接").click()
    to_illustrator = author.get_by_label("签署链接").input_value()
    author.get_by_label("邀请一位同专科医生").select_option(str(reviewer.pk))
    author.get_by_role("button", name="邀请审稿").click()
    expect(author.get_by_text("链接已用邮件发出")).to_be_visible()
    expect(author.get_by_label("签署链接")).to_have_count(0)
    to_reviewer = mail.outbox[-1].body.split("http", 1)[1].split()[0]

    for url, name, button in (
        (to_illustrator, "白小满", "确认署名"),
        (to_reviewer, "沈安宁", "签署审稿意见：可以发布"),
    ):
        phone = visit(width=PHONE)
        phone.goto(url[url.index("/sign/") :])
        expect(phone.get_by_role("heading", name=page.title)).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
        phone.get_by_label(f"写下您的姓名（{name}）表示同意").fill(name)
        phone.get_by_role("button", name=button).click()
        expect(phone.get_by_text("已签署，谢谢您")).to_be_visible()

    moderator = visit(factories.make_moderator())
    moderator.goto(f"/admin/desk/{Case.objects.get(kind='submission', state='open').number}/")
    moderator.get_by_role("link", name="署名与审稿", exact=True).click()
    expect(moderator.get_by_text("已签署").first).to_be_visible()
    moderator.get_by_role("button", name="通过并发布").click()
    live = ArticlePage.objects.get(pk=page.pk)
    assert live.live

    reader = visit(width=PHONE)
    reader.goto(f"/articles/{live.slug}/")
    reader.get_by_role("article").get_by_text("这篇文章可信吗？").click()
    expect(reader.get_by_text("沈安宁，副主任医师").first).to_be_visible()
    expect(reader.get_by_text("各位参与者已确认这一版").first).to_be_visible()
