"""What goes into the engine and what comes out of it: passages and facts, findings and a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["advise", "review", "block"]
Verdict = Literal["pass", "advise", "review", "block"]

SEVERITIES: tuple[Severity, ...] = ("advise", "review", "block")
RANK: Mapping[str, int] = {"pass": 0, "advise": 1, "review": 2, "block": 3}

# Findings that no reason sets aside: the words must be mended.
IDENTIFIERS: frozenset[str] = frozenset(
    {"PRIV.ID_CARD", "PRIV.PHONE", "PRIV.CONTACT", "PRIV.RECORD_NO", "PRIV.ACCOUNT_NO"},
)


@dataclass(frozen=True)
class Passage:
    """One run of text and the path of the field it stands in."""

    path: str
    text: str


@dataclass(frozen=True)
class Document:
    """The engine's input; `facts` is what it must know besides the words (today, origin, certificates …)."""

    passages: tuple[Passage, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One rule at one place; `start` and `end` index the original text, and `text` is exactly that slice."""

    code: str
    severity: Severity
    path: str
    start: int
    end: int
    text: str
    cue: str
    basis: str
    message: str
    fix: str
    replacement: str | None
    # What stands in the message beside the slice: clues that point at a person only together.
    parts: tuple[tuple[int, int], ...] = ()
    # The message for rows and logs, where the words that it quotes must not be kept; empty where it quotes none of those.
    kept: str = ""


@dataclass(frozen=True)
class Report:
    """One ruleset applied to one document; what was not checked is said, never counted as clean."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...]
    ruleset: str


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """The worst severity among the findings."""
    worst: Verdict = "pass"
    for finding in findings:
        if RANK[finding.severity] > RANK[worst]:
            worst = finding.severity
    return worst
