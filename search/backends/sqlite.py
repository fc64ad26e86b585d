"""Wagtail's search on SQLite: its own FTS5 table, filled with our tokens and asked in our words."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, FloatField
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock

from ..text import Clause
from .compiling import Score, Segmented
from .indexing import MARK, Row, SegmentedIndex

ENTRIES = stock.IndexEntry._meta.db_table
WORDS = stock.SQLiteFTSIndexEntry._meta.db_table
# autocomplete, body, title
WEIGHTS = "1.0, 1.0, 4.0"
# The words first, whatever the planner's statistics say: else SQLite asks them once for every entry.
FOUND = f"FROM {WORDS} CROSS JOIN {ENTRIES} AS entry ON entry.id = {WORDS}.rowid WHERE {WORDS} MATCH %s AND entry.content_type_id"


class SegmentedSQLiteIndex(SegmentedIndex, stock.SQLiteIndex):
    def reader(self, one: Any) -> Any:
        return stock.ObjectIndexer(one, self.backend).prepare_field

    def write(self, content_type: int, rows: Sequence[Row]) -> None:
        entries = [
            stock.IndexEntry(
                content_type_id=content_type,
                object_id=row.object_id,
                title_norm=MARK,
                title=" ".join(row.title),
                body=" ".join(row.body),
                autocomplete=" ".join(row.autocomplete),
            )
            for row in rows
        ]
        self.entries.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title_norm", "title", "body", "autocomplete"],
        )

    def tidy(self) -> None:
        with self.write_connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')")  # noqa: S608
            cursor.execute("ANALYZE")


class SegmentedSQLiteCompiler(Segmented, stock.SQLiteSearchQueryCompiler):
    def matching(self, clauses: list[Clause], every: bool) -> RawSQL:
        asked, kinds = self._asked(clauses, every), self.content_types
        statement = f"SELECT CAST(entry.object_id AS {self.key_type}) {FOUND} IN ({_marks(kinds)})"
        return RawSQL(statement, [asked, *kinds])  # noqa: S611

    def score(self, clauses: list[Clause]) -> Score:
        """Computed for all rows at once, and kept while the statement runs."""
        kinds = self.content_types
        statement = (
            f"WITH found (id, score) AS MATERIALIZED (SELECT CAST(entry.object_id AS {self.key_type}), "  # noqa: S608
            f"-bm25({WORDS}, {WEIGHTS}) {FOUND} IN ({_marks(kinds)})) SELECT score FROM found WHERE found.id = {{key}}"
        )
        return Score(F("pk"), statement, [self._asked(clauses, False), *kinds], FloatField())

    def _asked(self, clauses: list[Clause], every: bool) -> str:
        columns = " ".join(self.columns)
        return (" AND " if every else " OR ").join(_rendered(columns, clause) for clause in clauses)


class SegmentedSQLiteAutocompleteCompiler(SegmentedSQLiteCompiler, stock.SQLiteAutocompleteQueryCompiler):
    typing = True


class SegmentedSQLiteBackend(stock.SQLiteSearchBackend):
    index_class = SegmentedSQLiteIndex
    query_compiler_class = SegmentedSQLiteCompiler
    autocomplete_query_compiler_class = SegmentedSQLiteAutocompleteCompiler


def _rendered(columns: str, clause: Clause) -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    return f'({{{columns}}} : "{" ".join(clause.tokens)}"{" *" if clause.prefix else ""})'


def _marks(values: Sequence[int]) -> str:
    return ", ".join("%s" for _value in values)
