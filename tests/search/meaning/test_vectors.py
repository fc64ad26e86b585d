"""Vectors are made after an article went live, follow its words, and leave with it."""

import datetime
from typing import Any

import numpy
import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import ArticlePage
from search import entries, meaning
from search.meaning import comparing, duty, memory, model, neighbours, vectors
from search.models import NearestArticle, SearchEntry, SearchOutbox, SearchVector, VectorState
from tests import factories

from .conftest import Invented

pytestmark = pytest.mark.django_db
TITLES = ["血压高怎么办", "血压低怎么办", "孩子发烧怎么办"]


@pytest.fixture
def live() -> list[ArticlePage]:
    author = factories.make_doctor()
    return [factories.publish(factories.make_article(author, title=title)) for title in TITLES]


def nearest_to(words: str, **filters: tuple[str, ...]) -> list[int]:
    vector = meaning.vector_of_question(words)
    assert vector is not None
    return [pk for pk, _cosine in meaning.nearest(vector, filters, 10)]


def test_publishing_makes_no_vector_and_the_duty_does(invented: Invented, live: list[ArticlePage]) -> None:
    assert invented.asked == []
    assert meaning.state() == meaning.State(True, False, "", 3, 3)
    assert duty.work(timezone.now()) >= 3
    assert len(invented.asked) == 6
    assert meaning.state().without_vector == 0
    assert nearest_to("血压高怎么办")[0] == live[0].pk
    assert duty.work(timezone.now()) == 0


def test_without_the_model_nothing_happens(live: list[ArticlePage]) -> None:
    assert meaning.make([page.pk for page in live]) == 0
    assert list(meaning.catch_up()) == []
    assert duty.work(timezone.now()) == 0
    assert meaning.related(live[0].pk, 3) is None
    assert meaning.cosines([0.0] * 512, [live[0].pk]) == {}
    assert meaning.nearest([0.0] * 512, {}, 3) == []
    assert meaning.state() == meaning.State(False, False, "switched off", 3, 3)
    assert (list(meaning.faults()), list(meaning.notes())) == ([], [])


def test_title_summary_and_beginning_are_read(invented: Invented, live: list[ArticlePage]) -> None:
    assert meaning.make([live[0].pk]) == 1
    rest = f"{live[0].summary}\n怎样量才准\n早晚各量一次，每次两遍，取平均值。"
    assert invented.asked == [model.prepared(live[0].title), model.prepared(rest)]
    titled, told = invented.embed(invented.asked[0]), invented.embed(invented.asked[1])
    share = vectors.TITLE + vectors.MORE * min(
        1.0, vectors.SHORT * len(model.prepared(live[0].title)) / len(model.prepared(rest))
    )
    expected = share * titled + (1 - share) * told
    assert float(meaning.stored([live[0].pk])[live[0].pk] @ expected) == pytest.approx(
        float(numpy.linalg.norm(expected)), abs=1e-3
    )


def test_a_title_alone_is_enough(invented: Invented, live: list[ArticlePage]) -> None:
    SearchEntry.objects.filter(pk=live[0].pk).update(summary="", body="")
    assert meaning.make([live[0].pk]) == 1
    assert invented.asked == [model.prepared(live[0].title)]


def test_new_words_make_a_new_vector_and_the_same_words_none(invented: Invented, live: list[ArticlePage]) -> None:
    page = live[0]
    assert meaning.make([page.pk]) == 1
    version = VectorState.objects.get().version
    SearchEntry.objects.filter(pk=page.pk).update(digest="f" * 64)
    assert meaning.state().without_vector == 3
    assert meaning.make([page.pk]) == 1
    assert (len(invented.asked), VectorState.objects.get().version) == (2, version)
    SearchEntry.objects.filter(pk=page.pk).update(digest="e" * 64, title="头疼怎么办")
    assert meaning.make([page.pk]) == 1
    assert invented.asked[2] == "头疼怎么办"
    assert SearchVector.objects.get(pk=page.pk).version == version + 1


def test_what_changed_or_left_while_it_was_read_is_not_written(invented: Invented, live: list[ArticlePage]) -> None:
    [changed, left, _same] = SearchEntry.objects.order_by("pk")
    batch = list(vectors.sources(SearchEntry.objects.order_by("pk")))
    made = {source.identity: vectors.vector_of(source) for source in batch}
    SearchEntry.objects.filter(pk=changed.pk).update(digest="f" * 64)
    entries.remove([left.pk])
    assert vectors._keep(batch, made) == 1
    assert set(SearchVector.objects.values_list("pk", flat=True)) == {live[2].pk}


def test_a_vector_leaves_with_its_article(invented: Invented, live: list[ArticlePage]) -> None:
    duty.work(timezone.now())
    assert nearest_to("血压高怎么办")[0] == live[0].pk
    with transaction.atomic():
        entries.remove([live[0].pk])
    assert live[0].pk not in nearest_to("血压高怎么办")
    assert not SearchVector.objects.filter(pk=live[0].pk).exists()
    assert not NearestArticle.objects.filter(other=live[0].pk).exists()
    entries.put(live[0], live[0].live_digest)
    assert live[0].pk not in nearest_to("血压高怎么办")
    assert meaning.make([live[0].pk]) == 1
    assert nearest_to("血压高怎么办")[0] == live[0].pk


