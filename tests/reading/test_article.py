"""The page of one article: what it costs, what it says, and what it does when something is missing."""

import datetime
import html
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from reading.article import Parts
from tests import factories

pytestmark = pytest.mark.django_db

REFERENCES = [("reference", {"text": "中国高血压防治指南[J]. 2024.", "url": "https://example.org/guide"})]


def everything(image: Any) -> list[tuple[str, Any]]:
    """One block of each kind."""
    return [
        ("heading", "怎样量才准"),
        ("paragraph", '<p>家里的界线是 135/85 mmHg<a href="#ref-1">[1]</a>。</p><ul><li>坐定</li><li>别说话</li></ul>'),
        ("picture", {"image": image, "alt": "袖带与心脏同高", "caption": "袖带的位置", "credit": "林知远", "licence": "CC BY 4.0"}),
        ("key_points", {"items": ["早晚各量一次", "取平均值"]}),
        ("do_dont", {"do": ["记下读数"], "dont": ["不要边说边量"]}),
        ("care_card", {"emergency": ["胸口压榨样疼痛"], "soon": ["连续三天偏高"], "routine": ["带上记录"]}),
        ("questions", {"items": [{"question": "腕式可以吗？", "answer": "<p>一般用上臂式。</p>"}]}),
        ("table", {"caption": "界线", "table": {"data": [["在哪里", "界线"], ["家里", "135/85 mmHg"]], "first_row_is_table_header": True}}),
        ("quotation", {"text": "先量准，再谈药。", "source": "门诊笔记"}),
        ("callout", {"tone": "warning", "title": "注意", "text": "不要自行加药。"}),
    ]  # fmt: skip


@pytest.fixture
def article() -> ArticlePage:
    author = factories.make_doctor()
    factories.make_profile(author)
    image = factories.make_picture(author)
    use = {"image": image, "alt": "血压计", "caption": "", "credit": "林知远", "licence": "CC BY 4.0"}
    page = factories.make_article(
        author,
        topic=factories.make_topic(live=True),
        body=everything(image),
        cover=[("picture", use)],
        references=REFERENCES,
        tags=[("tag", "家庭血压监测")],
        common_knowledge=False,
    )
    return factories.publish(page)


def address(page: ArticlePage) -> str:
    return f"/articles/{page.slug}/"


def test_a_cold_page_costs_four_queries_and_no_cookie(client: Client, article: ArticlePage) -> None:
    client.get(address(article))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address(article), headers={"Cookie": "visitor=1"})
    assert answer.status_code == 200
    assert len(queries) <= 4, [query["sql"][:80] for query in queries]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_the_page_answers_whether_it_can_be_trusted(client: Client, article: ArticlePage) -> None:
    page = html.unescape(client.get(address(article)).content.decode()).replace("<wbr>", "")
    for words in (
        "这篇文章可信吗？",
        "已核验",
        "四证齐全",
        "平台已审核",
        "作者声明无",
        "未使用",
        "CC BY 4.0",
        article.live_digest[:4],
    ):
        assert words in page, words
    for words in ("审稿", "data-path", "存档导入"):
        assert words not in page, words
    assert '<li id="ref-1">' in page
    assert 'href="#cite-1-1"' in page
    assert "立即拨打 120" in page
    assert 'href="tel:120"' in page
    assert "<script>" not in page
    assert "style=" not in page


def test_structured_data_is_valid_and_cannot_be_left(client: Client) -> None:
    page = factories.publish(factories.make_article(title="</script><b>血压</b>"))
    text = client.get(address(page)).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    kinds = [json.loads(block)["@type"] for block in blocks]
    assert kinds == ["MedicalWebPage", "BreadcrumbList"]
    assert json.loads(blocks[0])["headline"] == "</script><b>血压</b>"


def test_questions_become_structured_data(client: Client, article: ArticlePage) -> None:
    assert '"FAQPage"' in client.get(address(article)).content.decode()


