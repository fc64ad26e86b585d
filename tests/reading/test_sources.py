"""Marks lead to the list and back, works are linked, and an article says how it wants to be cited."""

import html
import json
import re

import pytest
from django.test import Client

from articles.attribution.references import pasted
from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from reading.citing import Rendering, cited
from reading.sources import linked
from tests import factories


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (
            "有益[1]。",
            '有益<sup class="cite"><span class="vh">[</span><a href="#ref-1" id="cite-1-1">1</a><span class="vh">]</span></sup>。',
        ),
        (
            "有益[1,3]",
            '有益<sup class="cite"><span class="vh">[</span><a href="#ref-1" id="cite-1-1">1</a>,'
            '<a href="#ref-3" id="cite-3-1">3</a><span class="vh">]</span></sup>',
        ),
        (
            "有益[2-4]",
            '有益<sup class="cite"><span class="vh">[</span><a href="#ref-2" id="cite-2-1">2</a>-<span id="cite-3-1"></span>'
            '<a href="#ref-4" id="cite-4-1">4</a><span class="vh">]</span></sup>',
        ),
        ("有益[5]", "有益[5]"),
        ("心率[60-100]", "心率[60-100]"),
        ("2024年[2024]", '<span class="nb">2024年</span>[2024]'),
        ("<b>[x]", "&lt;b&gt;[x]"),
    ],
)
def test_a_mark_is_linked_letter_for_letter(text: str, markup: str) -> None:
    shown = cited(text, Rendering(references=4))
    assert shown == markup
    assert html.unescape(re.sub(r"<(?!b>)[^>]*>", "", shown)) == text or "&lt;" in markup


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("甲[EB/OL]. https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]),
        ("甲[J]. 刊, 2020. DOI: 10.1016/S0140-6736(20)30000-1.", ["https://doi.org/10.1016/S0140-6736(20)30000-1"]),
        ("甲[J]. 见https://example.org/a，另见", ["https://example.org/a"]),
        ('"><script>https://x.example/"onclick=', ["https://x.example/"]),
    ],
)
def test_addresses_of_a_line_are_links(line: str, targets: list[str]) -> None:
    shown = str(linked(line))
    assert [html.unescape(target) for target in re.findall(r'href="([^"]*)"', shown)] == targets
    assert "<script" not in shown
    assert html.unescape(re.sub(r"<[^>]*>", "", shown)) == line


LINE = "Smith J A, Brown K, Green P, et al. Home blood pressure[J]. J Hypertens, 2021, 39(2): 211-219. DOI: 10.1000/bp."


@pytest.fixture
def article() -> ArticlePage:
    body = [
        ("paragraph", "<p>早晚各量一次[1]，取平均值<sup>[1,2]</sup>。</p>"),
        ("key_points", {"items": ["量前静坐五分钟[2]"]}),
        ("callout", {"tone": "info", "title": "记住", "text": "同一只手臂[1-2]"}),
    ]
    references = [
        ("reference", {"text": LINE}),
        ("reference", {"text": "某学会. 指南[M]. 北京: 某社, 2020.", "url": "https://example.org/g"}),
    ]
    page = factories.make_article(body=body, references=references, common_knowledge=False)
    live: ArticlePage = factories.publish(page)
    return live


@pytest.mark.django_db
def test_every_place_that_cites_has_its_way_back(client: Client, article: ArticlePage) -> None:
    page = client.get(f"/articles/{article.slug}/").content.decode()
    places = re.findall(r'id="(cite-\d-\d)"', page)
    assert sorted(places) == ["cite-1-1", "cite-1-2", "cite-1-3", "cite-2-1", "cite-2-2", "cite-2-3"]
    assert sorted(re.findall(r'class="back" href="#(cite-\d-\d)"', page)) == sorted(places)
    assert '<sup class="cite"><sup' not in page
    assert 'href="https://doi.org/10.1000/bp"' in page
    assert 'href="https://example.org/g"' in page


@pytest.mark.django_db
def test_an_article_says_how_to_cite_it_without_any_script(client: Client, article: ArticlePage) -> None:
    page = html.unescape(client.get(f"/articles/{article.slug}/").content.decode())
    day = article.last_published_at.date() if article.last_published_at else None
    assert day is not None
    assert re.search(
        rf"林知远\. 家里量血压，为什么每次都不一样？\[EB/OL\]\. 杏林, \d{{4}}\(\d{{4}}-\d\d-\d\d\)\. http\S+/articles/{article.slug}/\.",
        page,
    )
    for ending in ("bib", "ris", "json"):
        assert f'href="/articles/{article.slug}/cite.{ending}"' in page
    assert '<meta name="DC.creator" content="林知远">' in page
    assert '<meta name="citation_title" content="家里量血压，为什么每次都不一样？">' in page
    assert 'data-copy="林知远. ' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "kind"), [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems"), ("json", "csl+json")]
)
def test_a_download_reads_as_the_article(client: Client, article: ArticlePage, ending: str, kind: str) -> None:
    answer = client.get(f"/articles/{article.slug}/cite.{ending}")
    assert kind in answer.headers["Content-Type"]
    assert f"xinglin-{article.slug}.{ending}" in answer.headers["Content-Disposition"]
    (work,) = pasted.read(answer.content.decode()).read
    assert (work.title, work.authors) == (article.title, ("林知远",))
    assert work.url.endswith(f"/articles/{article.slug}/")


@pytest.mark.django_db
def test_what_is_withdrawn_is_no_longer_offered(client: Client, article: ArticlePage) -> None:
    assert client.get(f"/articles/{article.slug}/cite.docx").status_code == 404
    decisions.take_down(article, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "核对")
    assert client.get(f"/articles/{article.slug}/cite.bib").status_code == 410


@pytest.mark.django_db
def test_the_record_tells_references_as_data(client: Client, article: ArticlePage) -> None:
    first, second = json.loads(client.get(f"/api/articles/{article.slug}/attribution").content)["references"]
    assert first["text"] == LINE
    assert (first["kind"], first["authors"], first["doi"]) == (
        "article",
        ["Smith J A", "Brown K", "Green P", "et al."],
        "10.1000/bp",
    )
    assert (first["container"], first["year"], first["volume"], first["issue"], first["pages"]) == (
        "J Hypertens",
        "2021",
        "39",
        "2",
        "211-219",
    )
    assert (second["url"], second["title"], second["publisher"]) == ("https://example.org/g", "指南", "某社")