def test_another_process_sees_changes_with_its_next_question(invented: Invented, live: list[ArticlePage]) -> None:
    meaning.make([live[0].pk])
    here = memory.current()
    meaning.make([live[1].pk])
    elsewhere, memory._known = memory.current(), here
    assert memory.current().held.places.keys() == elsewhere.held.places.keys() == {live[0].pk, live[1].pk}
    entries.remove([live[0].pk])
    gone, memory._known = memory.current(), here
    assert memory.current().held.places.keys() == gone.held.places.keys() == {live[1].pk}


def test_an_unchanged_memory_costs_one_statement(
    invented: Invented, live: list[ArticlePage], django_assert_num_queries: Any
) -> None:
    duty.work(timezone.now())
    nearest_to("血压")
    with django_assert_num_queries(1):
        nearest_to("发烧")


def test_filters_narrow_before_the_nearest_are_chosen(invented: Invented, live: list[ArticlePage]) -> None:
    duty.work(timezone.now())
    assert set(nearest_to("发烧", specialty=("03.04",), type=("words", "pictures"))) == {page.pk for page in live}
    assert nearest_to("发烧", specialty=("07",)) == []
    assert nearest_to("发烧", specialty=("03",)) == []


def test_a_restored_database_is_read_anew(invented: Invented, live: list[ArticlePage]) -> None:
    duty.work(timezone.now())
    memory.current()
    SearchVector.objects.filter(pk=live[0].pk).delete()
    VectorState.objects.update(epoch=7)
    assert memory.current().held.places.keys() == {live[1].pk, live[2].pk}


def test_too_many_are_compared_from_the_database(
    invented: Invented, live: list[ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 2)
    duty.work(timezone.now())
    vector = meaning.embed("血压高怎么办")
    assert memory.current().too_many
    assert meaning.nearest(vector, {}, 5) == []
    assert set(meaning.cosines(vector, [page.pk for page in live])) == {page.pk for page in live}
    assert "more than 2 articles" in meaning.state().reason


def test_vectors_of_another_model_are_not_compared(
    invented: Invented, live: list[ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.work(timezone.now())
    for module in (vectors, memory, comparing, neighbours):
        monkeypatch.setattr(module, "KEY", "another:1", raising=False)
    memory._known = memory.Known()
    assert nearest_to("血压") == []
    assert meaning.state().without_vector == 3
    assert sum(meaning.catch_up()) == 3
    assert len(nearest_to("血压")) == 3


def test_it_goes_on_where_it_stopped(invented: Invented, live: list[ArticlePage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BATCH", 1)
    made = meaning.catch_up()
    assert next(made) == 1
    made.close()  # type: ignore[attr-defined]
    assert meaning.state().without_vector == 2
    assert sum(meaning.catch_up(threads=2)) == 2
    assert len(invented.asked) == 6
    assert list(meaning.catch_up(seconds=0)) == []


def test_a_cluster_is_told_of_new_vectors(invented: Invented, live: list[ArticlePage], settings: Any) -> None:
    meaning.make([live[0].pk])
    assert not SearchOutbox.objects.exists()
    settings.SEARCH_URL = "http://127.0.0.1:9"
    meaning.make([live[1].pk])
    assert list(SearchOutbox.objects.values_list("pk", "removed")) == [(live[1].pk, False)]
    assert set(meaning.stored([live[0].pk, live[1].pk, 0])) == {live[0].pk, live[1].pk}


def test_faults_name_what_is_missing_stale_or_damaged(invented: Invented, live: list[ArticlePage]) -> None:
    assert list(meaning.faults()) == []
    assert list(meaning.notes()) == ["3 articles that went live lately wait for their vector and are found by words alone"]
    duty.work(timezone.now())
    assert (list(meaning.faults()), list(meaning.notes())) == ([], [])
    SearchEntry.objects.filter(pk=live[0].pk).update(title="另一个题目")
    SearchVector.objects.filter(pk=live[1].pk).update(codes=b"\1" * 511)
    memory._known = memory.Known()
    assert meaning.cosines(meaning.embed("血压"), [live[1].pk]) == {live[1].pk: 0.0}
    SearchVector.objects.filter(pk=live[2].pk).delete()
    SearchEntry.objects.filter(pk=live[2].pk).update(reviewed_at=timezone.now() - datetime.timedelta(days=1))
    assert list(meaning.faults()) == [
        f"article {live[2].slug} has no vector of this version",
        f"article {live[0].slug} has the vector of other words",
        f"article {live[1].slug} has a damaged vector",
    ]
    assert meaning.mend() == 2
    assert sum(meaning.catch_up()) == 3
    assert list(meaning.faults()) == []
