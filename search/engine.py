"""The one door to search: whichever engine is configured, the question and the answer look the same.

A configured cluster is asked first. When it cannot answer, for whatever reason, the database does within the same request, and the
answer says `degraded`.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db import connections

from . import answering, outbox
from .breaker import Breaker
from .elastic import client
from .elastic.failures import EXTRA, Unanswerable, Unavailable, Unfit
from .embedded.finding import Embedded
from .engines import Asked, Engine, Found
from .names import did_you_mean, suggestions
from .query import Hit, Query, Results, Suggestion
from .text import Parsed

__all__ = ["Hit", "Query", "Results", "Serving", "Suggestion", "search", "suggest", "trouble", "warm"]

logger = logging.getLogger(__name__)
Answered = TypeVar("Answered")
# With so many changes that it does not know yet, the cluster is too late to be asked.
LATE = 500
breaker = Breaker("Elasticsearch")


class Serving:
    """The engine of one request: the cluster where one is configured, from its first failure on the database."""

    def __init__(self) -> None:
        self.degraded = False
        self._with_cluster = client.configured()
        self._may_ask: bool | None = None

    @property
    def name(self) -> str:
        return "elasticsearch" if self._with_cluster and not self.degraded else Embedded.name

    def find(self, asked: Asked) -> Found:
        """What the cluster does not know is looked up in the database too: an index that is empty or late hides nothing, and
        shows nothing by words that an article no longer has."""
        found = self._asked(lambda engine: engine.find(asked))
        if self.name == Embedded.name:
            return found
        late = outbox.pending_changes(LATE)
        if found.total and not late:
            return found
        own = Embedded().find(asked)
        if found.total and len(late) < LATE and _of(found, late) == _of(own, late):
            return found
        self.degraded = own.total > 0
        return own

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> list[tuple[int, float]]:
        return self._asked(lambda engine: engine.nearest(vector, filters, most))

    def titles(self, typed: Parsed, most: int) -> list[int]:
        return self._asked(lambda engine: engine.titles(typed, most))

    def _asked(self, ask: Callable[[Engine], Answered]) -> Answered:
        if self._with_cluster and not self.degraded:
            if self._may_ask is None:
                self._may_ask = breaker.allows()
            if self._may_ask:
                try:
                    answered = ask(_cluster())
                except Unanswerable:
                    pass
                except Unavailable as reason:
                    breaker.failed(str(reason), lasting=isinstance(reason, Unfit))
                else:
                    breaker.succeeded()
                    return answered
            self.degraded = True
        return ask(Embedded())


def _of(found: Found, pages: set[int]) -> set[int]:
    return pages & {identity for identity, _score in found.scored}


def _cluster() -> Engine:
    try:
        from .elastic.searching import Elastic
    except ModuleNotFoundError as missing:
        raise Unfit(EXTRA) from missing
    return Elastic()


def search(query: Query) -> Results:
    """Published articles only, checked against the database at this moment."""
    return answering.answer(query, Serving())


def suggest(text: str) -> list[Suggestion]:
    """At most eight things whose name holds what was typed so far."""
    return suggestions.suggest(text)


def warm() -> None:
    """Read what the first question would wait for: names, their sounds, the segmenter, the model. Never raises."""
    try:
        search(Query("头疼"))
        did_you_mean("糖料病")
        suggest("tou")
    except Exception:
        logger.exception("search could not be warmed; the first question does it")
    finally:
        connections.close_all()


def trouble() -> str:
    """Why this process does without the configured cluster, in one sentence without addresses; empty when it does not."""
    return breaker.reason
