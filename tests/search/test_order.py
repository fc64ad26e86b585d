"""What comes first: the words as written, then the other names of what was asked, then what fits less; what is overdue waits."""

import datetime

import pytest
from django.utils import timezone

from search import phrasing, ranking, text
from search.engine import Query, search
from search.models import EntryFacets, SearchEntry
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 1)


def candidate(
    identity: int, title: str, on: datetime.date | None = None, until: datetime.date | None = None
) -> ranking.Candidate:
    level = phrasing.levelled(title)
    core = frozenset(phrasing.core(level))
    return ranking.Candidate(identity, 1.0, level, core, phrasing.asks(level), frozenset(level), on, until)


def test_the_same_question_comes_before_others_about_the_same_thing() -> None:
    titles = ["手发黄是怎么回事？", "手掌发黄怎么回事", "手发黄怎么办", "手发紫是怎么回事", "脸色发黄是怎么回事", "手发黄"]
    pool = [candidate(number, title) for number, title in enumerate(titles)]
    ranked = [titles[number] for number, _score, _other in ranking.rank(text.parse("手发黄是咋回事"), (), pool, {}, 6, TODAY)]
    assert ranked[0] == "手发黄是怎么回事？"
    assert ranked.index("手掌发黄怎么回事") < ranked.index("手发紫是怎么回事")
    assert ranked.index("手发黄怎么办") < ranked.index("脸色发黄是怎么回事")


def test_a_lay_name_finds_the_disease_behind_its_own_words() -> None:
    author = factories.make_doctor()
    for number in range(12):
        factories.publish(factories.make_article(author, title=f"病房日记{number}", text="说到心梗，先打电话。"))
    factories.publish(factories.make_article(author, title="心肌梗死的急救", text="先打电话。"))
    found = search(Query("心梗"))
    names = [hit.title for hit in found.hits]
    assert "心肌梗死的急救" in names
    assert names.index("心肌梗死的急救") >= 6
    assert found.total == 13
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_of_two_equal_articles_the_one_that_is_overdue_stands_behind_and_says_so() -> None:
    author = factories.make_doctor()
    first, second = (factories.publish(factories.make_article(author)) for _number in range(2))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for model in (SearchEntry, EntryFacets):
        model.objects.filter(pk=second.pk).update(review_due=yesterday)
    hits = search(Query("量血压")).hits
    assert [(hit.id, hit.overdue) for hit in hits] == [(first.slug, False), (second.slug, True)]


@pytest.mark.parametrize(
    ("reviewed", "due", "better"),
    [
        (TODAY, None, True),
        (TODAY - datetime.timedelta(days=900), None, False),
        (TODAY, TODAY - datetime.timedelta(days=1), False),
    ],
)
def test_a_review_weighs_less_than_a_telling_word(reviewed: datetime.date, due: datetime.date | None, better: bool) -> None:
    parsed = text.parse("痛风饮食")
    half_a_year = TODAY - datetime.timedelta(days=180)
    pool = [candidate(1, "痛风饮食", half_a_year, None), candidate(2, "痛风饮食", reviewed, due)]
    first = ranking.rank(parsed, (), pool, {}, 2, TODAY)[0][0]
    assert first == (2 if better else 1)
    pool = [candidate(1, "痛风饮食", half_a_year, TODAY - datetime.timedelta(days=1)), candidate(2, "痛风检查", TODAY, None)]
    assert ranking.rank(parsed, (), pool, {}, 2, TODAY)[0][0] == 1
