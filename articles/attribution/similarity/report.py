"""What a comparison found, and what the site's thresholds make of it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from .text import Span

MOST_SHOWN = 40
ADVISE, REVIEW, BLOCK = "advise", "review", "block"
LEVELS = ("", ADVISE, REVIEW, BLOCK)


@dataclass(frozen=True)
class Match:
    """The same words at two places; `han` of its characters are Han."""

    here: Span
    there: Span
    han: int


@dataclass(frozen=True)
class Likeness:
    """What is common with one other text. `source` is `article`, `submission` (the author's own) or `several`.

    `score` is the share of this text's compared characters that lie in common runs of 13 or more, `run` the longest common run in
    Han characters, `level` what follows from them, empty when it is only shown.
    """

    source: str
    number: int
    title: str
    digest: str
    own: bool
    score: float
    run: int
    level: str = ""
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Report:
    """`share` is what stands in any text of others; `quoted` and `longest_quote` tell of quotations with their source."""

    sha256: str
    characters: int
    entries: tuple[Likeness, ...] = ()
    share: float = 0.0
    quoted: float = 0.0
    longest_quote: int = 0
    instrument: str = ""
    index_size: int = 0
    milliseconds: float = 0.0
    passages: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def level(self) -> str:
        return max((entry.level for entry in self.entries), key=LEVELS.index, default="")


def level_of(score: float, run: int, common: int, own: bool, permitted: bool) -> str:
    """One's own earlier words, and those that a permission covers, are told and stop nothing. `common` counts characters.

    A share alone says little of a text of two sentences, so it counts from as many characters as a run that must be looked at.
    """
    if common < settings.SIMILARITY_RUN_REVIEW:
        score = 0.0
    if own or permitted:
        return ADVISE if score >= settings.SIMILARITY_ADVISE or run >= settings.SIMILARITY_RUN_REVIEW else ""
    if score >= settings.SIMILARITY_BLOCK:
        return BLOCK
    if score >= settings.SIMILARITY_REVIEW or run >= settings.SIMILARITY_RUN_REVIEW:
        return REVIEW
    return ADVISE if score >= settings.SIMILARITY_ADVISE else ""


def similarity_fact(entries: tuple[Likeness, ...]) -> list[dict[str, Any]]:
    """The fact `similarity` of the engine."""
    return [
        {
            "path": entry.matches[0].here.path if entry.matches else "body",
            "title": entry.title,
            "score": round(entry.score, 4),
            "run": entry.run,
            "own": entry.own,
            "level": entry.level,
        }
        for entry in entries
        if entry.level
    ]


def quotation_fact(report: Report) -> dict[str, Any]:
    """The fact `quotation` of the engine."""
    fact: dict[str, Any] = {"share": round(report.quoted, 4), "longest": report.longest_quote}
    return {**fact, "instrument": report.instrument} if report.instrument else fact
