"""Both engines answer the same questions with the same finds, counts and silence."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from articles.models import ArticlePage
from search import text
from search.answering import answer
from search.elastic.searching import Elastic
from search.embedded.finding import Embedded
from search.engines import Asked, Engine, Found
from search.query import Expansion, Query
from tests.search.test_addresses import AWKWARD
from tests.search.test_text import awkward

pytestmark = pytest.mark.elasticsearch

# What is looked up as it stands, or by all its words.
SHORT = [
    "糖尿病",
    "血",
    "B超",
    "2型",
    "covid",
    "cov",
    "19",
    "心梗",
    "血压",
    "糖尿病 饮食",
    "老人 骨折",
    "维生素D",
    "林知远",
    "内分泌科",
    "高血压",
    "补钙",
    "血壓",
    "ｃｏｖｉｄ",
    "120",
    "骨质疏松",
]
WHOLE = [
    "糖尿病人可以吃什么主食",
    "孩子发烧了应该怎么办才好",
    "高血压患者可以跑步吗",
    "心肌梗死怎么急救",
    "老年人跌倒了该怎么办",
    "痛风发作的时候要冷敷还是热敷",
    "帕金森病的早期信号有哪些",
    "放了支架之后阿司匹林要吃多久",
    "失眠应该怎么治疗",
    "脑卒中之后什么时候开始康复",
]
NOTHING = ["𠮷", "zzz", "龘", "xyz 蟑螂", "蟑螂", "。", ""]
FILTERS: list[Mapping[str, tuple[str, ...]]] = [
    {"specialty": ("03.07",)},
    {"specialty": ("03.07", "03.04")},
    {"disease": ("糖尿病",)},
    {"specialty": ("03.04",), "disease": ("高血压", "心肌梗死")},
    {"hospital": ("没有这家医院",)},
    {"year": ("1999",)},
]


ENGINES = (Embedded(), Elastic())


def find(engine: Engine, words: str, filters: Mapping[str, tuple[str, ...]] | None = None, *names: Expansion) -> Found:
    return engine.find(Asked(text.parse(words), names, filters or {}))


def ids(found: Found) -> set[int]:
    return {identity for identity, _score in found.scored}


@pytest.mark.parametrize("words", SHORT)
def test_words_as_written_find_the_same_articles_and_counts(grown: Any, words: str) -> None:
    own, cluster = find(Embedded(), words), find(Elastic(), words)
    assert ids(cluster) == ids(own) != set()
    assert (cluster.total, cluster.exact, cluster.counts) == (own.total, own.exact, own.counts)


@pytest.mark.parametrize("words", WHOLE)
def test_whole_questions_agree_on_most_of_the_first_ten(grown: Any, words: str) -> None:
    own, cluster = ([hit.id for hit in answer(Query(words), engine).hits] for engine in ENGINES)
    assert own[0] == cluster[0]
    # PostgreSQL cuts the tail off nearer to the best than BM25 does.
    assert len(set(own) & set(cluster)) >= 0.6 * min(len(own), len(cluster)) > 0


@pytest.mark.parametrize("words", NOTHING)
def test_what_one_does_not_find_the_other_does_not_find_either(grown: Any, words: str) -> None:
    assert find(Embedded(), words).total == find(Elastic(), words).total == 0


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("words", ["血糖", "高血压", "医生"])
def test_facets_narrow_and_count_alike(grown: Any, words: str, filters: Mapping[str, tuple[str, ...]]) -> None:
    own, cluster = find(Embedded(), words, filters), find(Elastic(), words, filters)
    assert (ids(cluster), cluster.total, cluster.counts) == (ids(own), own.total, own.counts)


def test_other_names_find_the_same_and_weigh_less(grown: Any) -> None:
    names = Expansion("心梗", ("心肌梗死", "急性心肌梗塞"))
    own, cluster = find(Embedded(), "心梗", None, names), find(Elastic(), "心梗", None, names)
    assert ids(own) == ids(cluster)
    assert len(ids(cluster)) > len(ids(find(Elastic(), "心梗")))
    assert own.exact == cluster.exact
    assert own.scored[0][0] == cluster.scored[0][0]


def test_every_part_of_every_title_finds_its_article(grown: Any, articles: list[ArticlePage]) -> None:
    missed = set()
    for page in articles[::3]:
        for length in range(2, 7):
            parts = {page.title[start : start + length] for start in range(len(page.title) - length + 1)}
            missed |= {(engine.name, part) for part in parts for engine in ENGINES if page.pk not in ids(find(engine, part))}
    assert missed == set()


@pytest.mark.parametrize("given", AWKWARD, ids=lambda given: str(given)[:40])
def test_bad_input_is_answered_alike(grown: Any, given: Mapping[str, str]) -> None:
    own, cluster = find(Embedded(), given["q"]), find(Elastic(), given["q"])
    assert (own.total, ids(own), own.counts) == (cluster.total, ids(cluster), cluster.counts)


@given(awkward)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_of_a_reader_troubles_the_cluster(grown: Any, words: str) -> None:
    own, cluster = find(Embedded(), words), find(Elastic(), words)
    assert (own.total == 0) == (cluster.total == 0)


@pytest.mark.parametrize(
    "words",
    [
        "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9",
        "血 压 糖 尿 " * 10,
        "cov dia hyp med pre sub " * 3,
    ],
)
def test_a_question_of_many_beginnings_is_answered(grown: Any, words: str) -> None:
    assert find(Elastic(), words).total == find(Embedded(), words).total


def test_titles_are_offered_from_their_beginning_and_from_each_word(grown: Any, articles: list[ArticlePage]) -> None:
    first = articles[0]
    for typed in ("糖", "糖尿病患", "饮食", "tangniaob", "tnbhz"):
        assert first.pk in Elastic().titles(text.parse(typed), 8)
    assert Elastic().titles(text.parse("zzz"), 8) == []
    assert len(Elastic().titles(text.parse("血"), 2)) == 2
