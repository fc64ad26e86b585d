"""Every piece of a title finds its page, whatever stands in it; and no question breaks the answer."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.engine import Query, search
from tests import factories
from tests.search.test_text import awkward

pytestmark = pytest.mark.django_db

TITLES = (
    "HPV疫苗：9价、4价怎么选？",
    "维生素D3（25-羟基）偏低怎么补",
    "COVID-19康复后，B超与CT各查什么……",
    "𠮷田医生：高血壓與低血糖！！",
    "α-地中海贫血 要不要紧",
)


def pieces(title: str) -> list[str]:
    return [title[start : start + length] for length in range(1, 7) for start in range(len(title) - length + 1)]


@pytest.mark.parametrize("title", TITLES)
def test_every_piece_of_a_title_finds_it(title: str) -> None:
    author = factories.make_doctor()
    page = factories.publish(factories.make_article(author, title=title))
    factories.publish(factories.make_article(author, title="夏天怎样喝水"))
    asked = {piece for piece in pieces(title) if piece.strip()}
    missed = {piece for piece in asked if page.slug not in {hit.id for hit in search(Query(piece)).hits}}
    assert not missed


settled = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settled
@given(st.one_of(st.text(max_size=90), awkward), st.integers(-1, 10**9), st.integers(-1, 10**6))
@example("痛" * 100_000, 1, 10)
@example('"血压" NEAR/2 {title} : * ^', -1, 10)
@example("\ud800\0血压", 10**9, 10)
def test_whatever_is_asked_is_answered(live: None, words: str, page: int, size: int) -> None:
    found = search(Query(words, page, size, {"specialty": (words,), "year": ("2026", words)}))
    assert found.total >= len(found.hits) >= 0
    assert search(Query(words, page, size)).engine == "embedded"


@pytest.fixture
def live() -> None:
    factories.publish(factories.make_article())
