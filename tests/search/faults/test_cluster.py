"""A cluster that is refused, mute, cut off, read-only, robbed of its alias or altered: readers are answered, nothing is lost or left over,
and all is well within a minute of its return."""

import statistics
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from elasticsearch import Elasticsearch

from moderation import decisions
from moderation.models import Verb
from search import outbox
from search.elastic import delivery, generations
from search.engine import Query, search
from search.models import SearchOutbox
from tests import factories
from tests.search.faults import state
from tests.search.faults.proxy import Proxy

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.mark.parametrize("mode", ["refuse", "swallow", "cut"])
def test_what_changes_while_it_does_not_answer_arrives_afterwards(
    mode: str, prefix: str, proxy: Proxy, direct: Elasticsearch, capsys: pytest.CaptureFixture[str]
) -> None:
    stays, leaves = state.publish(2)
    state.heal(direct)
    proxy.turn(mode)
    new = state.publish(1, stays.owner)[0]
    decisions.take_down(leaves, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    began = time.monotonic()
    delivery.run(seconds=5)
    assert time.monotonic() - began < 15
    assert set(SearchOutbox.objects.values_list("pk", flat=True)) == {new.pk, leaves.pk}
    assert not SearchOutbox.objects.filter(parked=True).exists()
    assert {hit.id for hit in search(Query("血压")).hits} == {stays.slug, new.slug}
    proxy.turn("pass")
    seconds = state.heal(direct)
    with capsys.disabled():
        print(f"\n{mode}: well again {seconds:.1f} s after the return")


def test_a_dead_cluster_is_nobodys_fault(
    prefix: str, proxy: Proxy, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.publish(1)
    state.heal(direct)
    proxy.turn("refuse")
    state.publish(1)
    monkeypatch.setattr(delivery, "delay", lambda failures: 0.0)
    for _attempt in range(3 * delivery.ATTEMPTS):
        delivery.run()
    row = SearchOutbox.objects.get()
    assert (row.attempts, row.parked, row.leased_until) == (0, False, None)


def test_publishing_never_waits_for_a_mute_cluster(
    prefix: str, proxy: Proxy, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    author, url, noting = factories.make_doctor(), settings.SEARCH_URL, []
    proxy.turn("swallow")
    real = outbox.note

    def timed(*args: Any, **options: Any) -> None:
        began = time.perf_counter()
        real(*args, **options)
        noting.append(time.perf_counter() - began)

    def seconds(configured: str) -> float:
        settings.SEARCH_URL = configured
        page = factories.make_article(author)
        began = time.perf_counter()
        factories.publish(page)
        return time.perf_counter() - began

    seconds("embedded")
    monkeypatch.setattr(outbox, "note", timed)
    pairs = [(seconds("embedded"), seconds(url)) for _turn in range(8)]
    without, beside = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    own = statistics.median(noting[1::2]) * 1000
    with capsys.disabled():
        print(f"\npublishing: {without:.1f} ms, beside a mute cluster {beside:.1f} ms; of these {own:.2f} ms for the outbox")
    assert proxy.swallowed == 0, "publishing talks to nobody"
    assert own < 20
    assert beside < 2 * without + 100


def test_a_read_only_disk_is_the_clusters_fault_and_passes(prefix: str, direct: Elasticsearch) -> None:
    stays, leaves = state.publish(2)
    state.heal(direct)
    direct.indices.put_settings(index=generations.name(1), settings={"index.blocks.read_only_allow_delete": True})
    new = state.publish(1, stays.owner)[0]
    decisions.take_down(leaves, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert delivery.run() == 0
    assert dict(SearchOutbox.objects.values_list("pk", "attempts")) == {new.pk: 0, leaves.pk: 0}
    assert "429" in delivery.pause.reason
    assert {hit.id for hit in search(Query("血压")).hits} == {stays.slug, new.slug}
    direct.indices.put_settings(index=generations.name(1), settings={"index.blocks.read_only_allow_delete": None})
    state.heal(direct)


def test_a_missing_alias_is_put_back(prefix: str, direct: Elasticsearch) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    for alias in (generations.alias(), generations.door(1)):
        direct.indices.delete_alias(index=generations.name(1), name=alias)
        state.forget()
        state.publish(1, page.owner)
        state.heal(direct)
    assert generations.standing().serving == 1


def test_a_deleted_index_is_filled_again(prefix: str, direct: Elasticsearch) -> None:
    state.publish(3)
    state.heal(direct)
    direct.indices.delete(index=generations.name(1))
    state.forget()
    assert {hit.title for hit in search(Query("血压")).hits} == {f"第{number}篇讲血压" for number in range(3)}
    state.heal(direct)


def test_an_index_that_took_the_aliass_name_gives_way(prefix: str, direct: Elasticsearch) -> None:
    state.publish(1)
    direct.index(index=generations.alias(), document={"title": "不是我们的"})
    state.heal(direct)
    assert not generations.standing().squatter


def test_a_changed_mapping_waits_for_a_rebuild_and_the_database_answers_meanwhile(prefix: str, direct: Elasticsearch) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    meta = direct.indices.get_mapping(index=generations.name(1))[generations.name(1)]["mappings"]["_meta"]
    direct.indices.delete(index=generations.name(1))
    direct.indices.create(
        index=generations.name(1),
        mappings={"_meta": meta, "properties": {"title_pairs": {"type": "keyword"}}},
        aliases={generations.alias(): {}, generations.door(1): {}},
    )
    state.forget()
    new = state.publish(1, page.owner)[0]
    assert delivery.run() == 0
    [line] = [line for line in state.verified() if "mapping" in line]
    assert "search_rebuild" in line
    found = search(Query("血压"))
    assert (found.engine, found.degraded) == ("embedded", True)
    assert {hit.id for hit in found.hits} == {page.slug, new.slug}
    call_command("search_rebuild", verbosity=0)
    state.heal(direct)
    assert generations.standing().serving == 2


def test_an_older_recipe_waits_for_a_rebuild(prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    state.publish(2)
    state.heal(direct)
    monkeypatch.setattr("search.text.RECIPE", 9_999)
    state.forget()
    state.publish(1)
    assert delivery.run() == 0
    assert any("Elasticsearch" in line and "another version or recipe" in line for line in state.verified())
    assert search(Query("血压")).degraded
    call_command("search_rebuild", verbosity=0)
    state.forget()
    state.heal(direct)
    assert not search(Query("血压")).degraded


def test_what_was_rolled_back_never_gets_there(prefix: str, direct: Elasticsearch) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    with transaction.atomic():
        state.publish(1, page.owner)
        transaction.set_rollback(True)
    delivery.run()
    assert state.held(direct).keys() == {page.pk}
    assert outbox.backlog() == (0, 0.0, 0)


def test_a_rebuild_that_cannot_reach_the_cluster_says_so(prefix: str, proxy: Proxy) -> None:
    proxy.turn("refuse")
    with pytest.raises(CommandError, match="Readers are still answered"):
        call_command("search_rebuild", verbosity=0)


def test_what_it_does_not_know_yet_the_database_answers(prefix: str, direct: Elasticsearch) -> None:
    [old] = state.publish(1)
    state.heal(direct)
    new = factories.publish(factories.make_article(old.owner, title="血压计怎么选", text="先看臂围。"))
    found = search(Query("血压"))
    assert ({hit.id for hit in found.hits}, found.engine, found.degraded) == ({old.slug, new.slug}, "embedded", True)
    other = search(Query("取平均值"))
    assert ({hit.id for hit in other.hits}, other.engine, other.degraded) == ({old.slug}, "elasticsearch", False)
    state.heal(direct)
    draft = new.get_latest_revision_as_object()
    draft.title = "家用设备怎么选"
    draft.save_revision(user=new.owner)
    factories.publish(new)
    assert {hit.id for hit in search(Query("血压计怎么选")).hits if "血压计" in hit.title} == set()
    state.heal(direct)
    found = search(Query("血压"))
    assert (found.engine, found.degraded) == ("elasticsearch", False)
