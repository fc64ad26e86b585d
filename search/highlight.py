"""Marks what was asked for in the original words: slices of them, escaped, with `<mark>` around each find."""

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from . import text
from .text import Parsed

WINDOW = 90
LEAD = 18
BREAKS = "。！？；\n"
PAUSES = "，：、"
# What only asks is not what is asked about; where it stands in a text says nothing.
_ASKING = re.compile(
    "为什么|怎么回事|怎么办|怎么样|怎么|怎样|如何|什么|哪些|哪个|哪种|多少|多久|可不可以|可以|能不能|要不要|会不会|有没有|是不是|是否|需要|请问|一下"
)
Span = tuple[int, int]


def spans(original: str, parsed: Parsed, also: Sequence[str] = ()) -> list[Span]:
    """Where, in the original text, the words of the query stand; overlapping and touching finds are joined.

    The words as written are looked for first, then the segmenter's, then pairs: the first kind found at all is marked. `also`
    are other names by which it was looked for, marked beside words, before single pairs are.
    """
    folded = text.folded(original)
    names = [name for name in (text.folded(name).text for name in also) if name]
    found: list[Span] = []
    words, pairs = _telling(parsed)
    for needles in (parsed.pieces, words, names, pairs):
        found = [place for needle in needles for place in _occurrences(folded.text, needle)]
        if found:
            break
    if names and needles is not names and needles is not pairs:
        found += [place for name in names for place in _occurrences(folded.text, name)]
    joined: list[Span] = []
    for start, end in (folded.origin(*place) for place in sorted(found)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@lru_cache(maxsize=256)
def _telling(parsed: Parsed) -> tuple[Sequence[str], Sequence[str]]:
    """The words and the pairs of a question without those that only ask."""
    words = [word for word in parsed.words if not _ASKING.fullmatch(word)]
    pairs = text.pairs(_ASKING.sub(" ", parsed.folded))
    return words, [pair for pair in dict.fromkeys(pairs) if len(pair) > 1 or not text.is_han(pair)]


def _occurrences(haystack: str, needle: str) -> list[Span]:
    found = []
    start = haystack.find(needle)
    while start != -1:
        found.append((start, start + len(needle)))
        start = haystack.find(needle, start + len(needle))
    return found


def marked(original: str, finds: list[Span], start: int = 0, end: int | None = None) -> str:
    """The slice `[start, end)` of the original as HTML; without its tags and entities it is that slice again."""
    end = len(original) if end is None else end
    pieces, cursor = [], start
    for begin, stop in finds:
        if begin < cursor or stop > end:
            continue
        pieces.append(f"{html.escape(original[cursor:begin])}<mark>{html.escape(original[begin:stop])}</mark>")
        cursor = stop
    return "".join(pieces) + html.escape(original[cursor:end])


def passage(original: str, parsed: Parsed, also: Sequence[str] = ()) -> str | None:
    """The stretch of about `WINDOW` characters that holds most of what was asked for, or None when there is none of it."""
    finds = spans(original, parsed, also)
    if not finds:
        return None
    begin = max((start for start, _end in finds), key=lambda start: (_weight(original, finds, start), -start))
    begin = _opening(original, begin)
    line = original.find("\n", begin)
    end = min(begin + WINDOW, len(original) if line == -1 else line)
    reached = [stop for start, stop in finds if start >= begin]
    last = max([reached[0], *(stop for stop in reached if stop <= end)])
    return marked(original, finds, begin, max(_closing(original, last, end), last))


def _weight(original: str, finds: list[Span], start: int) -> int:
    """Different words within reach count for much, repetitions for little."""
    near = [original[begin:end] for begin, end in finds if start <= begin and end <= start + WINDOW - LEAD]
    return 10 * len(set(near)) + len(near)


def _opening(original: str, place: int) -> int:
    """The start of the sentence when it is near, else of a clause, else a few characters before the find."""
    earliest = max(0, place - LEAD)
    if not earliest:
        return max(original.rfind("\n", 0, place) + 1, 0)
    sentence = max(original.rfind(mark, earliest, place) for mark in BREAKS)
    if sentence != -1:
        return sentence + 1
    clauses = [found for mark in PAUSES if (found := original.find(mark, earliest, place)) != -1]
    return min(clauses) + 1 if clauses else earliest


def _closing(original: str, last: int, end: int) -> int:
    """Where a passage that would break off inside a sentence ends: behind its last mark after the last find, if there is one."""
    if end >= len(original) or original[end] == "\n":
        return end
    found = max(original.rfind(mark, last, end) for mark in BREAKS + PAUSES)
    return found + 1 if found != -1 else end
