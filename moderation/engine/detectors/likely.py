"""Tells in one look which of many contexts can hold at a place, so that only these are judged."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import re2

from ..conditions import Condition, Test
from ..patterns import options
from ..reading import Reading

SET_MEMORY = 64 << 20
BEFORE, AFTER = 80, 60  # characters around a place in which every context of promotion has its words


def likely_contexts(contexts: Mapping[str, Test], names: tuple[str, ...], reading: Reading, start: int, end: int) -> list[str]:
    """Those of `names` of which a pattern stands near; all of them where signs stand between the characters of the text."""
    if reading.spaced_out:
        return list(names)
    looks, owners = _looks(tuple((name, contexts[name]) for name in names))
    close, _ = reading.next_sentence(end)
    part = reading.text[max(0, start - BEFORE) : max(end, close) + AFTER]
    found = {owners[number] for number in looks.Match(part) or ()}
    return [name for name in names if name in found]


@lru_cache(maxsize=8)
def _looks(tests: tuple[tuple[str, Test], ...]) -> tuple[Any, list[str]]:
    looks = re2.Set.SearchSet(options(SET_MEMORY))
    owners = []
    for name, test in tests:
        assert isinstance(test, Condition)
        for pattern in test.found.patterns:
            looks.Add(without_anchors(pattern))
            owners.append(name)
    looks.Compile()
    return looks, owners


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
