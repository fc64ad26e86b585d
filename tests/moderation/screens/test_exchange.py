"""One-click mending changes exactly the place that was found, and nothing when the words moved on."""

from typing import Any

import pytest
from django.test import Client

from articles.models import ArticlePage
from moderation import cards, submissions
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "有问题打电话 13800138000 找她。"


def form_for(page: ArticlePage) -> dict[str, Any]:
    draft, surface, report = submissions.check(page)
    card = next(card for card in cards.of_draft(report, draft, surface.passages) if card.replacement is not None)
    return {"code": card.code, "path": card.path, "start": card.start, "end": card.end, "key": card.key}


def newest(page: ArticlePage) -> str:
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return "".join(passage.text for passage in draft.surface().passages)


def test_the_proposed_words_take_the_place(client: Client) -> None:
    page = factories.make_article(text=PHONE)
    client.force_login(page.owner)
    assert "改为：" in client.get(f"/admin/submit/articles/articlepage/{page.pk}/").content.decode()
    form = form_for(page)
    answer = client.post(f"/admin/submit/articles/articlepage/{page.pk}/exchange/", form)
    assert answer.status_code == 302
    assert "mended=" in answer.headers["Location"]
    assert "13800138000" not in answer.headers["Location"]
    assert "13800138000" not in newest(page)
    assert "有问题打电话" in newest(page)
    after = client.get(answer.headers["Location"]).content.decode()
    assert "没有发现问题" in after
    sheet = client.get(f"/admin/submit/articles/articlepage/{page.pk}/sheet/?{answer.headers['Location'].partition('?')[2]}")
    assert "finding--mended" in sheet.content.decode()


def test_the_forms_hold_no_identifier(client: Client) -> None:
    page = factories.make_article(text=PHONE)
    assert "13800138000" not in str(form_for(page))


def test_nothing_happens_when_the_draft_moved_on(client: Client) -> None:
    page = factories.make_article(text=PHONE)
    form = form_for(page)
    draft = page.get_latest_revision_as_object()
    draft.body = [("paragraph", "<p>改过了。有问题打电话 13800138000 找她。</p>")]
    draft.save_revision(user=page.owner)
    client.force_login(page.owner)
    answer = client.post(f"/admin/submit/articles/articlepage/{page.pk}/exchange/", form, follow=True)
    assert "这一处刚刚有过改动" in answer.content.decode()
    assert "13800138000" in newest(page)


@pytest.mark.parametrize(
    "change", [{"key": "0" * 64}, {"key": ""}, {"start": "abc"}, {"path": "title"}, {"code": "PRIV.ID_CARD"}]
)
def test_a_form_that_names_another_place_changes_nothing(client: Client, change: dict[str, str]) -> None:
    page = factories.make_article(text=PHONE)
    client.force_login(page.owner)
    client.post(f"/admin/submit/articles/articlepage/{page.pk}/exchange/", {**form_for(page), **change})
    assert "13800138000" in newest(page)
