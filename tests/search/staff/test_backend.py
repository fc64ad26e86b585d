"""The administration's search finds Chinese words, and nothing that is typed into it does harm."""

import random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from articles.models import ArticlePage
from search.backends.indexing import MARK
from tests import factories

pytestmark = pytest.mark.django_db

TITLES = {
    "cough": "儿童咳嗽怎么办",
    "vitamin": "维生素D缺乏要不要补",
    "sugar": "糖尿病患者的饮食",
    "covid": "COVID-19 之后的咳嗽",
    "b": "B超检查前要憋尿吗",
    "age": "65岁以上老人打什么疫苗",
    "rare": "𠮷田综合征与㙘",
}


@pytest.fixture
def pages() -> dict[str, int]:
    author = factories.make_doctor()
    return {name: factories.make_article(author, title=title).pk for name, title in TITLES.items()}


def found(words: str | SearchQuery, typing: bool = False, **options: Any) -> list[int]:
    backend = get_search_backend()
    ask = backend.autocomplete if typing else backend.search
    return [page.pk for page in ask(words, ArticlePage.objects.all(), **options)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("咳嗽", {"cough", "covid"}),
        ("嗽", {"cough", "covid"}),
        ("糖", {"sugar"}),
        ("食", {"sugar"}),
        ("糖尿病", {"sugar"}),
        ("病患者", {"sugar"}),
        ("尿病患者的饮", {"sugar"}),
        ("儿童咳嗽怎么办", {"cough"}),
        ("咳嗽 儿童", {"cough"}),
        ("兒童咳嗽", {"cough"}),
        ("ｃｏｖｉｄ", {"covid"}),
        ("covid", {"covid"}),
        ("维生素D", {"vitamin"}),
        ("維生素ｄ缺乏", {"vitamin"}),
        ("b超", {"b"}),
        ("65岁", {"age"}),
        ("６５歲", {"age"}),
        ("𠮷田", {"rare"}),
        ("㙘", {"rare"}),
        ("糖水", set()),
        ("病糖尿", set()),
        ("咳嗽 饮食", set()),
    ],
)
def test_words_are_found_wherever_they_stand(pages: dict[str, int], typed: str, names: set[str]) -> None:
    assert set(found(typed)) == {pages[name] for name in names}
    assert set(found(typed, typing=True)) == {pages[name] for name in names}


@pytest.mark.parametrize(
    ("typed", "name"), [("cov", "covid"), ("c", "covid"), ("COVID-1", "covid"), ("6", "age"), ("咳嗽怎", "cough")]
)
def test_while_somebody_types_a_word_may_go_on(pages: dict[str, int], typed: str, name: str) -> None:
    assert pages[name] in found(typed, typing=True)


def test_half_a_latin_word_is_no_word_when_nobody_is_typing(pages: dict[str, int]) -> None:
    assert found("co") == []


@pytest.mark.parametrize(
    "typed",
    ['"', "'", '咳嗽"', '"咳嗽" OR 1', "咳嗽' OR '1", "NEAR(咳 嗽)", "咳嗽 AND", "NOT", "*", "咳*", "^咳嗽", "title:咳嗽", "{title} : x", "(", "\\", "%",
     "%s", "%(x)s", "_", "-", "--", ";", "\0", "咳\0嗽", "😀", "👨‍👩‍👧", " ", "　", "\ud800", "a" * 100_000, "病" * 100_000, "!&|<->:*"],
)  # fmt: skip
def test_nothing_that_is_typed_does_harm(pages: dict[str, int], typed: str) -> None:
    for typing in (False, True):
        for operator in ("and", "or"):
            found(typed, typing=typing, operator=operator)
    results = get_search_backend().search(typed, Page.objects.all())
    assert results.count() == len(results)


def test_an_operator_or_a_quotation_mark_is_no_more_than_a_space(pages: dict[str, int]) -> None:
    assert found('"咳嗽" (儿童)') == [pages["cough"]]
    assert found("咳嗽*") == found("咳嗽") != []


def test_random_queries_are_answered(pages: dict[str, int]) -> None:
    draw = random.Random(7)
    letters = "咳嗽糖尿病饮食aB1９\"'()*:^-&|!<>\\%_{}[]~\0 　😀𠮷"
    for _number in range(300):
        typed = "".join(draw.choice(letters) for _place in range(draw.randint(1, 12)))
        found(typed, typing=bool(draw.getrandbits(1)))


def test_queries_may_be_put_together(pages: dict[str, int]) -> None:
    cough, covid, sugar = pages["cough"], pages["covid"], pages["sugar"]
    assert set(found(PlainText("儿童 饮食", operator="or"))) == {cough, sugar}
    assert found(And([PlainText("咳嗽"), Not(PlainText("儿童"))])) == [covid]
    assert set(found(Or([Phrase("糖尿病患者"), Phrase("儿童咳嗽")]))) == {cough, sugar}
    assert set(found(Not(PlainText("咳嗽")))) == set(pages.values()) - {cough, covid}
    assert set(found(MatchAll())) == set(pages.values())
    assert found(Not(MatchAll())) == []
    assert found(Boost(PlainText("饮食"), 2.0)) == [sugar]
    assert found(Fuzzy("饮食")) == [sugar]
    assert found(Phrase("饮食患者")) == []


def test_a_search_may_be_in_the_title_alone() -> None:
    picture = factories.make_picture()
    picture.tags.add("血压")
    picture.save()
    images = type(picture).objects.all()
    assert [one.pk for one in get_search_backend().search("血压", images)] == [picture.pk]
    assert get_search_backend().search("血压", images, fields=["title"]).count() == 0


def test_what_fits_better_comes_first_and_says_how_well() -> None:
    author = factories.make_doctor()
    long = factories.make_article(author, title="体检报告里的血压、血糖、血脂、尿酸都是什么意思要怎么看")
    short = factories.make_article(author, title="血压")
    assert found("血压", typing=True) == [short.pk, long.pk]
    scored = get_search_backend().search("血压", ArticlePage.objects.all()).annotate_score("fit")
    assert [page.fit > 0 for page in scored] == [True, True]


def test_pages_of_results_are_cut_and_counted_without_reading_them_all(pages: dict[str, int]) -> None:
    results = get_search_backend().search("咳嗽", ArticlePage.objects.all())
    assert (results.count(), len(results[:1]), len(results[1:5]), len(results[2:5])) == (2, 1, 1, 0)


def test_a_queryset_keeps_its_own_filter_and_order(pages: dict[str, int]) -> None:
    ordered = ArticlePage.objects.exclude(pk=pages["cough"]).order_by("title")
    assert [page.pk for page in get_search_backend().autocomplete("咳", ordered, order_by_relevance=False)] == [pages["covid"]]


def test_a_row_of_another_backend_is_written_anew_by_the_rebuild(pages: dict[str, int]) -> None:
    IndexEntry.objects.filter(object_id=str(pages["cough"])).update(title_norm=1.0, **_emptied())
    assert found("儿童") == []
    call_command("update_index", verbosity=0)
    assert found("儿童") == [pages["cough"]]
    assert not IndexEntry.objects.exclude(title_norm=MARK).exists()


def test_a_rebuild_refreshes_what_the_planner_knows(pages: dict[str, int]) -> None:
    known = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'wagtailsearch_indexentry'",
        "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'wagtailsearch_indexentry'",
    }[connection.vendor]
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(known)
        assert cursor.fetchone()[0] >= 1


def _emptied() -> dict[str, str]:
    return {"title": "", "body": "", "autocomplete": ""}
