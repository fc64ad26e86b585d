"""Promotion is a score: a brand, praise for it, a call to act. A brand alone is advice to use the generic name."""

from collections.abc import Iterator

from ..compiled import Rule
from ..document import Severity
from ..evidence import Draft, Evidence
from ..reading import Reading
from .likely import likely_contexts
from .mentions import Mention, is_product, mentions

REASONS = {
    "call": ("call", "call_next", "pushed", "handed_to_brand", "popularity", "asked_and_answered"),
    "praise": ("praise", "praise_next", "brand_acts", "quick_comfort", "liking", "sly_praise"),
}
SOFT = ("soft_call", "ad_register")
CONTEXTS = (*(kind for kinds in REASONS.values() for kind in kinds), "clinical_praise", *SOFT)
NEAR = 30  # characters around a brand in which its generic name stands beside it


def detect_promotion(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Brands that are praised or pushed; `settings` holds the score at which a finding blocks."""
    reading = evidence.reading
    for mention in mentions(rule, evidence, unknown=True):
        start, end = mention.start, mention.end
        if "old" in mention.brand.flags or reading.text[start:end] in rule.allow:
            continue  # a substance by its old name: no product is praised
        reasons, soft = _reasons(rule, reading, mention)
        if 1 + (len(reasons) or (soft and mention.certain)) < rule.settings["score"]:
            continue
        if mention.doubt and not is_product(rule, reading, mention):
            continue
        if _inside_words(mention, reading) and not rule.contexts["short_brand"](reading, start, end):
            continue
        if any(test(reading, start, end) for test in rule.suppressors):
            continue
        severity: Severity = rule.severity if mention.certain and reasons else "review"
        cue = "+".join(["brand", *reasons] if reasons else ["brand", "soft"])
        yield Draft(start, end, cue, severity, replacement(rule, mention))


def detect_mention(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """Known brands, however they are written, where the generic name is not the one that is explained by them."""
    reading = evidence.reading
    for mention in mentions(rule, evidence, unknown=False):
        start, end = mention.start, mention.end
        if reading.text[start:end] in rule.allow or not (mention.certain or (mention.spelling == "sound" and mention.doubt == 0)):
            continue
        if _explains_its_generic(reading.text, mention) or any(test(reading, start, end) for test in rule.suppressors):
            continue
        yield Draft(start, end, mention.spelling or "brand", rule.severity, replacement(rule, mention))


def replacement(rule: Rule, mention: Mention) -> str:
    """What can stand there instead: the generic name, or what the rule says of products that are not known."""
    return mention.brand.generic or str(rule.settings["unknown"])


def _inside_words(mention: Mention, reading: Reading) -> bool:
    """Two characters that a word goes on after."""
    return len(mention.brand.name) == 2 and reading.text[mention.end : mention.end + 1].isalpha()


def _reasons(rule: Rule, reading: Reading, mention: Mention) -> tuple[list[str], bool]:
    """Which of call and praise stand near the mention, and whether soft words do that doctors use without promoting."""
    start, end = mention.start, mention.end
    likely = likely_contexts(rule.contexts, CONTEXTS, reading, start, end)
    holds = {kind for kind in likely if rule.contexts[kind](reading, start, end)}
    reasons = [name for name, kinds in REASONS.items() if not holds.isdisjoint(kinds)]
    if _annotates_generic(reading.text, start, end):
        return reasons, False
    if "praise" not in reasons and "clinical_praise" in holds:
        reasons.append("praise")
    return reasons, not holds.isdisjoint(SOFT)


def _annotates_generic(text: str, start: int, end: int) -> bool:
    """The brand stands in brackets after a generic name, or the generic name in brackets after it."""
    return text[start - 1 : start] == "(" or (text[end : end + 1] == "(" and text[end + 1 : end + 2] > "\u2e7f")


def _explains_its_generic(text: str, mention: Mention) -> bool:
    """The brand in brackets after its generic name: 氯吡格雷(波立维)."""
    opened = text.rfind("(", max(0, mention.start - NEAR), mention.start)
    if opened < 0 or ")" in text[opened : mention.start]:
        return False
    generic = mention.brand.generic
    before = text[max(0, opened - NEAR) : opened]
    return bool(generic) and (generic in before or any(generic[place : place + 3] in before for place in range(len(generic) - 2)))
