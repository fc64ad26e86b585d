"""Each article's neighbours are kept, follow what comes, changes and leaves, and cost its page one statement."""

from typing import Any

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from search import entries, meaning
from search.meaning import duty, neighbours
from search.models import NearestArticle, SearchEntry, SearchVector
from tests import factories

from .conftest import Invented

pytestmark = pytest.mark.django_db
TITLES = ["血压高怎么办才好", "血压低怎么办好", "血压高怎么办好", "孩子发烧"]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> list[ArticlePage]:
    monkeypatch.setattr(neighbours, "FLOOR", 0.7)
    author = factories.make_doctor()
    pages = [factories.publish(factories.make_article(author, title=title)) for title in TITLES]
    for page in pages:
        SearchEntry.objects.filter(pk=page.pk).update(summary="", body="")
    return pages


def test_the_nearest_are_kept_and_read_with_one_statement(
    invented: Invented, live: list[ArticlePage], django_assert_num_queries: Any
) -> None:
    assert meaning.related(live[0].pk, 5) is None
    duty.work(timezone.now())
    with django_assert_num_queries(1):
        assert meaning.related(live[0].pk, 5) == [live[2].pk, live[1].pk]
    assert meaning.related(live[0].pk, 1) == [live[2].pk]
    assert meaning.related(live[3].pk, 5) is None
    assert meaning.related(0, 5) is None


def test_who_comes_later_is_noticed_by_those_it_lies_near(invented: Invented, live: list[ArticlePage]) -> None:
    meaning.make([live[0].pk, live[3].pk])
    sum(neighbours.relate())
    assert meaning.related(live[0].pk, 5) is None
    meaning.make([live[1].pk, live[2].pk])
    sum(neighbours.relate())
    assert meaning.related(live[0].pk, 5) == [live[2].pk, live[1].pk]


def test_who_changes_is_a_neighbour_no_longer(invented: Invented, live: list[ArticlePage]) -> None:
    duty.work(timezone.now())
    SearchEntry.objects.filter(pk=live[2].pk).update(title="完全不同的事情", digest="f" * 64)
    duty.work(timezone.now())
    assert meaning.related(live[0].pk, 5) == [live[1].pk]
    assert meaning.related(live[2].pk, 5) is None


def test_who_leaves_makes_room(invented: Invented, live: list[ArticlePage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "KEPT", 1)
    duty.work(timezone.now())
    assert meaning.related(live[0].pk, 5) == [live[2].pk]
    entries.remove([live[2].pk])
    assert meaning.related(live[0].pk, 5) is None
    duty.work(timezone.now())
    assert meaning.related(live[0].pk, 5) == [live[1].pk]


def test_what_was_missed_is_mended_in_time(invented: Invented, live: list[ArticlePage]) -> None:
    duty.work(timezone.now())
    NearestArticle.objects.all().delete()
    SearchVector.objects.update(related_version=1)
    meaning.make([live[0].pk])
    SearchEntry.objects.filter(pk=live[3].pk).update(digest="f" * 64, title="孩子发热")
    duty.work(timezone.now())
    assert meaning.related(live[0].pk, 5) == [live[2].pk, live[1].pk]
