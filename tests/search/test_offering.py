"""What stands around the hits: facets and chips in the address, pages that exist, and roads on where nothing was found."""

from typing import Any

import pytest
from django.test import Client

from search import engine, meaning, offering
from search.query import Expansion, Hit, Query, Results
from tests import factories

pytestmark = pytest.mark.django_db
FACETS = {
    "specialty": [
        {"value": "03.04", "label": "心血管内科", "count": 4, "chosen": True},
        {"value": "13", "label": "皮肤科", "count": 1, "chosen": False},
    ],
    "year": [{"value": "2026", "label": "2026", "count": 4, "chosen": False}],
    "type": [{"value": "table", "label": "表格", "count": 0, "chosen": True}],
}


def hit(number: int = 1, **more: Any) -> Hit:
    told: dict[str, Any] = {
        "id": f"ID{number}",
        "title": "血压",
        "url": f"/articles/ID{number}/",
        "summary": "怎么量",
        "marked_title": "<mark>血压</mark>",
    }
    told |= {
        "passages": [],
        "author": "林知远",
        "topic": "高血压",
        "specialty": "心血管内科",
        "published_at": "2026-03-01T08:00:00+08:00",
    }
    return Hit(**{**told, "score": 1.0, **more})


def shown(client: Client, monkeypatch: pytest.MonkeyPatch, found: Results, **given: Any) -> str:
    monkeypatch.setattr(engine, "search", lambda query: found)
    return client.get("/search/", {"q": "血压", **given}).content.decode()


def test_a_facet_without_a_choice_is_not_offered() -> None:
    made = offering.groups(Results(5, [], 1.0, facets=FACETS))
    assert [(group.name, group.chosen) for group in made] == [("specialty", 1), ("type", 1)]


def test_each_chip_takes_only_itself_away() -> None:
    query = Query("血压", page=3, filters={"specialty": ("03.04", "13"), "year": ("2026",)}, as_written=True)
    chips = offering.chips(query, Results(5, [], 1.0, facets=FACETS))
    assert [(chip.facet, chip.label) for chip in chips] == [("专科", "心血管内科"), ("专科", "皮肤科"), ("年份", "2026")]
    assert chips[0].url == "/search/?q=%E8%A1%80%E5%8E%8B&specialty=13&year=2026&exact=1"
    assert chips[2].url == "/search/?q=%E8%A1%80%E5%8E%8B&specialty=03.04&specialty=13&exact=1"
    unknown = offering.chips(Query("血压", filters={"hospital": ("南湖",)}), Results(0, [], 1.0))
    assert [(chip.label, chip.url) for chip in unknown] == [("南湖", "/search/?q=%E8%A1%80%E5%8E%8B")]


@pytest.mark.parametrize(
    ("page", "total", "hits", "previous", "following", "last"),
    [
        (1, 10, 10, 0, 0, 0),
        (1, 11, 10, 0, 2, 0),
        (2, 11, 1, 1, 0, 0),
        (2, 30, 10, 1, 3, 0),
        (2, 30, 7, 1, 0, 0),
        (9, 11, 0, 0, 0, 2),
        (3, 30, 0, 0, 0, 2),
        (1, 0, 0, 0, 0, 0),
    ],
)
def test_only_pages_that_exist_are_offered(page: int, total: int, hits: int, previous: int, following: int, last: int) -> None:
    pages = offering.pages(Query("血压", page=page), Results(total, [hit(number) for number in range(hits)], 1.0))

    def number(url: str) -> int:
        return int(url.partition("page=")[2] or 1) if url else 0

    assert (number(pages.previous), number(pages.next), number(pages.last)) == (previous, following, last)


def test_labels_totals_and_other_names_are_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hits = [hit(1, pinned=True), hit(2, related=True), hit(3, overdue=True)]
    others = (Expansion("血压", ("动脉压", "BP")),)
    page = shown(client, monkeypatch, Results(1234, hits, 1.0, approximate=True, expansions=others, suggestion="血糖"))
    for words in (
        "编辑推荐",
        "相关内容",
        "已过复审日期",
        "约 1234 篇",
        "已包含“动脉压”、“BP”的结果",
        "您是不是要找",
        'exact=1">只找“血压”',
    ):
        assert words in page, words
    written = shown(client, monkeypatch, Results(1, [hit()], 1.0), exact="1")
    assert "约" not in written
    assert "只按您写的字找" in written


def test_what_is_only_near_in_meaning_is_told_as_such(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(client, monkeypatch, Results(0, [hit(related=True)], 1.0))
    assert "没有文章写着这些字。下面几篇内容相关" in page
    assert "相关内容</span>" in page
    assert "没有找到" not in page


def test_as_written_asks_for_no_other_names_and_no_meaning(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.publish(factories.make_article(title="急性心肌梗死"))
    monkeypatch.setattr(meaning, "vector_of_question", lambda text: pytest.fail("meaning was asked"))
    assert engine.search(Query("心梗", as_written=True)).expansions == ()
    assert client.get("/api/search", {"q": "心梗", "exact": "1"}).json()["expansions"] == []


def test_what_the_question_names_is_one_step_away(client: Client) -> None:
    doctor = factories.make_doctor()
    profile = factories.make_profile(doctor)
    topic = factories.make_topic("高血压", live=True)
    factories.publish(factories.make_article(doctor, topic=topic))
    page = client.get("/search/", {"q": "高血壓吃什么"}).content.decode()
    assert f'class="direct__one" href="/topics/{topic.slug}/"' in page
    page = client.get("/search/", {"q": "林知远 血压"}).content.decode()
    assert f'class="direct__one" href="/doctors/{profile.public_id}/"' in page


def test_fewer_words_are_offered_with_what_they_find(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"膝盖 疼": 3, "膝盖 上楼": 0, "上楼 疼": 5}
    monkeypatch.setattr(engine, "search", lambda query: Results(known[query.text], [], 1.0))
    offered = offering.shorter(Query("膝盖 上楼 疼"))
    assert [(one.words, one.without, one.total) for one in offered] == [("上楼 疼", "膝盖", 5), ("膝盖 疼", "上楼", 3)]
    assert offered[0].url == "/search/?q=%E4%B8%8A%E6%A5%BC+%E7%96%BC"


def test_nothing_found_shows_how_to_go_on(client: Client) -> None:
    factories.make_department(live=True)
    topic = factories.make_topic("咳嗽", live=True)
    factories.publish(factories.make_article(title="咳嗽三周", topic=topic))
    page = client.get("/search/", {"q": "咳嗽", "specialty": "13"}).content.decode()
    for words in (
        "在选定的范围里没有找到",
        "去掉所有筛选，有 1 篇",
        f'href="{topic.url}"',
        "怎样问更容易找到",
        "心血管内科",
        "咳嗽三周",
    ):
        assert words in page.replace("<wbr>", ""), words


def test_an_empty_question_shows_where_to_look(client: Client) -> None:
    factories.make_department(live=True)
    page = client.get("/search/").content.decode()
    for words in ("想了解什么？", "怎样问更容易找到", "按科室找"):
        assert words in page
    assert 'class="narrow"' not in page


def test_what_was_cut_off_is_told(client: Client) -> None:
    page = client.get("/search/", {"q": "痛" * 80 + "<尾巴>"}).content.decode()
    assert "问题太长，只用了前 80 个字" in page
    assert "没有用上：“&lt;尾巴&gt;…”" in page
