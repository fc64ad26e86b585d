"""The automaton against a naive matcher, and the gate that says when it could not look."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine import Document, Passage, Ruleset
from moderation.engine.compiled import SENTINEL, Brand, Compiled, _Gate
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


def test_a_gate_that_ran_out_of_memory_is_noticed() -> None:
    class Exhausted:
        def Match(self, _text: str) -> None:
            return None

    gate = _Gate()
    gate.set = Exhausted()
    with pytest.raises(MemoryError):
        gate.open_for("任何文字")


def test_the_sentinel_in_a_text_opens_no_gate() -> None:
    gate = _Gate(patterns=["根治"])
    gate.ready()
    assert gate.open_for(f"好{SENTINEL}") == []
    assert gate.open_for("能根治") == [0]
