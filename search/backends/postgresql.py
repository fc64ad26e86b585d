"""Wagtail's search on PostgreSQL: its own columns, filled with our tokens instead of its parser's."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FloatField
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.postgres import postgres as stock

from ..text import Clause
from .compiling import Score, Segmented
from .indexing import MARK, Row, SegmentedIndex

ENTRIES = stock.IndexEntry._meta.db_table
# A tsvector keeps no more than 255 positions of one token.
MOST_POSITIONS = 250


class SegmentedPostgresIndex(SegmentedIndex, stock.PostgresIndex):
    def reader(self, one: Any) -> Any:
        indexer = stock.ObjectIndexer(one, self.backend)
        return lambda held, field: ((leaf, words) for leaf, _weight, words in indexer.prepare_field(held, field))

    def write(self, content_type: int, rows: Sequence[Row]) -> None:
        values = [
            (content_type, row.object_id, vector(row.title, "A"), vector(row.body, "D"), vector(row.autocomplete, "D"), MARK)
            for row in rows
        ]
        statement = (
            f"INSERT INTO {ENTRIES} (content_type_id, object_id, title, body, autocomplete, title_norm, title_text, body_text) "  # noqa: S608
            "VALUES (%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, %s, '', '') ON CONFLICT (content_type_id, object_id) DO UPDATE "
            "SET title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete, title_norm = excluded.title_norm"
        )
        with self.write_connection.cursor() as cursor:
            cursor.executemany(statement, values)

    def tidy(self) -> None:
        with self.write_connection.cursor() as cursor:
            # What was written lately waits unsorted, and the planner would rather read the whole table.
            cursor.execute(
                "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                "JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'gin' AND i.indrelid = CAST(%s AS regclass)",
                [ENTRIES],
            )
            cursor.execute(f"ANALYZE {ENTRIES}")


class SegmentedPostgresCompiler(Segmented, stock.PostgresSearchQueryCompiler):
    def matching(self, clauses: list[Clause], every: bool) -> RawSQL:
        # As the index that Wagtail lays over both columns has them.
        held = " || ".join(f"entry.{column}" for column in self.columns)
        statement = (
            f"SELECT CAST(entry.object_id AS {self.key_type}) FROM {ENTRIES} AS entry "  # noqa: S608
            f"WHERE {held} @@ CAST(%s AS tsquery) AND entry.content_type_id = ANY(%s)"
        )
        return RawSQL(statement, [_asked(clauses, every), self.content_types])  # noqa: S611

    def score(self, clauses: list[Clause]) -> Score:
        held = " || ".join(f"entry.{column}" for column in self.columns)
        statement = (
            f"SELECT ts_rank('{{0.1, 0.2, 0.5, 1.0}}', {held}, CAST(%s AS tsquery), 1) FROM {ENTRIES} AS entry "  # noqa: S608
            "WHERE entry.content_type_id = ANY(%s) AND entry.object_id = CAST({key} AS varchar) LIMIT 1"
        )
        return Score(F("pk"), statement, [_asked(clauses, False), self.content_types], FloatField())


class SegmentedPostgresAutocompleteCompiler(SegmentedPostgresCompiler, stock.PostgresAutocompleteQueryCompiler):
    typing = True


class SegmentedPostgresBackend(stock.PostgresSearchBackend):
    index_class = SegmentedPostgresIndex
    query_compiler_class = SegmentedPostgresCompiler
    autocomplete_query_compiler_class = SegmentedPostgresAutocompleteCompiler


def vector(tokens: Sequence[str], weight: str) -> str:
    """The tokens as the text of a tsvector."""
    places: dict[str, list[str]] = defaultdict(list)
    for position, token in enumerate(tokens, 1):
        places[token].append(f"{position}{weight}")
    return " ".join(f"'{token}':{','.join(found[:MOST_POSITIONS])}" for token, found in places.items())


def _asked(clauses: list[Clause], every: bool) -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    return (" & " if every else " | ").join(_rendered(clause) for clause in clauses)


def _rendered(clause: Clause) -> str:
    quoted = " <-> ".join(f"'{token}'" for token in clause.tokens)
    return f"({quoted}{':*' if clause.prefix else ''})"
