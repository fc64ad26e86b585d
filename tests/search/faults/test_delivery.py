"""What is published reaches a real node: the first index, changes, removals, and one bad document among many."""

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from articles.models import ArticlePage
from doctors.roles import active_operators
from moderation import decisions
from moderation.models import Notice, Verb
from search import outbox
from search.elastic import delivery, document, generations
from search.models import SearchOutbox
from tests import factories
from tests.search.faults import state

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def test_the_worker_makes_the_first_index_and_brings_every_change(prefix: str, direct: Elasticsearch) -> None:
    first, second = state.publish(2)
    assert delivery.run() >= 0
    state.heal(direct)
    versions = state.held(direct)
    draft = first.get_latest_revision_as_object()
    draft.body = [("paragraph", "<p>痛风发作时先冷敷。</p>")]
    draft.save_revision(user=first.owner)
    factories.publish(first)
    decisions.take_down(second, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    state.heal(direct)
    after = state.held(direct)
    assert after.keys() == {first.pk}
    assert after[first.pk] > versions[first.pk]
    decisions.restore(ArticlePage.objects.get(pk=second.pk), factories.make_moderator(), second.live_digest, "查明无误")
    state.heal(direct)
    assert state.held(direct).keys() == {first.pk, second.pk}
    assert not SearchOutbox.objects.exists()


def test_one_bad_document_stops_no_other_and_is_parked_with_one_notice(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_operator()
    generations_made = state.publish(1)
    state.heal(direct)
    bad, *others = state.publish(4, generations_made[0].owner)
    real = document.source

    def spoilt(entry: Any) -> dict[str, Any]:
        return real(entry) | ({"reviewed_at": "not a day"} if entry.pk == bad.pk else {})

    monkeypatch.setattr(document, "source", spoilt)
    monkeypatch.setattr(delivery, "delay", lambda failures: 0.0)
    for _attempt in range(delivery.ATTEMPTS + 2):
        delivery.run()
    assert state.held(direct).keys() == {page.pk for page in (*generations_made, *others)}
    row = SearchOutbox.objects.get()
    assert (row.pk, row.parked, row.attempts) == (bad.pk, True, delivery.ATTEMPTS)
    told = Notice.objects.filter(kind="search_parked")
    assert {notice.recipient_id for notice in told} == {operator.pk for operator in active_operators()}
    assert len(told) == active_operators().count()
    [line] = state.verified()
    assert line.startswith(f"article {bad.slug} is parked and not in Elasticsearch: document_parsing_exception")
    monkeypatch.setattr(document, "source", real)
    assert outbox.release([bad.pk]) == 1
    state.heal(direct)


def test_a_request_that_is_too_large_as_a_whole_is_sent_in_parts(
    prefix: str, direct: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = state.publish(1)
    state.heal(direct)
    pages += state.publish(5, pages[0].owner)
    from search.elastic import sending

    real, sizes = sending.bulk, []

    def narrow(cluster: Any, documents: Any, targets: Any) -> Any:
        sizes.append(len(documents))
        if len(documents) > 1:
            raise sending.Refused("413 too large")
        return real(cluster, documents, targets)

    monkeypatch.setattr(sending, "bulk", narrow)
    assert delivery.run() == 5
    assert sizes == [5, 2, 1, 1, 3, 1, 2, 1, 1]
    monkeypatch.undo()


def test_a_database_that_was_restored_from_a_backup_goes_on_above_what_the_cluster_knows(
    prefix: str, direct: Elasticsearch
) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    [known] = state.held(direct).values()
    direct.index(
        index=generations.name(1), id=str(page.pk), version=known + 500, version_type="external_gte", document={"page": page.pk}
    )
    outbox.note([page.pk])
    state.heal(direct)
    assert state.held(direct)[page.pk] > known + 500


def test_a_worker_that_slept_cannot_bring_back_what_a_later_one_changed(prefix: str, direct: Elasticsearch) -> None:
    [page] = state.publish(1)
    state.heal(direct)
    from search.elastic import sending

    outbox.note([page.pk])
    [asleep] = outbox.claim(9)
    decisions.take_down(page, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    state.heal(direct)
    answered = sending.bulk(generations.writer(), [(page.pk, asleep.sequence, b'{"page": 1}')], [1])
    assert [row["status"] for row in answered[page.pk]] == [409]
    assert state.held(direct) == {}
