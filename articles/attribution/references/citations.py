"""Marks such as `[1]`, `[1,3]` and `[2-4]` in the text: what they cite, and what of the list is cited."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from moderation.engine import Passage

# Brackets of both widths; a number within has at most three digits, so a year is none.
MARK = re.compile(r"[\[［【](\s*\d{1,3}(?:\s*[-–—~,，、;；]\s*\d{1,3})*\s*)[\]］】]")
_PIECE = re.compile(r"(\d{1,3})(?:\s*[-–—~]\s*(\d{1,3}))?")
_LINK = re.compile(r"#ref-(\d{1,3})")
# A mark just beyond the list is a slip; one far beyond is none at all (`[60-100]` heart beats, 【120】).
SLIP = 10


@dataclass
class Cited:
    """Of one article: the passages that cite each reference, and marks that lead nowhere, as written."""

    places: dict[int, list[Passage]] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)


def numbers(inside: str, count: int) -> tuple[int, ...]:
    """What a mark cites in a list of `count` references, one beyond the list included; nothing when it is no mark."""
    found: list[int] = []
    for first, last in _PIECE.findall(inside):
        low, high = int(first), int(last or first)
        if high < low or high - low >= 100:
            return ()
        found += range(low, high + 1)
    if not found or min(found) < 1 or max(found) > count + SLIP:
        return ()
    return tuple(found)


def cited(passages: Iterable[Passage], count: int) -> Cited:
    """`passages` are those of the words that readers read, links among them as `….link.<n>`."""
    found = Cited()
    for passage in passages:
        for number, written in _cites(passage, count):
            if number <= count:
                found.places.setdefault(number, []).append(passage)
            else:
                found.lost.setdefault(number, written)
    return found


def _cites(passage: Passage, count: int) -> Iterator[tuple[int, str]]:
    link = _LINK.fullmatch(passage.text) if ".link." in passage.path else None
    if link:
        yield int(link[1]), f"[{link[1]}]"
        return
    if "[" in passage.text or "［" in passage.text or "【" in passage.text:
        for mark in MARK.finditer(passage.text):
            for number in numbers(mark[1], count):
                yield number, mark.group()


def never_cited(found: Cited, count: int) -> list[int]:
    """References that no mark leads to; only worth a word where the article uses marks at all."""
    return [number for number in range(1, count + 1) if number not in found.places] if found.places else []


_TOLD = {
    "retracted": ("撤稿", "撤回", "撤销"),
    "preprint": ("预印本", "未经同行评议", "没有经过同行评议", "尚未同行评议", "未经评议"),
    "concern": ("关注", "存疑", "质疑", "撤稿"),
}


def is_told(standing: str, number: int, places: Mapping[int, list[Passage]]) -> bool:
    """Whether a passage that cites this reference says itself what is the matter with it."""
    return any(word in passage.text for passage in places.get(number, ()) for word in _TOLD.get(standing, ()))
