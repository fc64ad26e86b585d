"""The admin finds pages by their words and knows what they use, and an autosave does not index anything anew."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from articles.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


def found(words: str) -> list[int]:
    return [page.pk for page in ArticlePage.objects.search(words)]


def test_a_new_article_and_a_published_one_are_found_by_their_titles() -> None:
    page = factories.make_article(title="Swimming")
    assert found("Swimming") == [page.pk]
    draft = ArticlePage.objects.get(pk=page.pk)
    draft.title = "Cycling"
    draft.save_revision(user=draft.owner)
    assert found("Swimming") == [page.pk]
    assert found("Cycling") == []
    factories.publish(ArticlePage.objects.get(pk=page.pk))
    assert found("Swimming") == []
    assert found("Cycling") == [page.pk]


def test_a_partial_save_of_a_draft_indexes_the_row_and_not_the_draft() -> None:
    page = factories.make_article(title="Swimming")
    page.title = "Cycling"
    page.locked = True
    page.save(update_fields=["locked"], clean=False)
    assert found("Cycling") == []
    assert found("Swimming") == [page.pk]


def test_a_save_that_is_rolled_back_leaves_both_indexes_as_they_were() -> None:
    author = factories.make_doctor()
    picture = factories.make_picture(author, (40, 30))
    page = factories.make_article(author, title="Swimming")
    page.title = "Cycling"
    page.cover = [("picture", {"image": picture, "alt": "袖带", "credit": "甲", "caption": "", "licence": "CC BY 4.0"})]
    with transaction.atomic():
        page.save()
        assert found("Cycling") == [page.pk]
        assert ReferenceIndex.get_references_to(picture)
        transaction.set_rollback(True)
    assert (found("Cycling"), found("Swimming")) == ([], [page.pk])
    assert not ReferenceIndex.get_references_to(picture)


def test_a_deleted_draft_is_not_found() -> None:
    page = factories.make_article(title="Swimming")
    page.delete()
    assert found("Swimming") == []


def test_a_publication_says_what_it_uses_and_an_autosave_asks_nothing() -> None:
    author = factories.make_doctor()
    picture = factories.make_picture(author, (40, 30))
    page = factories.make_article(author)
    value = {"image": picture, "alt": "袖带", "credit": "甲", "caption": "", "licence": "CC BY 4.0"}
    page.cover = [("picture", value)]
    with CaptureQueriesContext(connection) as asked:
        page.save_revision(user=author)
    statements = " ".join(query["sql"] for query in asked)
    assert "wagtailsearch_indexentry" not in statements
    assert "wagtailcore_referenceindex" not in statements
    assert not ReferenceIndex.get_references_to(picture)
    factories.publish(ArticlePage.objects.get(pk=page.pk))
    assert [int(one.object_id) for one in ReferenceIndex.get_references_to(picture)] == [page.pk]
