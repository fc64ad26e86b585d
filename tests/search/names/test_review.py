"""Other names of the staff: proposed by one, approved by another, in force on the next question, and never in circles."""

import time
from typing import Any

import pytest

from moderation.models import LedgerEntry
from search import engine, text
from search.models import Synonym
from search.models.synonym import Relation, Source, State
from search.names import expansions, review, sheets
from search.names.review import SynonymRefused
from search.names.suggestions import suggest
from search.query import Query
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> tuple[Any, Any]:
    return factories.make_operator(), factories.make_operator()


def told(question: str) -> list[str]:
    return [name for found in expansions(text.parse(question)) for name in found.also]


def refused(act: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(SynonymRefused) as caught:
        act(*given, **more)
    return "；".join(caught.value.reasons)


def kinds() -> list[str]:
    return list(LedgerEntry.objects.filter(kind__startswith="synonym").order_by("number").values_list("kind", flat=True))


def live(people: Any, name: str, target: str, relation: str = Relation.SAME) -> Synonym:
    row = review.propose(people[0], name, target, relation)
    review.approve(row, people[1])
    return Synonym.objects.get(pk=row.pk)


def test_a_pair_acts_from_approval_to_retirement(people: Any) -> None:
    first, second = people
    article = factories.publish(factories.make_article(title="带状疱疹要尽早治"))
    row = review.propose(first, "火龙缠腰病", "带状疱疹", note="本地的说法", source=Source.ZERO)
    assert told("火龙缠腰病怎么治") == []
    assert "自己提出" in refused(review.approve, row, first)
    review.approve(row, second)
    assert told("火龙缠腰病怎么治")[0] == "带状疱疹"
    assert "火龙缠腰病" in told("缠腰龙") or "带状疱疹" in told("缠腰龙")
    assert [hit.title for hit in engine.search(Query("火龙缠腰病")).hits] == [article.title]
    assert "刚刚被别人处理" in refused(review.approve, row, second) or "已经有一条" in refused(review.approve, row, second)
    assert "理由" in refused(review.retire, row, first, " ")
    review.retire(row, first, "说法太少见")
    assert told("火龙缠腰病怎么治") == []
    assert kinds() == ["synonym proposed", "synonym approved", "synonym retired"]
    entry = LedgerEntry.objects.filter(kind="synonym approved").get()
    assert "火龙" not in str(entry.data)


def test_diseases_are_offered_by_the_new_name_at_once(people: Any) -> None:
    factories.make_topic("带状疱疹", live=True)
    assert suggest("火龙缠") == []
    row = live(people, "火龙缠腰病", "带状疱疹")
    assert [one.text for one in suggest("火龙缠")] == ["带状疱疹"]
    assert [one.text for one in suggest("hlcy")] == ["带状疱疹"]
    review.retire(row, people[0], "不用了")
    assert suggest("火龙缠") == []


def test_one_way_stays_one_way_and_a_shipped_pair_can_be_switched_off(people: Any) -> None:
    live(people, "没精神病", "贫血", Relation.MEANS)
    assert "贫血" in told("没精神病")
    assert "没精神病" not in told("贫血")
    assert "心肌梗死" in told("心梗")
    off = live(people, "心梗", "心肌梗死", Relation.APART)
    assert "心肌梗死" not in told("心梗")
    review.retire(off, people[0], "其实对")
    assert "心肌梗死" in told("心梗")


@pytest.mark.parametrize(
    ("name", "target", "relation", "reason"),
    [
        ("", "贫血", "same", "请写出两个名称"),
        ("\0\0", "贫血", "same", "请写出两个名称"),
        ("。！", "贫血", "same", "请写出两个名称"),
        ("贫血", "贫血", "same", "同一个写法"),
        ("貧血", "贫血", "same", "同一个写法"),
        ("ＣＯＰＤ", "copd", "same", "同一个写法"),
        ("血", "贫血", "same", "只有一个字"),
        ("怎么办", "贫血", "same", "常用语"),
        ("痛" * 10_000, "贫血", "same", "太长"),
        ("血少病", "贫血", "cousin", "请选择两个名称的关系"),
        ("心梗", "心肌梗塞", "same", "词表里已经有"),
        ("消渴", "糖尿病", "means", "词表里已经有"),
        ("糖尿病", "消渴", "means", "绕成一圈"),
        ("心梗", "冠心病", "apart", "没有被当作同义词"),
    ],
)
def test_what_cannot_be_is_refused_in_words(people: Any, name: str, target: str, relation: str, reason: str) -> None:
    assert reason in refused(review.propose, people[0], name, target, relation)
    assert not Synonym.objects.exists()


def test_circles_are_found_however_long(people: Any) -> None:
    live(people, "甲甲病", "乙乙病", Relation.MEANS)
    live(people, "乙乙病", "丙丙病", Relation.MEANS)
    assert "丙丙病 → 甲甲病 → 乙乙病 → 丙丙病" in refused(review.propose, people[0], "丙丙病", "甲甲病", Relation.MEANS)
    waiting = review.propose(people[0], "丁丁病", "戊戊病", Relation.MEANS)
    live(people, "戊戊病", "丁丁病", Relation.MEANS)
    assert "绕成一圈" in refused(review.approve, waiting, people[1])
    assert Synonym.objects.get(pk=waiting.pk).state == State.PROPOSED


def test_the_same_pair_stands_once(people: Any) -> None:
    review.propose(people[0], "火龙缠腰病", "带状疱疹")
    assert "已经有一条待审" in refused(review.propose, people[1], "火龍纏腰病", "带状疱疹")
    assert "已经有一条待审" in refused(review.propose, people[1], "带状疱疹", "火龙缠腰病")


def test_declining_needs_a_reason_and_whoever_proposed_may_take_back(people: Any) -> None:
    row = review.propose(people[0], "火龙缠腰病", "带状疱疹")
    assert "理由" in refused(review.decline, row, people[1], "")
    review.decline(row, people[0], "写错了")
    assert Synonym.objects.get(pk=row.pk).state == State.DECLINED
    assert "刚刚被别人处理" in refused(review.decline, row, people[1], "晚了")
    review.propose(people[0], "火龙缠腰病", "带状疱疹")


def test_a_rolled_back_approval_is_forgotten(people: Any) -> None:
    from django.db import transaction

    row = review.propose(people[0], "火龙缠腰病", "带状疱疹")
    with transaction.atomic():
        review.approve(row, people[1])
        assert told("火龙缠腰病")
        transaction.set_rollback(True)
    assert told("火龙缠腰病") == []


def test_a_list_takes_what_is_sound_and_says_what_is_not(people: Any) -> None:
    sheet = sheets.read(
        "说法,另一个名称\n火龙缠腰病,带状疱疹\n\n火龍纏腰病,带状疱疹\n只有一列\n甲甲病,乙乙病,单向,本地话\n乙乙病,甲甲病,单向\n"
        "心梗,心肌梗死\n丙丙病,丁丁病,表亲\n戊戊病\t己己病\0\n庚庚病，辛辛病\n" + "长" * 10_000 + ",贫血\n"
    )
    assert [(pair.name, pair.target, pair.relation) for pair, _note in sheet.pairs] == [
        ("火龙缠腰病", "带状疱疹", "same"),
        ("甲甲病", "乙乙病", "means"),
        ("戊戊病", "己己病", "same"),
        ("庚庚病", "辛辛病", "same"),
    ]
    assert [(number, against[0][:6]) for number, _line, against in sheet.refused] == [
        (4, "和第 2 行"),
        (5, "要用逗号或制"),
        (7, "和第 6 行"),
        (8, "随程序发布的"),
        (9, "第三列“表亲"),
        (12, "“" + "长" * 5),
    ]
    batch = review.propose_many(people[0], sheet.pairs)
    assert "自己提出" in refused(review.approve_batch, batch, people[0])
    assert review.approve_batch(batch, people[1]) == (4, [])
    assert told("火龙缠腰病")
    assert kinds() == ["synonym proposed", "synonym approved"]
    assert "没有待审" in refused(review.decline_batch, batch, people[1], "晚了")


def test_fifty_thousand_names_change_nothing_for_a_reader(people: Any) -> None:
    lines = "\n".join(f"生造名{number},生造病{number}" for number in range(50_000))
    sheet = sheets.read(lines)
    assert (len(sheet.pairs), sheet.refused) == (50_000, [])
    batch = review.propose_many(people[0], sheet.pairs)
    assert review.approve_batch(batch, people[1]) == (50_000, [])
    assert told("生造名49999怎么办") == ["生造病49999"]
    took = []
    for _number in range(200):
        began = time.process_time()
        expansions(text.parse("生造名321和糖尿病患者能不能吃西瓜"))
        took.append(time.process_time() - began)
    assert sorted(took)[100] < 0.002
    row = review.propose(people[0], "火龙缠腰病", "带状疱疹")
    began = time.process_time()
    review.approve(row, people[1])
    assert told("火龙缠腰病")
    assert time.process_time() - began < 1.0
