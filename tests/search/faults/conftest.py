"""A cluster to break: each test has its own index prefix, its own proxy to the node, and a worker that has forgotten the last test."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from tests.search.faults import state
from tests.search.faults.proxy import Proxy


@pytest.fixture
def direct(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    """The node itself, whatever the proxy does."""
    with Elasticsearch(elasticsearch_url, request_timeout=60) as connected:
        yield connected


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[Proxy]:
    with Proxy(elasticsearch_url) as between:
        yield between


@pytest.fixture
def prefix(settings: Any, proxy: Proxy, direct: Elasticsearch) -> Iterator[str]:
    """The site is configured for the cluster behind the proxy."""
    settings.SEARCH_URL = proxy.url
    settings.SEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    settings.SEARCH_REPLICAS = 0
    settings.SEARCH_REFRESH_SECONDS = 0.2
    state.forget()
    yield settings.SEARCH_INDEX_PREFIX
    state.forget()
    # A node refuses to delete by a pattern.
    for index in direct.indices.get(index=f"{settings.SEARCH_INDEX_PREFIX}-*"):
        direct.indices.delete(index=index)
