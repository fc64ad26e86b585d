"""The one door to search: whichever engine is configured, the question and the answer look the same."""

from . import answering, suggestions
from .embedded.finding import Embedded
from .query import Hit, Query, Results, Suggestion

__all__ = ["Hit", "Query", "Results", "Suggestion", "search", "suggest"]


def search(query: Query) -> Results:
    """Published articles only, checked against the database at this moment."""
    return answering.answer(query, Embedded())


def suggest(text: str) -> list[Suggestion]:
    """At most eight things whose name holds what was typed so far."""
    return suggestions.suggest(text)
