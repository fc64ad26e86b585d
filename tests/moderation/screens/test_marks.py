"""Marks stand exactly where a finding points, however a template wraps the words."""

import pytest
from bs4 import BeautifulSoup

from moderation.marks import Mark, marked

PAGES = [
    # page, passage, start, end, the marked words in order
    ('<p data-path="body.a.0">可以根治高血压</p>', "可以根治高血压", 2, 4, ["根治"]),
    ('<h1 data-path="body.a.0">\n    血压\n    高\n</h1>', "血压高", 1, 3, ["压\n    高"]),
    ('<p data-path="body.a.0">电话 138<b>0013</b>8000，</p>', "电话 13800138000，", 3, 14, ["138", "0013", "8000"]),
    ('<tr data-path="body.a.0"><td>药</td> <td>根治</td></tr>', "药　根治", 2, 4, ["根治"]),
    ('<p data-path="body.a.0">AT&amp;T 根治</p>', "AT&T 根治", 5, 7, ["根治"]),
    ('<p data-path="body.a.0">第一。<a href="#r">[1]</a>可以根治</p>', "第一。可以根治", 5, 7, ["根治"]),
    ('<p data-path="body.a.0">前文已经改写，仍然可以根治</p>', "原来的前文，可以根治", 8, 10, ["根治"]),
    ('<p data-path="body.other.0">根治</p>', "根治", 0, 2, []),
    ('<p data-path="body.a.0">完全不同的字</p>', "根治", 0, 2, []),
]


@pytest.mark.parametrize(("page", "passage", "start", "end", "words"), PAGES)
def test_the_marked_words(page: str, passage: str, start: int, end: int, words: list[str]) -> None:
    soup, placed = marked(page, {"body.a.0": passage}, [Mark("body.a.0", start, end, "1", "", "finding")])
    assert [mark.get_text() for mark in soup.find_all("mark")] == words
    assert placed == ({"1"} if words else set())
    before = "".join(BeautifulSoup(page, "html.parser").get_text().split())
    assert "".join(soup.get_text().split()) == before


def test_one_place_with_two_findings_carries_both_and_shows_the_heavier() -> None:
    marks = [Mark("t", 0, 3, "1", "1", "finding finding--advise", 1), Mark("t", 0, 5, "2", "2", "finding finding--block", 3)]
    soup, _placed = marked('<p data-path="t">络活喜效果好</p>', {"t": "络活喜效果好"}, marks)
    both, rest = soup.find_all("mark")
    assert both.get_attribute_list("class") == ["finding", "finding--block"]
    assert (both["data-number"], both["id"]) == ("2 1", "finding-2")
    assert both.find(id="finding-1") is not None
    assert rest["data-number"] == "2"
    assert soup.get_text() == "络活喜1效果2好"


def test_scripts_and_entities_come_out_as_they_went_in() -> None:
    page = (
        '<!DOCTYPE html>\n<html><head><script>if (a && b < c) {}</script></head><body><p data-path="t">a &lt; b</p></body></html>'
    )
    soup, _placed = marked(page, {"t": "a < b"}, [])
    assert str(soup).replace("\n", "") == page.replace("\n", "")
