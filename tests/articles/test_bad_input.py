"""Whatever a browser sends to the editor: a clear answer, nothing lost, no 500."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.models import ArticleIndexPage, ArticlePage
from doctors.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return factories.make_doctor()


@pytest.fixture
def editor(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


def sent(body: list[tuple[str, Any]], **fields: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    streams = {name: streamfield([]) for name in ("cover", "references", "source_works", "contributors")}
    values = {"title": "家里量血压", "summary": "量对时间。", "specialty": "03.04", "audience": "一般公众", "origin": "原创"}
    values |= {"topic": "", "audience_for": "", "audience_not": "", "licence": "", "owner_name": "", "ai_use": "", "ai_note": ""}
    values |= {"interests": "", "seo_title": "", "search_description": "", "tag_line": "", "comments": inline_formset([])}
    return nested_form_data({**values, **streams, "body": streamfield(body), **fields})


def create(editor: Client, data: dict[str, Any]) -> Any:
    index = ArticleIndexPage.objects.get()
    return editor.post(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", index.pk]), data)


def test_an_unknown_block_costs_no_other_word(editor: Client) -> None:
    answer = create(editor, sent([("heading", "怎样量"), ("nosuchblock", "甲"), ("paragraph", rich_text("<p>早晚各一次</p>"))]))
    assert answer.status_code == 302
    assert "早晚各一次" in str(ArticlePage.objects.get().get_latest_revision().as_object().body.get_prep_value())


@pytest.mark.parametrize("title", ["😀🩺", "家里量血压" * 30, "<script>alert(1)</script>", "‮عربي", "1️⃣"])
def test_titles_of_every_kind_are_kept(editor: Client, title: str) -> None:
    assert create(editor, sent([], title=title)).status_code == 302
    page = ArticlePage.objects.get()
    assert page.title == title
    assert len(page.slug) == 8


def test_a_title_that_is_too_long_is_a_form_error_with_everything_kept(editor: Client) -> None:
    answer = create(editor, sent([("heading", "怎样量")], title="长" * 300))
    assert answer.status_code == 200
    assert "长" * 300 in answer.content.decode()
    assert json.dumps("怎样量")[1:-1] in answer.content.decode()


def test_three_hundred_blocks(editor: Client) -> None:
    answer = create(editor, sent([("paragraph", rich_text(f"<p>第{number}段</p>")) for number in range(300)]))
    assert answer.status_code == 302
    assert len(ArticlePage.objects.get().get_latest_revision().as_object().body) == 300


def test_a_body_of_a_million_characters(editor: Client) -> None:
    answer = create(editor, sent([("paragraph", rich_text(f"<p>{'血压要测两遍' * 170_000}</p>"))]))
    assert answer.status_code == 302
    page = ArticlePage.objects.get()
    assert editor.get(reverse("moderation_submit", args=["articles", "articlepage", page.pk])).status_code == 200


@pytest.mark.parametrize("raw", ["[]", "null", "{", '{"blocks": 7}', '{"blocks": [{"text": "血压"}]}', "血压"])
def test_broken_editor_json_is_no_500(editor: Client, raw: str) -> None:
    data = sent([("paragraph", rich_text("<p>甲</p>"))])
    data["body-0-value"] = raw
    assert create(editor, data).status_code in (200, 302)


def test_an_expired_session_says_so_and_publishes_nothing(author: User) -> None:
    answer = create(Client(), sent([("heading", "怎样量")]))
    assert answer.status_code == 302
    assert "/admin/login/" in answer.url
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    answer = create(client, sent([("heading", "怎样量")]))
    assert answer.status_code == 403
    assert "登录" in answer.content.decode()
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize(("count", "status"), [(9_000, 302), (10_100, 400)])
def test_too_many_fields_are_answered_in_chinese(editor: Client, count: int, status: int) -> None:
    data = sent([("heading", "怎样量")]) | {f"extra-{number}": "x" for number in range(count)}
    answer = create(editor, data)
    assert answer.status_code == status
    if status == 400:
        assert "返回" in answer.content.decode()


def test_what_is_no_picture_is_a_form_error(author: User, editor: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("cuff.png", b"not a picture at all", "image/png")
    answer = editor.post(reverse("wagtailimages:add"), {"title": "袖带", "file": file, "collection": 1})
    assert answer.status_code == 200
    assert "这个文件不是完整的图片" in answer.content.decode()


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("高血压、家庭血压监测，老年人 血压计", ["高血压", "家庭血压监测", "老年人", "血压计"]),
        ("高血压、高血压", ["高血压"]),
        ("", []),
    ],
)
def test_tags_are_one_line_of_words(editor: Client, line: str, tags: list[str]) -> None:
    assert create(editor, sent([], tag_line=line)).status_code == 302
    page = ArticlePage.objects.get().get_latest_revision().as_object()
    assert [block.value for block in page.tags] == tags
    screen = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "、".join(tags) in screen


def test_too_many_tags_are_a_form_error(editor: Client) -> None:
    answer = create(editor, sent([], tag_line="、".join(f"标签{number}" for number in range(9))))
    assert answer.status_code == 200
    assert "标签最多 8 个" in answer.content.decode()
