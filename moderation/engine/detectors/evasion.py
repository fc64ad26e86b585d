"""Writing that hides from a check: names of products and risky words in disguise."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import daachorse

from ..compiled import Rule
from ..evidence import Draft, Evidence
from ..spellings import KEPT_LINES, LONGEST_KEPT, SHORTEST
from ..spellings.halves import in_parts
from ..spellings.pinyin import Pinyin
from ..spellings.sounds import Sounds
from .cues import detect
from .mentions import Mention, is_product, mentions
from .promotion import REASONS, replacement

# Spellings that nobody chooses by accident; the others need a medicine's words or promotion around them.
DELIBERATE = frozenset({"pinyin", "parts"})
_NUMBER = re.compile(r"1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_LETTERS = re.compile(  # w e i x i n, v-x:
    r"(w[\s_.*·~|-]{1,2}e[\s_.*·~|-]{1,2}i[\s_.*·~|-]{1,2}x[\s_.*·~|-]{1,2}i[\s_.*·~|-]{1,2}n"
    r"|\b[vw][\s_.*·~|-]{1,2}x(?=\s?:|同号|号|\s?[a-z]{2,}\d{2}))"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]")
JOINING = frozenset("-—–~/+&|·_")  # signs that stand between two words


def detect_evasion(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Brands in disguise, and the rule's own cues for disguised words; a brand's replacement is its generic name."""
    reading = evidence.reading
    for mention in mentions(rule, evidence, unknown=False):
        start, end = mention.start, mention.end
        if reading.text[start:end] in rule.allow or not _hides(rule, evidence, mention):
            continue
        if not any(test(reading, start, end) for test in rule.suppressors):
            yield Draft(start, end, mention.spelling or "symbols", rule.severity, replacement(rule, mention))
    for start, end, cue in _hidden(rule, evidence):
        if not any(test(reading, start, end) for test in rule.suppressors):
            yield Draft(start, end, cue, rule.severity, None)
    yield from detect(rule, evidence)


def _hides(rule: Rule, evidence: Evidence, mention: Mention) -> bool:
    reading = evidence.reading
    start, end = mention.start, mention.end
    if not mention.spelling:
        return _interrupted(evidence, mention)
    if mention.spelling in DELIBERATE and mention.doubt == 0:
        return True
    if mention.doubt == 2:
        return is_product(rule, reading, mention)
    if rule.contexts["short_brand"](reading, start, end) and (mention.doubt == 0 or mention.spelling == "fillers"):
        return True
    return is_product(rule, reading, mention) or _promoted(rule, evidence, start, end)


def _promoted(rule: Rule, evidence: Evidence, start: int, end: int) -> bool:
    kinds = (kind for names in REASONS.values() for kind in names)
    return any(rule.contexts[kind](evidence.reading, start, end) for kind in kinds)


def _interrupted(evidence: Evidence, mention: Mention) -> bool:
    """Signs, invisible characters or strokes stand inside the name, or a character in parts; blanks may come from the layout."""
    number, start, end = evidence.reading.origin(mention.start, mention.end)
    written = "".join(evidence.reading.passages[number].text[start:end].rstrip("®™").split())
    return len(written) > len(mention.brand.name)


def _hidden(rule: Rule, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    """Risky words in pinyin mixed with characters or with signs between; characters in parts; telephone numbers in words."""
    reading = evidence.reading
    words = tuple(rule.settings["words"])
    offset = 0
    for line in reading.text.split("\n"):
        for first, last, kind in _kept_in_line(words, line) if len(line) <= LONGEST_KEPT else _in_line(words, line):
            if kind != "sound" or _promoted(rule, evidence, offset + first, offset + last):
                yield offset + first, offset + last, kind
        offset += len(line) + 1
    automaton, _, _ = _made(words)
    tight = reading.tight
    if tight is not None:
        for start, end, _ in automaton.find_overlapping(tight.text):
            first, last = tight.starts[start], tight.ends[end - 1]
            if _is_hidden(reading.text[first:last], end - start):
                yield first, last, "signs"
    if any(_INVISIBLE.search(passage.text) for passage in reading.passages):
        for start, end, _ in automaton.find_overlapping(reading.text):
            number, first, last = reading.origin(start, end)
            if _INVISIBLE.search(reading.passages[number].text[first : last - 1]):
                yield start, end, "invisible"
    for match in _NUMBER.finditer(reading.digits):
        if _is_spelled(evidence, *match.span()):
            yield *match.span(), "number"


def _in_line(words: tuple[str, ...], line: str) -> Iterator[tuple[int, int, str]]:
    """Risky words that can be told from one line alone."""
    _, pinyin, sounds = _made(words)
    for _, first, last, doubt in sounds.find(line):
        if doubt == 0:
            yield first, last, "sound"
    if pinyin.wanted(line):
        for _, first, last, _ in pinyin.whole(line):
            if _is_mixed(line, first, last):
                yield first, last, "pinyin"
    for first, last in in_parts(line):
        yield first, last, "parts"
    for match in _LETTERS.finditer(line) if "w" in line or "v" in line else ():
        yield *match.span(1), "letters"


@lru_cache(maxsize=KEPT_LINES)
def _kept_in_line(words: tuple[str, ...], line: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_in_line(words, line))


def _is_mixed(text: str, start: int, end: int) -> bool:
    """Letters among characters, or syllables apart from each other in a Chinese sentence."""
    part = text[start:end]
    around = text[max(0, start - 2) : start] + text[end : end + 2]
    return any(character > "\u2e7f" for character in part) or (" " in part and any(c > "\u2e7f" for c in around))


def _is_spelled(evidence: Evidence, start: int, end: int) -> bool:
    """A number written with characters among the digits, or with digits in rings, boxes and the like."""
    number, first, last = evidence.reading.origin(start, end)
    written = evidence.reading.passages[number].text[first:last]
    return sum(not (c.isascii() or "０" <= c <= "９" or c.isspace()) for c in written) >= 3


def _is_hidden(part: str, length: int) -> bool:
    """Signs that no layout explains; a stroke between two words is one only where there is one in every gap."""
    signs = [character for character in part if not character.isalnum() and not character.isspace()]
    return bool(signs) and (len(signs) >= length - 1 > 1 or any(sign not in JOINING for sign in signs))


@lru_cache(maxsize=4)
def _made(words: tuple[str, ...]) -> tuple[Any, Pinyin, Sounds]:
    heard = [number for number, word in enumerate(words) if len(word) >= SHORTEST]
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(words)), Pinyin(words, range(len(words))), Sounds(words, heard)
