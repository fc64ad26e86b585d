"""The automata against a naive matcher, and the set of patterns that says when it could not look."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine import Document, Passage, Ruleset
from moderation.engine.anchors import anchors_of, written_out
from moderation.engine.compiled import Brand, Compiled, Cue
from moderation.engine.matching import SENTINEL, Searcher
from moderation.engine.patterns import PatternError
from moderation.engine.prepare import KEPT, shipped_patterns
from moderation.engine.reading import Reading

TERMS = ["甲乙", "乙丙", "甲乙丙", "丙", "甲甲", "ab", "a"]
LAYER = {"brands": [[term, "通用名", ""] for term in TERMS]}
COMPILED = Compiled(Ruleset({**Ruleset.shipped().data, "brands": [], "layer": LAYER}))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="甲乙丙丁ab ,。", max_size=30))
def test_the_automaton_finds_what_a_naive_search_finds(text: str) -> None:
    reading = Reading(Document((Passage("text", text),)))
    found = {
        (owner.name, start)
        for owner, start, end in COMPILED.terms_in(reading)
        if isinstance(owner, Brand) and end - start == len(owner.name)
    }
    naive = {(term, start) for term in TERMS for start in range(len(text)) if text.startswith(term, start)}
    alone = {(term, start) for term, start in naive if not term.isascii() or not _touched(text, start, start + len(term))}
    assert found == alone


def _touched(text: str, start: int, end: int) -> bool:
    return any(character.isascii() and character.isalnum() for character in text[max(0, start - 1) : start] + text[end : end + 1])


def _searcher(*patterns: str) -> Searcher:
    searcher = Searcher()
    cue = Cue("CLAIM.ABSOLUTE", "cue", "review", "plain", "", (), (), None)
    for pattern in patterns:
        searcher.add(cue, pattern)
    searcher.ready()
    return searcher


def _spans(searcher: Searcher, text: str) -> set[tuple[int, int]]:
    return {
        (low + start, low + end)
        for pattern, pieces in searcher.candidates(text)
        for low, high in pieces
        for start, end in pattern.spans(text[low:high])
    }


PATTERNS = [
    "甲乙",
    "甲(?:乙|丙)丁",
    "(?:甲甲|乙乙)[^,]{0,3}丙丁?",
    "甲?乙+(丙)",
    "[甲乙]{2}丁",
    "(?:^|丁)甲乙",
    "(?:甲|丙乙){2,3}",
    "\\p{Han}a|b丙",
    "[ab]{2}",
    "丁(?m:$)",
    "(?i:A)丙",
    "[^甲]丙",
]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="甲乙丙丁ab ,\n", max_size=30), st.sampled_from(PATTERNS))
def test_anchors_hide_no_match(text: str, pattern: str) -> None:
    plain = re.compile(pattern.replace("\\p{Han}", "[\u4e00-\u9fff]").replace("(?m:$)", "$"))
    naive, offset = set(), 0
    for line in text.split("\n"):
        for match in plain.finditer(line):
            group = 1 if plain.groups and match.start(1) >= 0 else 0
            naive.add((offset + match.start(group), offset + match.end(group)))
        offset += len(line) + 1
    assert _spans(_searcher(pattern), text) == naive


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("彻底(?:根治|治愈)", [{"彻底根治", "彻底治愈"}]),
        ("(?:彻底|完全)[^,]{0,4}(?:根治|治愈了?)", [{"彻底", "完全"}, {"根治", "治愈"}]),
        ("(?:药)?(?:疗效)?", []),
        ("[0-9]{11}", [set("0123456789")]),
        ("永.{0,3}不", [{"永"}]),
    ],
)
def test_what_must_stand_in_a_match(pattern: str, sets: list[set[str]]) -> None:
    assert sorted(map(sorted, anchors_of(pattern).sets)) == sorted(map(sorted, sets))


def test_the_anchors_of_shipped_patterns_are_those_on_file() -> None:
    """`python -m moderation.engine.prepare` writes them again."""
    assert KEPT.read_text(encoding="utf-8") == written_out(shipped_patterns())


def test_a_pattern_set_that_ran_out_of_memory_is_noticed() -> None:
    class Exhausted:
        def Match(self, _text: str) -> None:
            return None

    searcher = _searcher("[^甲]{11}")
    searcher._set = Exhausted()
    with pytest.raises(MemoryError):
        list(searcher.candidates("任何文字"))


def test_the_sentinel_in_a_text_opens_nothing() -> None:
    assert not _spans(_searcher("[^甲]{3}"), f"好{SENTINEL}")
    assert _spans(_searcher("[0-9]{3}"), "好123") == {(1, 4)}


def test_a_pattern_that_matches_the_empty_text_is_refused() -> None:
    with pytest.raises(PatternError, match="matches the empty text"):
        _searcher("(?:根治)?")
