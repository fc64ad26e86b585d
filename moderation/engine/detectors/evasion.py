"""Writing that hides from a check: names of products and risky words in disguise."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import daachorse

from ..compiled import Rule
from ..evidence import Draft, Evidence
from ..reading import Reading
from ..spellings.pinyin import Pinyin
from ..views import is_interrupted
from .cues import detect
from .mentions import Mention, is_product, mentions
from .promotion import REASONS, replacement

# Spellings that nobody chooses by accident; the others need a medicine's words or promotion around them.
DELIBERATE = frozenset({"pinyin", "parts"})
JOINING = frozenset("-—–~/+&|·_")  # signs that stand between two words


def detect_evasion(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Brands in disguise, and the rule's own cues for disguised words; a brand's replacement is its generic name."""
    reading = evidence.reading
    for mention in mentions(rule, evidence, unknown=False):
        start, end = mention.start, mention.end
        if reading.text[start:end] in rule.allow or any(test(reading, start, end) for test in rule.suppressors):
            continue
        if _hides(rule, evidence, mention):
            yield Draft(start, end, mention.spelling or "symbols", rule.severity, replacement(rule, mention))
    for start, end, cue in _hidden_words(rule.settings["words"], reading):
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
    return is_product(rule, reading, mention) or _promoted(rule, evidence, mention)


def _promoted(rule: Rule, evidence: Evidence, mention: Mention) -> bool:
    kinds = (kind for names in REASONS.values() for kind in names)
    return any(rule.contexts[kind](evidence.reading, mention.start, mention.end) for kind in kinds)


def _interrupted(evidence: Evidence, mention: Mention) -> bool:
    """Signs, invisible characters or strokes stand inside the name, or a character in parts; blanks may come from the layout."""
    number, start, end = evidence.reading.origin(mention.start, mention.end)
    written = "".join(evidence.reading.passages[number].text[start:end].rstrip("®™").split())
    return len(written) > len(mention.brand.name)


def _hidden_words(words: Sequence[str], reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Risky words in pinyin mixed with characters, or with signs between their characters."""
    automaton, pinyin = _made(tuple(words))
    tight = reading.tight
    if tight is not None and is_interrupted(reading.text):
        for start, end, _ in automaton.find_overlapping(tight.text):
            first, last = tight.starts[start], tight.ends[end - 1]
            if _is_hidden(reading.text[first:last], end - start):
                yield first, last, "signs"
    if pinyin.wanted(reading.text):
        for _, first, last, _ in pinyin.whole(reading.text):
            if any(character > "\u2e7f" for character in reading.text[first:last]):
                yield first, last, "pinyin"


def _is_hidden(part: str, length: int) -> bool:
    """Signs that no layout explains; a stroke between two words is one only where there is one in every gap."""
    signs = [character for character in part if not character.isalnum() and not character.isspace()]
    return bool(signs) and (len(signs) >= length - 1 > 1 or any(sign not in JOINING for sign in signs))


@lru_cache(maxsize=4)
def _made(words: tuple[str, ...]) -> tuple[Any, Pinyin]:
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(words)), Pinyin(words, range(len(words)))
