"""The page and the two addresses for machines: their shape, their limits, and no input that breaks them."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.staff import log
from tests import factories
from tests.search.test_text import awkward

pytestmark = pytest.mark.django_db

KEYS = {
    "query",
    "total",
    "took_ms",
    "engine",
    "degraded",
    "results",
    "facets",
    "suggestion",
    "approximate",
    "meaning",
    "expansions",
    "emergency",
}
HIT = {
    "id",
    "title",
    "url",
    "summary",
    "highlights",
    "author",
    "topic",
    "published_at",
    "score",
    "noted",
    "related",
    "overdue",
    "pinned",
}
AWKWARD = [
    {"q": "痛" * 100_000},
    {"q": "血压\0"},
    {"q": '"'},
    {"q": "'"},
    {"q": "血压 AND ( NEAR"},
    {"q": "title:血压*"},
    {"q": "😀"},
    {"q": "👨‍👩‍👧血压"},
    {"q": ""},
    {"q": "血压", "page": "-1"},
    {"q": "血压", "page": "--5"},
    {"q": "血压", "page": "1000000000"},
    {"q": "血压", "page": "²"},
    {"q": "血压", "size": "0"},
    {"q": "血压", "size": "1000"},
    {"q": "血压", "size": "NaN"},
    {"q": "血压", "specialty": "'; DROP TABLE"},
]


def ask(client: Client, **given: str) -> dict[str, Any]:
    response = client.get("/api/search", given)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.json()


def test_the_contract(client: Client) -> None:
    live = factories.publish(factories.make_article())
    answer = ask(client, q="量血压", page="1", size="10")
    assert set(answer) == KEYS
    assert (answer["query"], answer["total"], answer["engine"], answer["degraded"]) == ("量血压", 1, "embedded", False)
    assert set(answer["results"][0]) == HIT
    assert answer["results"][0]["url"] == f"/articles/{live.slug}/"
    assert "<mark>量血压</mark>" in answer["results"][0]["highlights"][0]
    assert answer["results"][0]["published_at"].startswith(str(live.first_published_at.year))


def test_pages_hold_every_find_once(client: Client) -> None:
    author = factories.make_doctor()
    live = {factories.publish(factories.make_article(author, title=f"血压第{number}课")).slug for number in range(5)}
    pages = [ask(client, q="血压", page=str(page), size="2")["results"] for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {hit["id"] for page in pages for hit in page} == live
    scores = [hit["score"] for page in pages for hit in page]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("given", AWKWARD)
@pytest.mark.parametrize("address", ["/api/search", "/api/suggest", "/search/"])
def test_no_input_breaks_it(client: Client, address: str, given: dict[str, str]) -> None:
    factories.publish(factories.make_article())
    assert client.get(address, given).status_code == 200


def test_broken_percent_encoding(client: Client) -> None:
    for address in ("/api/search", "/api/suggest", "/search/"):
        assert client.get(f"{address}?q=%ED%A0%80%FF%00").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), awkward))
def test_no_question_is_a_command(client: Client, words: str) -> None:
    assert client.get("/api/search", {"q": words.encode("utf-8", "surrogatepass")}).status_code == 200
    assert client.get("/api/suggest", {"q": words.encode("utf-8", "surrogatepass")}).status_code == 200


def test_a_long_question_is_cut_and_the_page_says_so(client: Client) -> None:
    assert len(ask(client, q="痛" * 100_000)["query"]) == 80
    assert "只用了前 80 个字" in client.get("/search/", {"q": "痛" * 81}).content.decode()


def test_the_page_marks_and_escapes(client: Client) -> None:
    factories.publish(factories.make_article(title="血压<script>与血糖"))
    page = client.get("/search/", {"q": "血糖"}).content.decode()
    assert "血压&lt;script&gt;与<mark>血糖</mark>" in page
    injected = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in injected


def test_nothing_found_says_what_to_do_next(client: Client) -> None:
    page = client.get("/search/", {"q": "qqqqzzzz"}).content.decode()
    assert "没有找到" in page
    assert 'href="/departments/"' in page


@pytest.mark.parametrize(
    ("words", "number"), [("胸痛怎么办", "120"), ("不想活了", "12356"), ("自殺", "12356"), ("感冒吃什么", None)]
)
def test_an_emergency_is_told_before_anything_else(client: Client, words: str, number: str | None) -> None:
    page = client.get("/search/", {"q": words}).content.decode()
    main = page[page.index('<main id="main"') : page.index('class="page-head finds__head"')]
    assert (f'href="tel:{number}"' in main and 'role="alert"' in main) == (number is not None)
    for address in ("/api/search", "/api/suggest"):
        emergency = client.get(address, {"q": words}).json()["emergency"]
        assert (emergency and emergency["number"]) == number


def test_too_many_questions_are_answered_politely(client: Client, settings: Any) -> None:
    cache.clear()
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    settings.SEARCH_RATE_PER_MINUTE = 3
    answers = [client.get("/api/search", {"q": "血压"}) for _number in range(7)]
    refused = [answer for answer in answers if answer.status_code == 429]
    # The minute may turn once meanwhile.
    assert len(refused) in (1, 4)
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    assert "请稍后再试" in refused[0].json()["message"]
    assert client.get("/api/search", {"q": "血压"}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_suggestions_have_a_generous_limit_of_their_own(client: Client, settings: Any) -> None:
    cache.clear()
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    settings.API_RATE_PER_MINUTE = 1
    settings.SUGGEST_RATE_PER_MINUTE = 4
    answers = [client.get("/api/suggest", {"q": "血压"}) for _number in range(9)]
    refused = [answer for answer in answers if answer.status_code == 429]
    # The minute may turn once meanwhile.
    assert len(refused) in (1, 5)
    assert 0 < int(refused[0]["Retry-After"]) <= 60


def test_who_is_at_work_here_is_no_reader(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[str] = []
    monkeypatch.setattr(log, "note", lambda query, found, request: noted.append(query.text))
    client.get("/search/", {"q": "血压"})
    client.get("/api/search", {"q": "血糖"})
    client.force_login(factories.make_operator())
    client.get("/search/", {"q": "预览"})
    assert noted == ["血压", "血糖"]


def test_suggestions_lead_to_pages(client: Client) -> None:
    doctor = factories.make_doctor()
    profile = factories.make_profile(doctor)
    factories.make_department(live=True)
    topic = factories.make_topic("血压异常", live=True)
    article = factories.publish(factories.make_article(doctor))
    factories.make_article(doctor, title="血压草稿")

    def offered(typed: str) -> list[tuple[str, str, str]]:
        rows = client.get("/api/suggest", {"q": typed}).json()["suggestions"]
        return [(row["text"], row["kind"], row["url"]) for row in rows]

    assert offered("血压") == [("血压异常", "disease", topic.url), (article.title, "article", f"/articles/{article.slug}/")]
    assert (
        offered("心血") == [("心血管内科", "department", "/departments/department-1/")] or offered("心血")[0][1] == "department"
    )
    assert offered("林知") == [(doctor.name, "doctor", f"/doctors/{profile.public_id}/")]
    assert offered("血壓")[0][0] == "血压异常"
    assert offered("") == []
    for _text, _kind, url in offered("血压") + offered("心血") + offered("林知"):
        assert client.get(url).status_code == 200
