"""Tells in one look which of many contexts can hold at a place, so that only these are judged."""

from collections.abc import Mapping
from functools import lru_cache

from ..compiled import Cue
from ..conditions import Condition, Test
from ..matching import Searcher
from ..reading import Reading

BEFORE, AFTER = 80, 60  # characters around a place in which every context of promotion has its words


def likely_contexts(contexts: Mapping[str, Test], names: tuple[str, ...], reading: Reading, start: int, end: int) -> list[str]:
    """Those of `names` of which a pattern stands near; all of them where signs stand between the characters of the text."""
    if reading.spaced_out:
        return list(names)
    looks = context_searcher(contexts, names)
    close, _ = reading.next_sentence(end)
    low, high = start - BEFORE, max(end, close) + AFTER
    found = {
        looks.patterns[number].cue.name
        for offset, line in reading.lines_between(low, high)
        for number, first, last in looks.in_line(line)
        if offset + first < high and low < offset + last
    }
    return [name for name in names if name in found]


def context_searcher(contexts: Mapping[str, Test], names: tuple[str, ...]) -> Searcher:
    """What finds the patterns of some contexts; the cue of each bears the name of its context."""
    return _looks(tuple((name, contexts[name]) for name in names))


@lru_cache(maxsize=8)
def _looks(tests: tuple[tuple[str, Test], ...]) -> Searcher:
    looks = Searcher()
    for name, test in tests:
        assert isinstance(test, Condition)
        cue = Cue("", name, "review", "plain", "", (), (), None)
        for pattern in test.found.patterns:
            looks.add(cue, without_anchors(pattern))
    looks.ready()
    return looks


def without_anchors(pattern: str) -> str:
    """The pattern without its beginnings and ends of text, so that it is found inside a longer text too."""
    pattern = pattern.replace("(?m:$)", "")
    kept = []
    inside = escaped = False
    for character in pattern:
        if not escaped and not inside and character in "^$":
            continue
        if not escaped:
            inside = character == "[" or (inside and character != "]")
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)
