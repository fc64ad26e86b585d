"""A picture under a live page stands still; one that changes during the review stops the publication."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from articles.models import ArticleImage, ArticlePage
from moderation import decisions
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db


def other_pixels() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (50, 50), (200, 0, 0)).save(out, "PNG")
    return out.getvalue()


def page_with_picture() -> tuple[ArticlePage, ArticleImage]:
    author = factories.make_doctor()
    picture = factories.make_picture(author)
    block = {"image": picture, "alt": "袖带", "caption": "", "credit": "林知远", "licence": "CC BY 4.0"}
    return factories.make_article(author=author, body=[("picture", block)]), picture


def row_of(picture: ArticleImage) -> dict[str, Any]:
    return dict(ArticleImage.objects.values("file", "title", "description", "sha256").get(pk=picture.pk))


def edited(picture: Any, how: str = "save", **values: Any) -> None:
    found = ArticleImage.objects.get(pk=picture.pk)
    for name, value in values.items():
        setattr(found, name, value)
    getattr(found, how)()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "file": lambda picture: edited(picture, file=ContentFile(other_pixels(), "x.png")),
    "title": lambda picture: edited(picture, title=scene.WORDS),
    "description": lambda picture: edited(picture, description=scene.WORDS),
    "save_base": lambda picture: edited(picture, "save_base", title=scene.WORDS),
    "thawed": lambda picture: edited(picture, frozen=False),
    "delete": lambda picture: ArticleImage.objects.get(pk=picture.pk).delete(),
    "delete by queryset": lambda picture: ArticleImage.objects.filter(pk=picture.pk).delete(),
    "update": lambda picture: ArticleImage.objects.filter(pk=picture.pk).update(description=scene.WORDS),
    "update file": lambda picture: ArticleImage.objects.filter(pk=picture.pk).update(file="other.png"),
    "update hash": lambda picture: ArticleImage.objects.filter(pk=picture.pk).update(sha256="0" * 64),
    "update thawing": lambda picture: ArticleImage.objects.filter(pk=picture.pk).update(frozen=False),
    "SQL": lambda picture: execute(f"UPDATE articles_articleimage SET title = '{scene.WORDS}' WHERE id = {picture.pk}"),
    "SQL delete": lambda picture: execute(f"DELETE FROM articles_articleimage WHERE id = {picture.pk}"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_live_picture_stands_still(change: str) -> None:
    page, picture = page_with_picture()
    page = factories.publish(page)
    before = row_of(picture)
    with scene.standing_still(page):
        assert scene.attempt(lambda: CHANGES[change](picture)) is not None
    assert row_of(picture) == before


@pytest.mark.parametrize("who", ["author", "root"])
def test_the_administration_refuses_politely(who: str) -> None:
    page, picture = page_with_picture()
    page = factories.publish(page)
    before = row_of(picture)
    client = scene.client_of(page.owner if who == "author" else scene.superuser())
    upload = SimpleUploadedFile("new.png", other_pixels(), "image/png")
    for view, data in (("edit", {"title": scene.WORDS, "file": upload, "collection": 1, "tags": ""}), ("delete", {})):
        response = client.post(reverse(f"wagtailimages:{view}", args=[picture.pk]), data)
        assert response.status_code in (302, 403)
    bulk = reverse("wagtail_bulk_action", args=["articles", "articleimage", "delete"]) + f"?id={picture.pk}"
    assert client.post(bulk).status_code in (200, 302, 403)
    assert row_of(picture) == before


def test_a_picture_changed_during_the_review_stops_the_publication() -> None:
    page, picture = page_with_picture()
    submission = factories.submit(page)
    edited(picture, file=ContentFile(other_pixels(), "x.png"))
    with scene.standing_still(page):
        assert not factories.approve(submission)
    submission.refresh_from_db()
    assert submission.state == "approved"
    assert not decisions.publish(submission)
