"""Whether the cluster holds exactly what is live, and how soon."""

import io
import time
from contextlib import suppress
from typing import Any

from django.core.management import call_command
from elasticsearch import Elasticsearch

from articles.models import ArticlePage
from search.elastic import client, delivery, generations, repairing
from search.engine import breaker
from tests import factories

# After a recovery everything is well again within this many seconds.
HEALED_SECONDS = 60


def forget() -> None:
    """What this process remembers of a cluster."""
    delivery.pause.__init__()  # type: ignore[misc]
    repairing._looked.clear()
    client._vouched.clear()
    breaker.succeeded()


def publish(count: int, author: Any = None) -> list[ArticlePage]:
    author = author or factories.make_doctor()
    return [factories.publish(factories.make_article(author, title=f"第{number}篇讲血压")) for number in range(count)]


def verified() -> list[str]:
    out = io.StringIO()
    with suppress(SystemExit):
        call_command("verify_search", stdout=out, stderr=out)
    return out.getvalue().splitlines()


def held(direct: Elasticsearch) -> dict[int, int]:
    """Page → version, of the generation in service."""
    direct.indices.refresh(index=generations.alias())
    found = direct.search(index=generations.alias(), size=1_000, version=True, source=False)
    return {int(hit["_id"]): hit["_version"] for hit in found["hits"]["hits"]}


def live() -> set[int]:
    return set(ArticlePage.objects.published().values_list("pk", flat=True))


def heal(direct: Elasticsearch) -> float:
    """Let the worker work until nothing is lost and nothing too many; the seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < HEALED_SECONDS:
        delivery.run(seconds=5)
        lines = verified()
        if lines == [f"{len(live())} live articles, each findable exactly as published"]:
            assert held(direct).keys() == live()
            return time.monotonic() - began
        time.sleep(0.3)
    raise AssertionError(lines)
