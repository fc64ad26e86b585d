"""A misspelt name is put right when that finds something; a right one is left alone."""

import time

import pytest

from articles.models import ArticlePage
from benchmarks.slips import slips
from moderation import decisions
from moderation.models import Verb
from search import engine
from search.names import did_you_mean, shipped, sound, vocabulary
from search.query import Query
from tests import factories

pytestmark = pytest.mark.django_db

TITLES = [
    "糖尿病患者怎样吃早饭",
    "冠心病的日常",
    "甲亢能不能吃海带",
    "心肌梗塞的前兆",
    "荨麻疹反复发作",
    "孩子发烧到多少度要去医院",
    "类风湿关节炎",
]


@pytest.fixture
def grove() -> list[ArticlePage]:
    vocabulary.forget()
    author = factories.make_doctor()
    return [factories.publish(factories.make_article(author, title=title)) for title in TITLES]


@pytest.mark.usefixtures("grove")
def test_slips_are_put_right() -> None:
    expected = {
        "糖料病": "糖尿病",
        "糖鸟病": "糖尿病",
        "唐尿病": "糖尿病",
        "糖病尿": "糖尿病",
        "糖料病吃什么": "糖尿病吃什么",
        "关心病": "冠心病",
        "甲康": "甲亢",
        "心机梗塞": "心肌梗塞",
        "心肌梗寨": "心肌梗塞",
        "tangniaobing": "糖尿病",
        "tangnaobing": "糖尿病",
        "tanniaobing": "糖尿病",
        "jiakang": "甲亢",
        "tnb": "糖尿病",
        "xunmazheng": "荨麻疹",
        "类风湿关节言": "类风湿关节炎",
        "類風溼關節言": "类风湿关节炎",
        "孩子发少怎么办": "孩子发烧怎么办",
    }
    assert {written: did_you_mean(written) for written in expected} == expected


@pytest.mark.usefixtures("grove")
@pytest.mark.parametrize(
    "right",
    [
        "糖尿病",
        "糖尿病吃什么",
        "甲亢",
        "怎么办",
        "",
        "。\0",
        "😀",
        "zzzzzz",
        "的" * 80,
        "糖尿病患者怎样吃早饭",
        "covid-19",
        "𠮷野家",
    ],
)
def test_what_is_right_or_nothing_stays(right: str) -> None:
    assert did_you_mean(right) is None


@pytest.mark.usefixtures("grove")
def test_what_would_find_nothing_is_never_offered() -> None:
    assert did_you_mean("白癫风") is None
    assert engine.search(Query("白癫风")).suggestion is None
    assert engine.search(Query("糖料病")).suggestion == "糖尿病"


def test_what_left_is_offered_no_longer(grove: list[ArticlePage]) -> None:
    assert did_you_mean("荨麻诊") == "荨麻疹"
    decisions.take_down(grove[4], factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert did_you_mean("荨麻诊") is None


def test_words_published_since_are_known(grove: list[ArticlePage], monkeypatch: pytest.MonkeyPatch) -> None:
    assert did_you_mean("鲜为人之病") is None
    factories.publish(factories.make_article(title="鲜为人知病"))
    monkeypatch.setattr(vocabulary, "SECONDS", 0.0)
    assert did_you_mean("鲜为人之病") == "鲜为人知病"


def test_most_slips_in_unseen_names_are_put_right_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of three characters and more, as if each stood in an article."""
    vocabulary.forget()
    known = vocabulary.vocabulary()
    heads = [shipped.fold(group.preferred) for group in shipped.groups() if not group.means]
    terms = [name for name in heads if 3 <= len(name) <= 8 and all("一" <= character <= "龥" for character in name)]
    for term in terms:
        known.add(term, 2.0)
    monkeypatch.setattr("search.names.meant._finds", lambda word: known.weights[word] > 0)
    right = asked = 0
    took = []
    for _kind, written, meant in slips(terms, 400, 20261126, sound.syllables):
        began = time.process_time()
        guess = did_you_mean(written)
        took.append(time.process_time() - began)
        if written not in known.weights:
            asked += 1
            right += guess == meant
    vocabulary.forget()
    assert right / asked >= 0.88
    assert sorted(took)[200] < 0.004
