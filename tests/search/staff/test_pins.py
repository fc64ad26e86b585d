"""Pins put published articles first, while they last, and every change of one is on record."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation.models import LedgerEntry
from search.models import Pin
from search.staff import pins
from search.staff.pins import PinRefused, Wish
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Any:
    return factories.make_operator()


@pytest.fixture
def article() -> Any:
    return factories.publish(factories.make_article(title="高血压怎么量"))


def wish(article: Any, *questions: str, **more: Any) -> Wish:
    return Wish(questions or ("高血压",), (article.pk,), more.pop("reason", "读者问得最多"), **more)


def kinds() -> list[str]:
    return list(LedgerEntry.objects.filter(kind__startswith="search pin").order_by("number").values_list("kind", flat=True))


def test_a_pin_holds_for_its_questions_however_they_are_written(article: Any, operator: Any) -> None:
    pins.put(wish(article, "高血压", "血压 高", "B超"), operator)
    for asked in ("高血压", "高血壓", " 高血压？", "血压  高", "ｂ超"):
        assert pins.pinned(pins.folded(asked)) == [article.pk]
    assert pins.pinned(pins.folded("高血压病")) == pins.pinned("") == []
    assert kinds() == ["search pin made"]


def test_a_pin_lasts_from_its_first_day_to_its_last(article: Any, operator: Any) -> None:
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    for starts, ends, holds in ((None, today, True), (today, None, True), (today + day, None, False), (None, today - day, False)):
        pin = pins.put(wish(article, starts_on=starts, ends_on=ends), operator)
        assert bool(pins.pinned("高血压")) is holds
        assert pins.end(pin, operator)
        assert pins.pinned("高血压") == []
        assert not pins.end(pin, operator)
    assert kinds() == ["search pin made", "search pin ended"] * 4


def test_a_change_of_what_somebody_else_changed_is_refused(article: Any, operator: Any) -> None:
    pin = pins.put(wish(article), operator)
    changed = pins.put(wish(article, "血压高"), operator, pin, pin.version)
    assert (pins.pinned("高血压"), pins.pinned("血压高")) == ([], [article.pk])
    with pytest.raises(PinRefused, match="刚被别人改过"):
        pins.put(wish(article, "低血压"), operator, pin, pin.version)
    pins.end(changed, operator)
    with pytest.raises(PinRefused, match="结束"):
        pins.put(wish(article), operator, pin, changed.version)
    assert kinds() == ["search pin made", "search pin changed", "search pin ended"]


def test_every_fault_is_told_at_once(article: Any, operator: Any) -> None:
    draft = factories.make_article()
    with pytest.raises(PinRefused) as refused:
        pins.put(Wish(("？！",), (draft.pk,), " ", datetime.date(2026, 5, 2), datetime.date(2026, 5, 1)), operator)
    assert len(refused.value.reasons) == 4
    with pytest.raises(PinRefused) as refused:
        pins.put(Wish((*map(str, range(100, 121)), "长" * 81), tuple(range(11)), "由" * 201), operator)
    assert len(refused.value.reasons) == 5
    assert not Pin.objects.exists()
    assert kinds() == []


def test_one_question_has_one_pin(article: Any, operator: Any) -> None:
    first = pins.put(wish(article), operator)
    with pytest.raises(PinRefused, match=f"编号 {first.pk}"):
        pins.put(wish(article, "高血壓"), operator)
    pins.put(wish(article), operator, first, first.version)
    Pin.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    pins.put(wish(article), operator)


def test_another_process_sees_a_pin_at_once(article: Any, operator: Any) -> None:
    assert pins.pinned("高血压") == []
    Pin.objects.create(questions=["高血压"], folded=["高血压"], articles=[article.pk], reason="x")
    assert pins.pinned("高血压") == [article.pk]


def test_readers_get_what_is_pinned_first_while_it_is_published(article: Any, operator: Any) -> None:
    better = factories.publish(factories.make_article(title="高血压"))
    pins.put(Wish(("高血压",), (article.pk,), "先看怎么量"), operator)

    def answered(**more: str) -> list[tuple[str, bool]]:
        told = Client().get("/api/search", {"q": "高血壓", **more}).json()
        assert told["total"] == len(told["results"])
        return [(row["id"], row["pinned"]) for row in told["results"]]

    assert answered() == [(article.slug, True), (better.slug, False)]
    assert "编辑推荐" in Client().get("/search/", {"q": "高血压"}).content.decode()
    assert answered(specialty="no such specialty") == []
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert answered() == [(better.slug, False)]


def test_what_has_no_word_in_common_may_be_pinned(article: Any, operator: Any) -> None:
    pins.put(Wish(("头晕耳鸣",), (article.pk,), "常被当成别的"), operator)
    told = Client().get("/api/search", {"q": "头晕耳鸣"}).json()
    assert [(row["id"], row["pinned"]) for row in told["results"]] == [(article.slug, True)]
