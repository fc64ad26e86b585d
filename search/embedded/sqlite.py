"""The index on SQLite: an FTS5 table that keeps the token streams itself."""

from collections.abc import Iterable, Sequence

from django.db import DatabaseError, connection
from django.db.models.expressions import RawSQL

from ..text import Clause
from .streams import Streams

# title, title_words, body, body_words, names
WEIGHTS = "4.0, 4.0, 1.0, 1.0, 2.0"
PAIRS, WORDS = "{title body names}", "{title_words body_words}"


def write(identity: int, streams: Streams) -> None:
    """Replace what is indexed of this article."""
    erase([identity])
    columns = (streams.title, streams.title_words, streams.body, streams.body_words, streams.names)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_text (rowid, title, title_words, body, body_words, names) VALUES (%s, %s, %s, %s, %s, %s)",
            [identity, *(" ".join(tokens) for tokens in columns)],
        )


def erase(identities: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_text WHERE rowid = %s", [(identity,) for identity in identities])


def match(
    clauses: Sequence[Clause], limit: int, every: bool = True, title_only: bool = False, skip: int = 0
) -> list[tuple[int, float]]:
    """Ids and scores, best first, of what holds every clause, or any of them; without the first `skip`."""
    if not clauses:
        return []
    query = _query(clauses, every, title_only)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, -bm25(search_text, {WEIGHTS}) AS score FROM search_text WHERE search_text MATCH %s "  # noqa: S608
            "ORDER BY score DESC, rowid DESC LIMIT %s OFFSET %s",
            [query, limit, skip],
        )
        return [(identity, max(score, 0.0)) for identity, score in cursor.fetchall()]


def holding(clauses: Sequence[Clause]) -> RawSQL:
    """The ids of everything that holds every clause, for use within another query."""
    return RawSQL("SELECT rowid FROM search_text WHERE search_text MATCH %s", [_query(clauses)])


def _query(clauses: Sequence[Clause], every: bool = True, title_only: bool = False) -> str:
    return (" AND " if every else " OR ").join(_rendered(clause, title_only) for clause in clauses)


def _rendered(clause: Clause, title_only: bool) -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    columns = "{title}" if title_only else WORDS if clause.words else PAIRS
    return f'({columns} : "{" ".join(clause.tokens)}"{" *" if clause.prefix else ""})'


def frequencies(tokens: Iterable[str]) -> dict[str, int]:
    """In how many articles each token occurs."""
    found = {}
    with connection.cursor() as cursor:
        for token in tokens:
            cursor.execute("SELECT doc FROM search_vocabulary WHERE term = %s", [token])
            row = cursor.fetchone()
            found[token] = row[0] if row else 0
    return found


def identities() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_text")
        return {identity for (identity,) in cursor.fetchall()}


def faults() -> list[str]:
    """What SQLite itself finds wrong with the index."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    except DatabaseError as error:
        return [f"the full-text index is damaged: {error}"]
    return []


def tidy() -> None:
    """Merge the index into one piece and refresh the planner's statistics."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
        cursor.execute("ANALYZE")
