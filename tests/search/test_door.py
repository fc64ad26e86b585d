"""Whatever stands where the cluster should be, readers get the database's answer in the same request, and are told so."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import ArticlePage
from search import engine
from search.breaker import Breaker
from search.elastic import client as clients
from tests import factories
from tests.search import clusters

pytestmark = pytest.mark.django_db

NO_HITS: dict[str, Any] = {"took": 1, "hits": {"total": {"value": 0}, "hits": []}}
SHARDS = {"error": {"type": "search_phase_execution_exception"}, "status": 503}
MISSING = {"error": {"type": "index_not_found_exception"}, "status": 404}
OPENSEARCH = {"version": {"number": "3.1.0", "distribution": "opensearch"}}
HTML = {"Content-Type": "text/html"}
JSON = {"Content-Type": "application/json"}
LASTING = {
    "opensearch": clusters.always(200, OPENSEARCH, JSON),
    "opensearch refuses the media type": clusters.always(406, {"error": "Content-Type header"}, JSON),
    "a web server": clusters.always(200, "<h1>It works</h1>", HTML),
    "version 7": clusters.elasticsearch((200, NO_HITS), number="7.17.9"),
    "version 10": clusters.elasticsearch((200, NO_HITS), number="10.0.0"),
    "an index of another format": clusters.elasticsearch((200, NO_HITS), format=99),
    "an index of another recipe": clusters.elasticsearch((200, NO_HITS), recipe=0),
    "an index of nobody's": clusters.elasticsearch((200, NO_HITS), format=None, recipe=None),
}
PASSING = {
    "alias missing": clusters.elasticsearch((404, MISSING)),
    "shards failed": clusters.elasticsearch((503, SHARDS)),
    "disk full": clusters.elasticsearch((429, {"error": {"type": "circuit_breaking_exception"}})),
    "not JSON": clusters.elasticsearch((200, "{")),
    "an answer without hits": clusters.elasticsearch((200, {"took": 1})),
    "a list": clusters.elasticsearch((200, [])),
    "hits of another shape": clusters.elasticsearch((200, {"hits": {"total": 3, "hits": [{"_id": "x"}]}})),
    "no password": clusters.always(401, {"error": {"type": "security_exception"}}),
    "a proxy's error page": clusters.always(502, "<h1>Bad gateway</h1>", HTML),
}


@pytest.fixture(autouse=True)
def breaker(monkeypatch: pytest.MonkeyPatch) -> Breaker:
    """The door as a process that has just started finds it."""
    monkeypatch.setattr(clients, "_vouched", {})
    made = Breaker("Elasticsearch")
    monkeypatch.setattr(engine, "breaker", made)
    return made


@pytest.fixture
def live() -> ArticlePage:
    return factories.publish(factories.make_article())


@contextmanager
def standing(reply: clusters.Reply, settings: Any) -> Iterator[list[str]]:
    with clusters.answering(reply) as (url, asked):
        settings.SEARCH_URL = url
        yield asked


def ask(client: Client, words: str = "量血压") -> dict[str, Any]:
    response = client.get("/api/search", {"q": words})
    assert response.status_code == 200
    return dict(response.json())


def assert_degraded(answer: dict[str, Any], live: ArticlePage) -> None:
    assert (answer["engine"], answer["degraded"]) == ("embedded", True)
    assert [hit["id"] for hit in answer["results"]] == [live.slug]


@pytest.mark.parametrize("name", LASTING)
def test_what_cannot_be_used_is_not_asked_again(
    client: Client, live: ArticlePage, settings: Any, breaker: Breaker, name: str
) -> None:
    with standing(LASTING[name], settings) as asked:
        assert_degraded(ask(client), live)
        assert breaker.open
        before = len(asked)
        assert_degraded(ask(client), live)
        assert len(asked) == before


@pytest.mark.parametrize("name", PASSING)
def test_what_fails_is_asked_three_times(
    client: Client, live: ArticlePage, settings: Any, breaker: Breaker, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with standing(PASSING[name], settings) as asked, caplog.at_level(logging.WARNING):
        for number in range(5):
            assert breaker.open == (number >= 3)
            assert_degraded(ask(client), live)
        assert len(asked) >= 3
    assert len(caplog.records) == 1
    assert "Elasticsearch is not asked for now" in caplog.text


def test_a_question_that_the_cluster_refuses_is_its_own_fault(
    client: Client, live: ArticlePage, settings: Any, breaker: Breaker
) -> None:
    with standing(clusters.elasticsearch((400, {"error": {"type": "too_many_clauses"}})), settings):
        for _number in range(5):
            assert_degraded(ask(client), live)
    assert not breaker.open


def test_where_nobody_listens_the_page_is_served(client: Client, live: ArticlePage, settings: Any) -> None:
    settings.SEARCH_URL = clusters.nobody()
    assert_degraded(ask(client), live)
    page = client.get("/search/", {"q": "量血压"})
    assert page.status_code == 200
    assert f"/articles/{live.slug}/" in page.content.decode()


def test_a_black_hole_costs_a_reader_one_time_limit_and_then_nothing(
    client: Client, live: ArticlePage, settings: Any, breaker: Breaker
) -> None:
    settings.SEARCH_TIMEOUT_SECONDS = 0.2
    with clusters.black_hole() as url:
        settings.SEARCH_URL = url
        for _number in range(3):
            began = perf_counter()
            assert_degraded(ask(client), live)
            assert 0.2 <= perf_counter() - began < 2
        assert breaker.open
        began = perf_counter()
        assert_degraded(ask(client), live)
        assert perf_counter() - began < 0.2


def test_an_empty_index_hides_nothing(client: Client, live: ArticlePage, settings: Any, breaker: Breaker) -> None:
    facets = {name: {"values": {"buckets": []}} for name in ("specialty", "disease", "author", "hospital", "type", "year")}
    empty = NO_HITS | {"aggregations": {**facets, "written": {"doc_count": 0}}}
    with standing(clusters.elasticsearch((200, empty)), settings):
        assert_degraded(ask(client), live)
        nothing = ask(client, "蟑螂")
        assert (nothing["engine"], nothing["degraded"], nothing["total"]) == ("elasticsearch", False, 0)
    assert not breaker.open


def test_without_the_extra_the_message_names_it(client: Client, live: ArticlePage, settings: Any, monkeypatch: Any) -> None:
    settings.SEARCH_URL = clusters.nobody()
    for name in [name for name in sys.modules if name.startswith(("elasticsearch", "search.elastic.searching"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "elasticsearch", None)
    clients._made.cache_clear()
    assert_degraded(ask(client), live)
    assert "xinglin[elasticsearch]" in engine.trouble()
    assert "xinglin[elasticsearch]" in clients.refusal()


def test_nothing_of_the_client_is_imported_without_a_cluster(client: Client, live: ArticlePage, monkeypatch: Any) -> None:
    for name in [name for name in sys.modules if name.startswith("elasticsearch")]:
        monkeypatch.delitem(sys.modules, name)
    assert ask(client)["degraded"] is False
    assert not [name for name in sys.modules if name.startswith("elasticsearch")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("opensearch", "not Elasticsearch 8 or 9"),
        ("version 7", "it says 7.17.9"),
        ("an index of another recipe", "run `manage.py search_rebuild`"),
    ],
)
def test_commands_name_a_cluster_that_cannot_be_used(settings: Any, name: str, said: str) -> None:
    err = io.StringIO()
    with standing(LASTING[name], settings):
        settings.SEARCH_URL = settings.SEARCH_URL.replace("http://", "http://reader:secret@")
        call_command("check", stderr=err)
    assert said in err.getvalue()
    assert "search.W001" in err.getvalue()
    assert "secret" not in err.getvalue()


def test_readiness_warns_and_stays_ready(client: Client, settings: Any) -> None:
    with standing(LASTING["opensearch"], settings):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    told = json.loads(answer.content)
    assert told["reasons"] == []
    assert told["warnings"] == ["search: degraded, the database answers: what answers at SEARCH_URL is not Elasticsearch 8 or 9"]


def test_suggestions_do_not_need_the_cluster(client: Client, live: ArticlePage, settings: Any) -> None:
    settings.SEARCH_URL = clusters.nobody()
    offered = client.get("/api/suggest", {"q": live.title[:3]}).json()["suggestions"]
    assert live.title in [row["text"] for row in offered]
