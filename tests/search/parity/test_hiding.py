"""What leaves readers leaves the very next answer of the cluster, told or not told; and what is near by meaning is found there."""

from collections.abc import Iterator
from typing import Any

import numpy
import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage
from moderation import decisions
from moderation.models import Verb
from search import outbox, text
from search.breaker import Breaker
from search.elastic import document
from search.elastic.searching import Elastic
from search.embedded.finding import Embedded
from search.engines import Asked
from search.meaning.vectors import KEY, pack
from search.models import SearchEntry, SearchVector
from tests import factories
from tests.search.parity.conftest import deliver

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(autouse=True)
def rolled_back(grown: Any, breaker: Breaker) -> Iterator[None]:
    """The module's articles stay as they are."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(words: str) -> dict[str, Any]:
    answer: dict[str, Any] = Client().get("/api/search", {"q": words}).json()
    assert (answer["engine"], answer["degraded"]) == ("elasticsearch", False)
    return answer


def shown(answer: dict[str, Any]) -> set[str]:
    return {hit["id"] for hit in answer["results"]}


def assert_gone(before: dict[str, Any], slug: str, words: str) -> None:
    """From hits, total and every count, although the cluster was told nothing."""
    assert outbox.pending_removals()
    after = ask(words)
    assert shown(after) == shown(before) - {slug}
    assert after["total"] == before["total"] - 1
    assert sum(row["count"] for row in after["facets"]["disease"]) == sum(row["count"] for row in before["facets"]["disease"]) - 1


def test_an_unpublished_article_is_gone(articles: list[ArticlePage]) -> None:
    page, before = ArticlePage.objects.get(pk=articles[0].pk), ask("糖尿病")
    assert page.slug in shown(before)
    page.unpublish()
    assert_gone(before, page.slug, "糖尿病")


def test_an_article_that_was_taken_down_is_gone(articles: list[ArticlePage]) -> None:
    page, before = ArticlePage.objects.get(pk=articles[1].pk), ask("血糖")
    decisions.take_down(page, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert_gone(before, page.slug, "血糖")


def test_what_is_restricted_is_gone(articles: list[ArticlePage]) -> None:
    page, before = articles[2], ask("糖尿病")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert_gone(before, page.slug, "糖尿病")
    assert page.pk not in Elastic().titles(text.parse("2型糖"), 8)


def test_everything_under_a_restricted_page_is_gone(articles: list[ArticlePage]) -> None:
    assert ask("糖尿病")["total"]
    PageViewRestriction.objects.create(page=ArticleIndexPage.objects.get(), restriction_type="login")
    after = ask("糖尿病")
    assert (after["results"], after["total"], after["facets"]["disease"]) == ([], 0, [])


def test_what_was_not_delivered_yet_is_found_in_the_database() -> None:
    page = factories.publish(factories.make_article(title="龋齿怎么补", text="龋齿早补少受罪。"))
    answer: dict[str, Any] = Client().get("/api/search", {"q": "龋齿"}).json()
    assert shown(answer) == {page.slug}
    assert (answer["engine"], answer["degraded"]) == ("embedded", True)


def test_the_nearest_by_meaning(articles: list[ArticlePage], cluster: Any) -> None:
    turned = numpy.random.default_rng(7).normal(size=(len(articles), document.WIDTH)).astype(numpy.float32)
    turned /= numpy.linalg.norm(turned, axis=1, keepdims=True)
    entries = {entry.pk: entry for entry in SearchEntry.objects.all()}
    for number, (page, vector) in enumerate(zip(articles, turned, strict=True)):
        model = KEY if number % 5 else "another-model"
        entry = entries[page.pk]
        SearchVector.objects.create(entry=entry, model=model, digest=entry.digest, text_hash="", codes=pack(vector), version=1)
    deliver(cluster)
    asked = turned[1] + 0.3 * turned[2]
    asked /= numpy.linalg.norm(asked)
    cosines = {
        page.pk: float(vector @ asked) for number, (page, vector) in enumerate(zip(articles, turned, strict=True)) if number % 5
    }
    expected = sorted(cosines, key=lambda pk: -cosines[pk])
    found = Elastic().nearest(asked.tolist(), {}, 5)
    assert [page for page, _cosine in found] == expected[:5]
    assert all(abs(cosine - cosines[page]) < 0.01 for page, cosine in found)
    narrowed = Elastic().nearest(asked.tolist(), {"specialty": ("07",)}, 3)
    assert {page for page, _cosine in narrowed} <= {page.pk for page in articles if page.specialty == "07"}
    assert len(narrowed) == 3


def test_meaning_without_vectors_finds_nothing(articles: list[ArticlePage]) -> None:
    assert Embedded().find(Asked(text.parse("糖尿病"))).total
    assert Elastic().nearest([1.0] + [0.0] * 511, {"specialty": ("99",)}, 3) == []
