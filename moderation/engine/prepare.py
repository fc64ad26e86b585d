"""Works out what every start would otherwise work out again; to be run after a shipped pattern has changed: `python -m moderation.engine.prepare`."""

from collections.abc import Iterator
from pathlib import Path

from .anchors import FILE, written_out
from .detectors.combination import clue_searcher
from .detectors.likely import context_searcher
from .detectors.promotion import CONTEXTS
from .ruleset import Ruleset

KEPT = Path(__file__).parent / "data" / FILE


def shipped_patterns() -> Iterator[str]:
    """Every pattern that the shipped rules search a text for."""
    compiled = Ruleset.shipped().compiled
    for searcher in (*compiled.searchers.values(), clue_searcher(compiled), context_searcher(compiled.contexts, CONTEXTS)):
        yield from (pattern.source for pattern in searcher.patterns)


if __name__ == "__main__":
    KEPT.write_text(written_out(shipped_patterns()), encoding="utf-8")
