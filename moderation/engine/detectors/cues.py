"""The common kind of rule: a cue, a check of the candidate, what it needs and what suppresses it."""

from collections.abc import Iterator

from ..compiled import Cue, Rule
from ..evidence import CANDIDATES, UNCHECKED_CANDIDATES, Draft, Evidence, TooManyCandidates, places
from .identifiers import CHECKS


def detect(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """A draft for each candidate that stands up."""
    reading = evidence.reading
    seen = judged = 0
    for cue, start, end in _candidates(rule, evidence):
        seen += 1
        if cue.check:
            span = CHECKS[cue.check](reading, start, end)
            if span is None and seen <= UNCHECKED_CANDIDATES:
                continue
            start, end = span or (start, end)
        judged += 1
        if judged > CANDIDATES or seen > UNCHECKED_CANDIDATES:
            raise TooManyCandidates(f"{rule.code}: more candidates than a person writes")
        if reading.text[start:end] in rule.allow:
            continue
        if all(test(reading, start, end) for test in cue.requires) and not any(
            test(reading, start, end) for test in cue.suppressors
        ):
            yield Draft(start, end, cue.name, cue.severity, cue.replacement)


def _candidates(rule: Rule, evidence: Evidence) -> Iterator[tuple[Cue, int, int]]:
    yield from evidence.terms.get(rule.code, ())
    for found in evidence.patterns.get(rule.code, ()):
        for start, end in places(found, evidence.reading):
            yield found.cue, start, end
