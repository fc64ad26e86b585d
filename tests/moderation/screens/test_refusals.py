"""Refusals say what to do next and lose nothing."""

import pytest
from django.test import Client, RequestFactory

from moderation.gate import PublicationBlocked
from moderation.views import refusals
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_blocked_publication_names_reasons_and_the_way_back() -> None:
    request = RequestFactory().post("/admin/pages/7/edit/", HTTP_REFERER="http://testserver/admin/pages/7/edit/")
    answer = refusals.publication_blocked(request, PublicationBlocked("还没有通过审核", "证件已到期"))
    text = answer.content.decode()
    assert answer.status_code == 403
    for words in ("还没有通过审核", "证件已到期", "提交审核", "回到草稿", 'href="http://testserver/admin/pages/7/edit/"'):
        assert words in text


def test_an_expired_session_says_how_to_get_the_words_back() -> None:
    client = Client(enforce_csrf_checks=True)
    page = factories.make_article()
    client.force_login(page.owner)
    answer = client.post(f"/admin/submit/articles/articlepage/{page.pk}/", {"warranty": "on", "confirm": "licence"})
    text = answer.content.decode()
    assert answer.status_code == 403
    for words in ("登录状态已过期", "在新标签页登录", "后退"):
        assert words in text
