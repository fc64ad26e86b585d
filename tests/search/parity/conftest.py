"""One set of articles for both engines; on the cluster in an index of their own, which is deleted afterwards."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from articles.models import ArticlePage
from search import engine
from search.breaker import Breaker
from search.elastic import client, rebuilding
from tests.search.parity import grove


@pytest.fixture(scope="module")
def articles(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[ArticlePage]]:
    """Published for the whole module, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield grove.planted()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cluster(elasticsearch_url: str) -> Iterator[Any]:
    """The real node with an index prefix that nobody else has."""
    prefix = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{uuid.uuid4().hex[:8]}"
    with override_settings(
        SEARCH_URL=elasticsearch_url, SEARCH_INDEX_PREFIX=prefix, SEARCH_REPLICAS=0, SEARCH_TIMEOUT_SECONDS=10
    ):
        yield client.client()
        patient = client.client().options(request_timeout=30)
        for name in patient.indices.get(index=f"{prefix}-*"):
            patient.indices.delete(index=name)


@pytest.fixture(scope="module")
def grown(articles: list[ArticlePage], cluster: Any) -> Any:
    """The cluster with all of them in it."""
    deliver(cluster)
    return cluster


def deliver(cluster: Any) -> None:
    """Everything findable, in one generation behind the alias."""
    rebuilding.rebuild()
    cluster.options(request_timeout=60).indices.refresh(index=client.alias())


@pytest.fixture
def breaker(monkeypatch: pytest.MonkeyPatch) -> Breaker:
    """The door as a process that has just started finds it."""
    made = Breaker("Elasticsearch")
    monkeypatch.setattr(engine, "breaker", made)
    monkeypatch.setattr(client, "_vouched", {})
    return made
