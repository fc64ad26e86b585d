"""Rich text for readers: an allow-list written anew, links that lead somewhere, passages that findings can point at."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import richtext
from reading.citing import Rendering
from reading.prose import pieces, rendered

HARMLESS = re.compile(
    r'(?:[^<>]|</?(?:p|b|strong|i|em|ul|ol|li|sup|sub|h3|h4|blockquote|br|span|wbr)>|<span class="(?:nb|vh)">|<sup class="cite">'
    r'|<h2 id="s-\d+">|</h2>|<a href="[^"<>]*"(?: rel="noopener external")?(?: id="cite-\d+-\d+")?>|</a>)*'
)
FRAGMENTS = [
    "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<br/>", "<a href=\"javascript:alert(1)\">", "</a>",
    "<a href=\"https://who.int/\">", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<p onclick=\"x()\">", "血压", "&lt;b&gt;",
    "\"", "'", "&", "<", ">", "<svg/onload=alert(1)>", "<a href=\"//evil.example/\">", "<h2>", "</h2>", "<!-- x -->", "<a linktype=\"page\" id=\"7\">",
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ('<p data-block-key="a1">早晚<b>各量</b>一次</p>', "<p>早晚<b>各量</b>一次</p>"),
        ("<p onclick='x()'>一</p><script>alert(1)</script>", "<p>一</p>"),
        ('<p><a href="javascript:alert(1)">点我</a></p>', "<p>点我</p>"),
        ('<p><a href="//evil.example/">点我</a></p>', "<p><span>点我</span></p>"),
        ('<p><a href="https://who.int/">世卫</a></p>', '<p><a href="https://who.int/" rel="noopener external">世卫</a></p>'),
        ('<p><a href="/policies/about/">关于</a></p>', '<p><a href="/policies/about/">关于</a></p>'),
        ('<p><a linktype="page" id="7">相关</a></p>', '<p><a href="/articles/abcdefgh/">相关</a></p>'),
        ('<p><a linktype="page" id="8">没公开</a></p>', "<p><span>没公开</span></p>"),
        (
            '<p><a href="#ref-2">二</a><a href="#ref-9">九</a></p>',
            '<p><sup class="cite"><a href="#ref-2" id="cite-2-1">二</a></sup><span>九</span></p>',
        ),
        ("<p>未闭合<ul><li>一", "<p>未闭合</p><ul><li>一</li></ul>"),
        ("", ""),
    ],
)
def test_only_what_is_allowed_is_shown(markup: str, shown: str) -> None:
    answer = rendered(markup, Rendering({7: "/articles/abcdefgh/"}, references=3))
    if "javascript" in markup:
        assert "javascript" not in answer
        assert "点我" in answer
    else:
        assert answer == shown


def test_a_citation_counts_and_leads_back() -> None:
    rendering = Rendering(references=2)
    answer = rendered('<p>甲<a href="#ref-1">[1]</a>乙<a href="#ref-1">[1]</a></p>', rendering)
    assert rendering.cited == {1: 2}
    assert 'id="cite-1-1"' in answer
    assert 'id="cite-1-2"' in answer
    assert '<span class="vh">[</span>1<span class="vh">]</span>' in answer


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_no_markup_gets_out_of_the_vocabulary(markup: str) -> None:
    answer = rendered(markup, Rendering({7: "/articles/abcdefgh/"}))
    assert HARMLESS.fullmatch(answer), answer
    assert "javascript:" not in answer.replace("&", "")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>一</p><p></p><p>二</p>",
        "<p>甲<br/>乙</p><ul><li>丙</li><li> </li><li><b>丁</b>戊</li></ul><p>己</p>",
        '<h2>题</h2><blockquote>引</blockquote><p>文<a href="https://who.int/">链</a></p>',
    ],
)
def test_passages_are_numbered_as_the_scanner_numbers_them(markup: str) -> None:
    texts: dict[int, str] = {}
    for piece in pieces(markup):
        if piece.text.strip():
            texts[piece.run] = texts.get(piece.run, "") + piece.text
    assert [texts[number] for number in sorted(texts)] == [paragraph.text for paragraph in richtext.paragraphs(markup)]
    places = re.findall(r'data-path="(\d+)"', rendered(markup, Rendering(), lambda part: f' data-path="{part}"'))
    assert [int(place) for place in places] == sorted(set(map(int, places)))
