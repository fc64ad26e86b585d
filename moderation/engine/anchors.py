"""Literals of which every match of a pattern holds at least one, so that a pattern runs only where one of them stands."""

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import product
from math import fsum
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from string import digits
from typing import Any, NamedTuple

from .folding import data_lines

# The method of R. Cox, "Regular Expression Matching with a Trigram Index" (2012), with words instead of trigrams.
FILE = "anchors.json"
MOST = 96  # literals of one set
SETS = 4  # sets of one pattern
WORTH_MEETING = 120  # times in 10,000 characters: what stands in every other sentence tells nothing
WORTHLESS = float("inf")
# Times in 10,000 characters, for what the table does not know.
RARE, RARE_CHARACTER, LATIN = 0.2, 0.5, 0.3
DIGIT, LETTER, SIGN = 12.0, 6.0, 20.0
SENTENCE_MARKS = "。!?"
LONGEST_CLASS = 26  # characters of a class that are spelled out
_PROPERTIES = re.compile(r"\\([pP])\{\^?\w+\}")

Words = frozenset[str]
EMPTY: Words = frozenset({""})


class Anchors(NamedTuple):
    """Sets of literals, the rarest first: every match holds at least one of each; none when no literal is worth a look.

    `in_sentence` says that no match can hold or look at the end of a sentence, so that each can be searched by itself.
    """

    sets: tuple[Words, ...]
    in_sentence: bool


@lru_cache(maxsize=50_000)
def anchors_of(pattern: str) -> Anchors:
    """The anchors of a pattern; those of shipped ones were worked out before."""
    return _shipped().get(_name(pattern)) or work_out(pattern)


def work_out(pattern: str) -> Anchors:
    """Read a pattern for its anchors: half a millisecond each, which is why those of shipped rules are kept in a file."""
    try:
        tree = _parser.parse(_PROPERTIES.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError):
        return Anchors((), False)  # RE2 takes some forms that Python does not
    return Anchors(_rarest_sets(tree), not _reaches(tree))


def written_out(patterns: Iterable[str]) -> str:
    """The file that keeps the anchors of some patterns."""
    kept = {_name(pattern): work_out(pattern) for pattern in patterns}
    rows = {name: [one.in_sentence, *(sorted(words) for words in one.sets)] for name, one in sorted(kept.items())}
    return "{\n" + ",\n".join(f"{json.dumps(name)}:{json.dumps(row, ensure_ascii=False)}" for name, row in rows.items()) + "\n}\n"


@cache
def _shipped() -> dict[str, Anchors]:
    kept = files(__package__) / "data" / FILE
    rows = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    return {name: Anchors(tuple(map(frozenset, sets)), in_sentence) for name, (in_sentence, *sets) in rows.items()}


def _name(pattern: str) -> str:
    return blake2b(pattern.encode(), digest_size=9).hexdigest()


def _rarest_sets(tree: Any) -> tuple[Words, ...]:
    exact, needed = _sequence(tree)
    sets = sorted(
        {_shortest(words) for words in (*needed, *([exact] if exact else []))}, key=lambda s: (_frequency(s), sorted(s))
    )
    rarest = _frequency(sets[0]) if sets else WORTHLESS
    if rarest == WORTHLESS:
        return ()
    return tuple(words for words in sets if _frequency(words) <= WORTH_MEETING)[:SETS]


def _reaches(node: Any) -> bool:
    if isinstance(node, _parser.SubPattern):
        return any(_reaches_by(name, value) for name, value in node)
    if isinstance(node, list | tuple):
        return any(_reaches(part) for part in node)
    return False


def _reaches_by(name: Any, value: Any) -> bool:
    if name in (kind.AT, kind.ANY):
        return True
    if name is kind.LITERAL:
        return chr(value) in SENTENCE_MARKS
    if name is kind.NOT_LITERAL:
        return True
    if name is kind.IN:
        return _holds_mark(value)
    return _reaches(value)


def _holds_mark(members: list[tuple[Any, Any]]) -> bool:
    negated = members[0][0] is kind.NEGATE
    for mark in SENTENCE_MARKS:
        held = any(
            (name is kind.LITERAL and value == ord(mark))
            or (name is kind.RANGE and value[0] <= ord(mark) <= value[1])
            or (name is kind.CATEGORY and value is not kind.CATEGORY_WORD and value is not kind.CATEGORY_DIGIT)
            for name, value in members
        )
        if held != negated:
            return True
    return False


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
    held: set[str] = set()
    for name, value in members:
        if name is kind.LITERAL:
            held.add(chr(value).lower())
        elif name is kind.RANGE and value[1] - value[0] < LONGEST_CLASS:
            held.update(chr(point).lower() for point in range(value[0], value[1] + 1))
        elif name is kind.CATEGORY and value is kind.CATEGORY_DIGIT:
            held.update(digits)
        else:
            return None
    return frozenset(held) if len(held) <= LONGEST_CLASS else None


def _branches(found: list[tuple[Words | None, list[Words]]]) -> tuple[Words | None, list[Words]]:
    """Of each branch its best set: together they are one."""
    exact: Words | None = frozenset()
    needed: Words | None = frozenset()
    for one, sets in found:
        exact = None if exact is None or one is None or len(exact) + len(one) > MOST else exact | one
        chosen = min((*sets, *([one] if one else [])), key=_frequency, default=EMPTY)
        needed = None if needed is None or _frequency(chosen) == WORTHLESS else needed | chosen
    return exact, [needed] if needed else []


def _shortest(words: Words) -> Words:
    """Without the words that hold another of the set."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


@lru_cache(maxsize=50_000)
def _frequency(words: Words) -> float:
    """How often any of some words stands in 10,000 characters of prose."""
    return fsum(map(_times, words)) if words else WORTHLESS  # the same in whatever order


@lru_cache(maxsize=50_000)
def _times(word: str) -> float:
    if not word:
        return WORTHLESS
    table = _table()
    if len(word) == 1:
        return table.get(
            word, RARE_CHARACTER if word > "\u2e7f" else DIGIT if word in digits else LETTER if word.isalpha() else SIGN
        )
    return min(table.get(word[i : i + 2], RARE if word[i] > "\u2e7f" else LATIN) for i in range(len(word) - 1))


@cache
def _table() -> dict[str, float]:
    return {word: float(line.split(" ")[0]) for line in data_lines("frequencies.txt") for word in line.split(" ")[1:]}
