"""Literals of which every match of a pattern holds at least one, so that a pattern runs only where one of them stands."""

import re
from collections.abc import Iterable
from itertools import product
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# The method of R. Cox, "Regular Expression Matching with a Trigram Index" (2012), with words instead of trigrams.
MOST = 96  # literals of one set
SETS = 3  # sets of one pattern
LONGEST_CLASS = 12  # characters of a class that are spelled out
_PROPERTIES = re.compile(r"\\([pP])\{\^?\w+\}")

Words = frozenset[str]
EMPTY: Words = frozenset({""})


def anchors_of(pattern: str) -> tuple[Words, ...]:
    """Sets of literals: every match holds at least one of each. None at all when no literal is rare enough to look for."""
    try:
        tree = _parser.parse(_PROPERTIES.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError):
        return ()  # RE2 takes some forms that Python does not
    exact, needed = _sequence(tree)
    sets = sorted({_shortest(words) for words in (*needed, *([exact] if exact else []))}, key=_worth, reverse=True)
    rare = [words for words in sets if _worth(words)[0] >= 2]
    return tuple(rare or [words for words in sets if _worth(words) > (0, 0)])[:SETS]


def _sequence(items: Iterable[tuple[Any, Any]]) -> tuple[Words | None, list[Words]]:
    """What a sequence matches exactly (None: too much to say), and sets of words of which every match holds one each."""
    whole, run = True, EMPTY
    sets: list[Words] = []
    for item in items:
        exact, needed = _node(*item)
        if exact is not None and len(run) * len(exact) <= MOST:
            run = frozenset(head + tail for head, tail in product(run, exact))
            continue
        whole = False
        sets += [run, *needed]
        run = exact or EMPTY
    return (run if whole else None), [*sets, run]


def _node(name: Any, value: Any) -> tuple[Words | None, list[Words]]:
    if name is kind.LITERAL:
        return frozenset({chr(value).lower()}), []
    if name is kind.AT:
        return EMPTY, []
    if name is kind.IN:
        return _class(value), []
    if name is kind.BRANCH:
        return _branches([_sequence(branch) for branch in value[1]])
    if name is kind.SUBPATTERN:
        return _sequence(value[-1])
    if name in (kind.MAX_REPEAT, kind.MIN_REPEAT):
        least, most, body = value
        exact, needed = _sequence(body)
        if least == 0:
            return (exact | EMPTY if most == 1 and exact is not None else None), []
        return (exact if most == 1 else None), [*needed, *([exact] if exact else [])]
    return None, []


def _class(members: list[tuple[Any, Any]]) -> Words | None:
    if len(members) > LONGEST_CLASS or any(name is not kind.LITERAL for name, _ in members):
        return None
    return frozenset(chr(value).lower() for _, value in members)


def _branches(found: list[tuple[Words | None, list[Words]]]) -> tuple[Words | None, list[Words]]:
    """Of each branch its best set: together they are one."""
    exact: Words | None = frozenset()
    needed: Words | None = frozenset()
    for one, sets in found:
        exact = None if exact is None or one is None or len(exact) + len(one) > MOST else exact | one
        chosen = max((*sets, *([one] if one else [])), key=_worth, default=EMPTY)
        needed = None if needed is None or _worth(chosen) == (0, 0) else needed | chosen
    return exact, [needed] if needed else []


def _shortest(words: Words) -> Words:
    """Without the words that hold another of the set."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def _worth(words: Words) -> tuple[int, int]:
    """Two characters are rare enough; beyond that fewer words are better. A lone letter, digit or sign is nowhere rare."""
    shortest = min(map(len, words), default=0)
    if not shortest or any(len(word) == 1 and word < "\u2e80" for word in words):
        return (0, 0)
    return (min(shortest, 2), 10_000 - len(words))