def test_a_right_copy_is_confirmed_and_a_changed_certificate_ends_it(client: Client, article: ArticlePage) -> None:
    etag = client.get(address(article)).headers["ETag"]
    again = client.get(address(article), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    certificate = article.owner.certificates.first()
    certificate.revoked_at = article.cleared_at
    certificate.save()
    changed = client.get(address(article), headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "四证齐全" not in changed.content.decode()


def test_a_withdrawn_article_is_gone_without_its_title(client: Client, article: ArticlePage) -> None:
    etag = client.get(address(article)).headers["ETag"]
    decisions.take_down(article, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南更新")
    answer = client.get(address(article), headers={"If-None-Match": etag})
    assert answer.status_code == 410
    assert article.title not in answer.content.decode()
    assert client.get(f"/api/articles/{article.slug}/attribution").status_code == 410


@pytest.mark.parametrize("identity", ["zzzzzzzz", "a", "x" * 40])
def test_an_unknown_article_is_missing_with_a_way_on(client: Client, identity: str) -> None:
    answer = client.get(f"/articles/{identity}/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert 'action="/search/"' in answer.content.decode()


def test_a_draft_is_missing(client: Client) -> None:
    assert client.get(address(factories.make_article())).status_code == 404


def test_broken_blocks_cost_themselves_only(article: ArticlePage, caplog: pytest.LogCaptureFixture) -> None:
    stream = article.body.get_prep_value()
    stream[0]["value"] = None
    stream[3] = {"type": "key_points", "value": 7, "id": "broken"}
    stream[6]["value"] = {"items": ["no question"]}
    stream.append({"type": "unknown", "value": "x", "id": "unknown"})
    article.body = ArticlePage.body.field.to_python(stream)
    html_of_body = Parts(article).body.html
    assert "袖带的位置" in html_of_body
    assert "left out" in caplog.text


def test_every_scanned_passage_has_its_place_in_the_preview(article: ArticlePage, rf: Any) -> None:
    draft = article.get_latest_revision_as_object()
    page = draft.make_preview_request(rf.get("/"), draft.default_preview_mode).content.decode()
    places = set(re.findall(r'data-path="([^"]+)"', page))
    scanned = {passage.path for passage in draft.surface().passages}
    assert scanned - places == set()
    assert "尚未审核，这是预览" in page


def test_a_page_link_leads_to_published_pages_only(client: Client) -> None:
    shown, hidden = factories.publish(factories.make_article()), factories.make_article()
    markup = f'<p><a linktype="page" id="{shown.pk}">已发布</a><a linktype="page" id="{hidden.pk}">草稿</a></p>'
    page = factories.publish(factories.make_article(body=[("paragraph", markup)]))
    text = client.get(address(page)).content.decode()
    assert f'<a href="/articles/{shown.slug}/">已发布</a>' in text
    assert hidden.slug not in text


def test_the_record_has_what_reuse_needs(client: Client, article: ArticlePage) -> None:
    record = client.get(f"/api/articles/{article.slug}/attribution").json()
    names = "id version title origin owner licence contributors references pictures ai interests published_at digest"
    assert set(names.split()) <= set(record)
    assert record["id"] == article.slug
    assert record["version"] == 1
    assert record["digest"] == article.live_digest
    assert record["contributors"][0]["verified"] is True
    assert "account" not in json.dumps(record)


def test_a_kept_page_is_never_a_stale_one(client: Client) -> None:
    first = factories.publish(factories.make_article())
    twin = factories.publish(factories.make_article(first.owner))
    pages = [client.get(f"/articles/{page.slug}/").content.decode() for page in (first, twin, first)]
    assert pages[0] == pages[2]
    assert twin.slug in pages[1]
    assert twin.slug not in pages[2]
    draft = first.get_latest_revision().as_object()
    draft.title = "第二版的标题"
    draft.save_revision(user=first.owner)
    factories.publish(first)
    assert "第二版的标题" in client.get(f"/articles/{first.slug}/").content.decode()
    first.owner.certificates.update(expires_on=datetime.date(2020, 1, 1))
    assert "已核验" in pages[0]
    assert "✓ 已核验" not in client.get(f"/articles/{first.slug}/").content.decode()
