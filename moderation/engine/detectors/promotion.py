"""Promotion is a score: a brand, praise for it, a call to act. A brand alone is advice to use the generic name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..compiled import Brand, Rule
from ..document import Severity
from ..evidence import CANDIDATES, Draft, Evidence, TooManyCandidates, places
from ..reading import Reading
from .brand_shape import shaped_like_a_brand

REASONS = {
    "call": ("call", "call_next", "pushed", "handed_to_brand", "popularity"),
    "praise": ("praise", "praise_next", "brand_acts", "quick_comfort"),
}
SOFT = ("soft_call", "ad_register")
SHORT = 3  # characters; a brand this short needs words of treatment near it
UNKNOWN = Brand("", "", frozenset())


@dataclass(frozen=True)
class Mention:
    """A brand in the text; `heard` when it only sounds like the brand."""

    brand: Brand
    start: int
    end: int
    heard: bool = False


def detect_promotion(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Brands that are praised or pushed; `settings` holds the score at which a finding blocks."""
    reading = evidence.reading
    for mention in _mentions(rule, evidence, with_sounds=True):
        start, end = mention.start, mention.end
        if reading.text[start:end] in rule.allow or any(test(reading, start, end) for test in rule.suppressors):
            continue
        if (
            len(mention.brand.name) == 2
            and reading.text[end : end + 1].isalpha()
            and not rule.contexts["short_brand"](reading, start, end)
        ):
            continue  # two characters inside other words
        reasons, soft = _reasons(rule, reading, mention)
        if 1 + (len(reasons) or soft) >= rule.settings["score"]:
            severity: Severity = "review" if mention.heard or not reasons else rule.severity
            cue = "+".join(["brand", *reasons] if reasons else ["brand", "soft"])
            yield Draft(start, end, cue, severity, _replacement(rule, mention))


def detect_mention(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Known brands without their generic name beside them."""
    reading = evidence.reading
    for mention in _mentions(rule, evidence, with_sounds=False):
        start, end = mention.start, mention.end
        if not mention.brand.name or reading.text[start:end] in rule.allow:
            continue
        short = len(mention.brand.name) <= SHORT and not _set_off(reading.text, start, end)
        if short and not rule.contexts["short_brand"](reading, start, end):
            continue
        if mention.brand.generic and mention.brand.generic in reading.text[max(0, start - 30) : end + 30]:
            continue
        if not any(test(reading, start, end) for test in rule.suppressors):
            yield Draft(start, end, "brand", rule.severity, _replacement(rule, mention))


def _mentions(rule: Rule, evidence: Evidence, *, with_sounds: bool) -> Sequence[Mention]:
    """The longest brand at each place; everyday words count only beside a medicine's words or a trade mark."""
    reading, text = evidence.reading, evidence.reading.text
    found = [Mention(brand, start, end) for brand, start, end in evidence.brands]
    if with_sounds:
        found += [Mention(brand, start, end, heard=True) for brand, start, end in evidence.compiled.sounds_in(reading)]
        for cue in evidence.patterns.get(rule.code, ()):
            for start, end in places(cue, reading):
                span = (start, end) if cue.check == "named" else shaped_like_a_brand(text, start, end)
                if span is not None:
                    found.append(Mention(UNKNOWN, *span))
    if len(found) > CANDIDATES:
        raise TooManyCandidates(f"{rule.code}: more than {CANDIDATES} candidates")
    found.sort(key=lambda mention: (mention.heard, not mention.brand.name, mention.start - mention.end, mention.start))
    kept: list[Mention] = []
    for mention in found:
        start, end = mention.start, mention.end
        if any(start < other.end and other.start < end for other in kept):
            continue
        everyday = "everyday" in mention.brand.flags
        if everyday and text[end : end + 1] not in "®™" and not rule.contexts["medicine_words"](reading, start, end):
            continue
        if text[end : end + 1] in ("®", "™"):
            mention = Mention(mention.brand, start, end + 1, mention.heard)
        kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _reasons(rule: Rule, reading: Reading, mention: Mention) -> tuple[list[str], bool]:
    """Which of call and praise stand near the mention, and whether soft words do that doctors use without promoting."""
    start, end = mention.start, mention.end
    reasons = [name for name, kinds in REASONS.items() if any(rule.contexts[kind](reading, start, end) for kind in kinds)]
    if _annotates_generic(reading.text, start, end):
        return reasons, False
    if "praise" not in reasons and rule.contexts["clinical_praise"](reading, start, end):
        reasons.append("praise")
    return reasons, any(rule.contexts[kind](reading, start, end) for kind in SOFT)


def _annotates_generic(text: str, start: int, end: int) -> bool:
    """The brand stands in brackets after a generic name, or the generic name in brackets after it."""
    return text[start - 1 : start] == "(" or (text[end : end + 1] == "(" and text[end + 1 : end + 2] > "\u2e7f")


def _set_off(text: str, start: int, end: int) -> bool:
    """No character of a word touches the mention: it is a list item, a heading or quoted."""
    return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()


def _replacement(rule: Rule, mention: Mention) -> str:
    return mention.brand.generic or str(rule.settings["unknown"])
