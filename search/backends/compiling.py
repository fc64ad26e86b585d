"""From a query of modelsearch to a queryset: each part of it becomes a condition on the primary key.

Deviates from Wagtail's compilers in three ways: nothing typed reaches the database's query language, a query that holds no
letter finds nothing instead of failing, and `fields` other than the title stand for everything but the title.
"""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connections
from django.db.models import Expression, F, Q
from django.db.models.expressions import RawSQL
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from ..text import Clause
from . import reading

NOTHING, EVERYTHING = Q(pk__in=[]), Q(pk__isnull=False)


class Segmented:
    """Mixed into a compiler of the vendor's; `typing` marks the one that completes words."""

    typing = False
    # What modelsearch gives every compiler.
    queryset: Any
    query: Any
    fields: Any
    order_by_relevance: bool

    def matching(self, clauses: list[Clause], every: bool) -> RawSQL:
        """The primary keys of what holds every clause, or any of them."""
        raise NotImplementedError

    def score(self, clauses: list[Clause]) -> Expression:
        """How well a row fits, greater is better."""
        raise NotImplementedError

    def search(self, config: Any, start: Any, stop: Any, score_field: str | None = None, backend: Any = None) -> Any:
        """The part of the queryset that the query finds, best first where that is asked for."""
        queryset = self.queryset.filter(self._condition(self.query))
        wished = reading.wished(self.query, self.typing)
        if score_field is not None and wished:
            queryset = queryset.annotate(**{score_field: self.score(wished)})
        if self.order_by_relevance and wished:
            best = F(score_field) if score_field is not None else self.score(wished)
            queryset = queryset.order_by(best.desc(), "-pk")
        elif not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def _condition(self, query: Any) -> Q:
        if isinstance(query, (PlainText, Fuzzy)):
            return self._holding(reading.clauses(query.query_string, self.typing), query.operator == "and")
        if isinstance(query, Phrase):
            return self._holding(reading.phrase(query.query_string), True)
        if isinstance(query, Boost):
            return self._condition(query.subquery)
        if isinstance(query, Not):
            return ~self._condition(query.subquery)
        if isinstance(query, MatchAll):
            return EVERYTHING
        if isinstance(query, (And, Or)):
            parts = [self._condition(part) for part in query.subqueries]
            return reduce(and_ if isinstance(query, And) else or_, parts, EVERYTHING if isinstance(query, And) else NOTHING)
        raise NotImplementedError(f"{type(query).__name__} is no query that the administration knows")

    def _holding(self, clauses: list[Clause], every: bool) -> Q:
        return Q(pk__in=self.matching(clauses, every)) if clauses else NOTHING

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the index that are looked at."""
        if self.typing:
            return ("autocomplete",)
        if self.fields is None:
            return ("title", "body")
        return tuple(dict.fromkeys("title" if name == "title" else "body" for name in self.fields))

    @property
    def content_types(self) -> list[int]:
        return list(get_descendants_content_types_pks(self.queryset.model))

    @property
    def key_type(self) -> str:
        """The database's type of the primary key; the index keeps keys as text."""
        return str(self.queryset.model._meta.pk.rel_db_type(connections[self.queryset.db]))


class Score(Expression):
    """A scalar query about the row at hand, whose key it names as `{key}`."""

    conditional = False

    def __init__(self, key: Any, statement: str, parameters: list[Any], output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.key, self.statement, self.parameters = key, statement, parameters

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.key,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        key, mine = compiler.compile(self.key)
        before, after = self.statement.split("{key}")
        held = before.count("%s")
        return f"({before}{key}{after})", [*self.parameters[:held], *mine, *self.parameters[held:]]
