"""A rebuild beside ten people who publish loses nothing; one that was broken off goes on, one that was called off leaves nothing."""

import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from elasticsearch import Elasticsearch

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from search.elastic import delivery, generations, rebuilding, sending
from search.engine import Query, search
from search.models import SearchEntry, SearchRebuild
from tests import factories
from tests.search.faults import state

pytestmark = pytest.mark.elasticsearch


@pytest.mark.django_db(transaction=True)
def test_ten_publish_and_take_down_while_the_index_is_rebuilt(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    standing = state.publish(12, author)
    state.heal(direct)
    drafts = [factories.make_article(author, title=f"新写第{number}篇讲血压") for number in range(20)]
    filled, failures = threading.Barrier(11, timeout=120), []
    # The slowest rebuild that there is: one page a batch, and everybody else at work from its first batch on.
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    real, batches = sending.bulk, []

    def slowly(cluster: Any, documents: Any, targets: Any) -> Any:
        if documents and documents[0][1] == 0:
            batches.append(documents[0][0])
            if len(batches) == 2:
                filled.wait()
        return real(cluster, documents, targets)

    def publish(number: int) -> None:
        try:
            filled.wait()
            factories.publish(drafts[2 * number])
            old = ArticlePage.objects.get(pk=standing[number].pk)
            decisions.take_down(old, moderator, Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
            if number % 2:
                decisions.restore(ArticlePage.objects.get(pk=old.pk), moderator, old.live_digest, "查明无误")
            factories.publish(drafts[2 * number + 1])
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    monkeypatch.setattr(sending, "bulk", slowly)
    publishers = [threading.Thread(target=publish, args=(number,)) for number in range(10)]
    for thread in publishers:
        thread.start()
    empty = [len(search(Query("血压", size=50)).hits) == 0]
    assert rebuilding.rebuild() > 0
    empty.append(len(search(Query("血压", size=50)).hits) == 0)
    for thread in publishers:
        thread.join()
    assert failures == []
    assert empty == [False, False]
    state.heal(direct)
    assert len(state.held(direct)) == 12 + 20 - 5
    assert generations.standing().serving == 2


@pytest.mark.django_db
def test_what_changes_meanwhile_is_written_to_both_and_one_old_generation_is_kept(prefix: str, direct: Elasticsearch) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    generations.create(2)
    state.publish(1, page.owner)
    assert delivery.run() == 1
    counts = {}
    for number in (1, 2):
        direct.indices.refresh(index=generations.name(number))
        counts[number] = direct.count(index=generations.name(number))["count"]
    assert counts == {1: 2, 2: 1}
    for _time in range(3):
        call_command("search_rebuild", verbosity=0)
        state.heal(direct)
    now = generations.standing()
    assert sorted(now.mappings) == [now.serving - 1, now.serving]
    assert now.doors == {now.serving}, "nobody writes to what is kept"


@pytest.mark.django_db
def test_a_rebuild_that_was_broken_off_goes_on_where_it_stopped(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = state.publish(6)
    state.heal(direct)
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    real, sent = sending.bulk, []

    def dying(cluster: Any, documents: Any, targets: Any) -> Any:
        sent.extend(page for page, version, _told in documents if version == 0)
        if len(sent) == 4:
            raise KeyboardInterrupt
        return real(cluster, documents, targets)

    monkeypatch.setattr(sending, "bulk", dying)
    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild()
    assert generations.standing().serving == 1
    call_command("search_rebuild", verbosity=0)
    first, *others = (page.pk for page in pages)
    assert first not in sent[4:], "the first batch was not sent again"
    assert set(sent) == {first, *others}
    assert generations.standing().serving == 2
    state.heal(direct)


@pytest.mark.django_db
def test_a_rebuild_can_be_called_off_and_only_one_runs(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.publish(2)
    state.heal(direct)
    real, told = rebuilding._write, []

    def interrupted(number: int, documents: Any) -> Any:
        with pytest.raises(CommandError, match="another process is rebuilding"):
            call_command("search_rebuild", verbosity=0)
        call_command("search_rebuild", "--abort", verbosity=0)
        told.append(number)
        return real(number, documents)

    monkeypatch.setattr(rebuilding.ThreadPoolExecutor, "submit", lambda self, call, *given: _Done(interrupted(*given)))
    with pytest.raises(CommandError, match="called off"):
        call_command("search_rebuild", verbosity=0)
    monkeypatch.undo()
    assert told == [2]
    assert sorted(generations.standing().mappings) == [1]
    assert SearchRebuild.objects.get().owner == ""
    state.heal(direct)


class _Done:
    def __init__(self, value: Any) -> None:
        self.value = value

    def result(self) -> Any:
        return self.value


@pytest.mark.django_db
def test_a_generation_that_differs_is_not_put_in_service(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = state.publish(3)
    state.heal(direct)
    monkeypatch.setattr(rebuilding, "ROUNDS", 2)
    real = rebuilding._write
    monkeypatch.setattr(rebuilding, "_write", lambda number, documents: real(number, documents[1:]))
    with pytest.raises(CommandError, match=f"article {pages[0].slug} is not in Elasticsearch"):
        call_command("search_rebuild", verbosity=0)
    assert generations.standing().serving == 1
    monkeypatch.undo()
    call_command("search_rebuild", verbosity=0)
    state.heal(direct)


@pytest.mark.django_db
def test_the_verifier_names_what_is_missing_strange_other_and_old(prefix: str, direct: Elasticsearch) -> None:
    missing, other, old, right = state.publish(4)
    state.heal(direct)
    index = generations.name(1)
    direct.delete(index=index, id=str(missing.pk))
    direct.update(index=index, id=str(other.pk), doc={"title": "别的标题"})
    direct.update(index=index, id=str(old.pk), doc={"recipe": 0})
    direct.index(index=index, id="999999", document={"page": 999_999})
    assert state.verified() == [
        "Elasticsearch holds page 999999, which is not findable",
        f"article {missing.slug} is not in Elasticsearch",
        f"article {other.slug} is in Elasticsearch as another version",
        f"article {old.slug} was put into Elasticsearch by an older recipe",
    ]
    call_command("search_rebuild", verbosity=0)
    state.heal(direct)
    assert SearchEntry.objects.filter(pk=right.pk).exists()
