"""Findings of the second reading: for a human, where no rule has spoken, under the code that is likeliest."""

from collections.abc import Iterable, Iterator

from ..compiled import Compiled
from ..document import RANK, Finding
from ..reading import Reading
from .features import FAMILIES
from .reader import SCALE, shipped_reader

# What makes a sentence that reads like a violation harmless after all.
HARMLESS = ("rebuttal", "regulation")
LONGEST_SHOWN = 40
REVIEW = RANK["review"]


def second_reading(compiled: Compiled, reading: Reading, found: Iterable[tuple[int, Finding]]) -> Iterator[tuple[int, Finding]]:
    """Suspicions that touch no finding of a rule, as (number of the passage, finding of severity review)."""
    taken = [(number, f) for number, f in found if RANK[f.severity] >= REVIEW and f.code.split(".")[0] in (*FAMILIES, "SYS")]
    for suspicion in shipped_reader().suspicions(reading.text, round(compiled.learned_threshold * SCALE)):
        number, start, end = reading.origin(suspicion.start, suspicion.end)
        if any(other == number and f.start < end and start < f.end for other, f in taken):
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
