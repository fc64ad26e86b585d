"""Keeps the report with its submission, and reads kept entries back."""

from typing import TYPE_CHECKING, Any

from moderation.models import Submission
from moderation.models.reference import key

from .facts import recent
from .report import Likeness, Match, Report
from .text import Span

if TYPE_CHECKING:
    from articles.models import ArticlePage
    from articles.models.similarity import SimilarityReport

ENDS = 12  # characters shown of the beginning and of the end of a match


def note_handed_in(instance: "ArticlePage", submission: Submission, **kwargs: Any) -> None:
    """Receiver of `handed_in`: the report was made for the scan a moment before the transaction, and is only written here."""
    keep(submission, instance, recent(instance))


def keep(submission: Submission, page: "ArticlePage", found: Report) -> "SimilarityReport":
    from articles.models.similarity import SimilarityReport

    return SimilarityReport.objects.create(
        **key(page),
        submission=submission,
        digest=submission.digest,
        characters=found.characters,
        share=round(found.share, 4),
        quoted=round(found.quoted, 4),
        entries=[stored(entry, dict(found.passages)) for entry in found.entries],
        index_size=found.index_size,
        milliseconds=found.milliseconds,
    )


def stored(entry: Likeness, passages: dict[str, str]) -> dict[str, Any]:
    """Places, and of the words no more than how they begin and end."""
    return {
        "source": entry.source,
        "number": entry.number,
        "title": entry.title,
        "digest": entry.digest,
        "own": entry.own,
        "score": round(entry.score, 4),
        "run": entry.run,
        "level": entry.level,
        "matches": [
            {
                "here": [match.here.path, match.here.start, match.here.end],
                "there": [match.there.path, match.there.start, match.there.end],
                "han": match.han,
                "words": shortened(passages.get(match.here.path, "")[match.here.start : match.here.end]),
            }
            for match in entry.matches
        ],
    }


def shortened(words: str) -> str:
    return words if len(words) <= 2 * ENDS else f"{words[:ENDS]}……{words[-ENDS:]}"


def entry_of(kept: dict[str, Any]) -> Likeness:
    matches = tuple(Match(Span(*one["here"]), Span(*one["there"]), one["han"]) for one in kept["matches"])
    plain = {name: kept[name] for name in ("source", "number", "title", "digest", "own", "score", "run", "level")}
    return Likeness(**plain, matches=matches)
