"""What the second reading adds and takes: suspicions where no rule has spoken, and doubt where a rule speaks alone."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ..compiled import Compiled
from ..document import RANK, SEVERITIES, Finding
from ..reading import Reading
from ..views import is_interrupted
from .features import FAMILIES
from .reader import SCALE, shipped_reader

# What makes a sentence that reads like a violation harmless after all.
HARMLESS = ("rebuttal", "regulation")
LONGEST_SHOWN = 40
LONGEST_SPAN = 600  # characters of a finding
REVIEW = RANK["review"]
# Codes whose cues are words that honest texts use too: where the whole sentence reads otherwise, a finding counts less.
DOUBTED = (
    "CLAIM.",
    "BRAND.RX_TO_PUBLIC",
    "BRAND.SPECIAL_DRUG",
    "BRAND.DEVICE_PROMO",
    "BRAND.HEALTH_FOOD",
    "BRAND.FSMP_INFANT",
    "BRAND.COMPARE",
    "BRAND.PURCHASE",
    "BRAND.COMPANY_FAVOR",
    "BRAND.NONDRUG_MEDICAL",
    "PROMO.INSTITUTION",
    "MED.DOSAGE",
    "MED.PERSONAL_ADVICE",
    "MED.EMERGENCY",
    "SRC.CLAIM_UNSOURCED",
    "ECO.CLICKBAIT",
)
# Its words stand in more rebuttals than promises, which is what the weights learn of them; whether they are denied, rules know better.
UNDOUBTED = "CLAIM.CURE_PROMISE"
ENOUGH_WORDS = 14  # characters of a line that say something about a sentence beyond the cue itself
DOUBT, STRONG_DOUBT = -1.8, -2.6  # scores below which a severity goes down by one step, and by two


def second_reading(compiled: Compiled, reading: Reading, found: Iterable[tuple[int, Finding]]) -> Iterator[tuple[int, Finding]]:
    """Suspicions that touch no finding of a rule, as (number of the passage, finding of severity review)."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for number, finding in found:
        if RANK[finding.severity] >= REVIEW and finding.code.split(".")[0] in FAMILIES:
            taken.setdefault(number, []).append((finding.start, finding.end))
    spoken = {number: sorted(spans) for number, spans in taken.items()}
    for suspicion in shipped_reader().suspicions(reading.text, round(compiled.learned_threshold * SCALE)):
        number, start, end = reading.origin(suspicion.start, suspicion.end)
        if _touches(spoken.get(number, []), start, end):
            continue
        if any(compiled.contexts[name](reading, suspicion.start, suspicion.end) for name in HARMLESS):
            continue
        passage = reading.passages[number]
        text = passage.text[start:end]
        shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
        for code in suspicion.codes:
            rule = compiled.by_code.get(code)
            if rule is not None and not any(word in reading.text[suspicion.start : suspicion.end] for word in rule.allow):
                yield (
                    number,
                    Finding(
                        code=code,
                        severity="review",
                        path=passage.path,
                        start=start,
                        end=end,
                        text=text,
                        cue="learned: " + "、".join(suspicion.reasons),
                        basis=rule.basis,
                        message=f"“{shown}”读起来像“{rule.name}”，规则没有把握，请人工判断。",
                        fix=rule.fix.replace("{replacement}", ""),
                        replacement=None,
                    ),
                )


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether any of some ordered spans overlaps `[start, end)`; no span is longer than a few sentences."""
    first = bisect_left(spans, (start - LONGEST_SPAN, 0))
    return any(low < end and start < high for low, high in islice(spans, first, bisect_left(spans, (end, 0))))


def doubted(reading: Reading, finding: Finding, start: int, end: int) -> Finding:
    """The finding at a place of the folded text, one or two severities lower where its sentence does not read like one.

    Writing that hides behind signs is no honest text and is never doubted.
    """
    if (
        not finding.code.startswith(DOUBTED)
        or finding.code == UNDOUBTED
        or RANK[finding.severity] < REVIEW
        or is_interrupted(reading.text[start:end])
    ):
        return finding
    low, high = reading.window("line", start, end)
    if high - low < ENOUGH_WORDS:
        return finding
    agreement = shipped_reader().agreement(reading.text, start, end)
    steps = (agreement < DOUBT) + (agreement < STRONG_DOUBT)
    return replace(finding, severity=SEVERITIES[max(0, RANK[finding.severity] - 1 - steps)]) if steps else finding
