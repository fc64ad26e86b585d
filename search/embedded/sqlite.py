"""The index on SQLite: an FTS5 table that keeps the token streams itself."""

import json
from collections.abc import Iterable
from dataclasses import replace

from django.db import DatabaseError, connection

from ..text import Clause
from .asking import Search
from .streams import Streams

# title, title_words, body, body_words, names
WEIGHTS = "4.0, 4.0, 1.0, 1.0, 2.0"
PAIRS, WORDS = "{title body names}", "{title_words body_words}"


def write(identity: int, streams: Streams) -> None:
    """Replace what is indexed of this article."""
    erase([identity])
    columns = (streams.title, streams.title_words, streams.body, streams.body_words, streams.names + streams.marks)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_text (rowid, title, title_words, body, body_words, names) VALUES (%s, %s, %s, %s, %s, %s)",
            [identity, *(" ".join(tokens) for tokens in columns)],
        )


def erase(identities: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_text WHERE rowid = %s", [(identity,) for identity in identities])


def match(asked: Search, limit: int, skip: int = 0) -> list[tuple[int, float]]:
    """Ids and scores, best first, of what the search holds; without the first `skip`."""
    if not asked.clauses:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, -bm25(search_text, {WEIGHTS}) AS score FROM search_text WHERE search_text MATCH %s "  # noqa: S608
            "ORDER BY score DESC, rowid DESC LIMIT %s OFFSET %s",
            [_query(asked), limit, skip],
        )
        return cursor.fetchall()


def elsewhere(asked: Search, limit: int, skip: int = 0) -> list[int]:
    """Ids, the newest first, of what the search holds elsewhere than in its title."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC LIMIT %s OFFSET %s",
            [f"({_query(asked)}) NOT ({_query(replace(asked, title_only=True))})", limit, skip],
        )
        return [identity for (identity,) in cursor.fetchall()]


def count(asked: Search) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_text WHERE search_text MATCH %s", [_query(asked)])
        number: int = cursor.fetchone()[0]
    return number


def holds(asked: Search) -> bool:
    """Whether there is anything at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_text WHERE search_text MATCH %s LIMIT 1", [_query(asked)])
        return cursor.fetchone() is not None


def packed(asked: Search) -> str:
    """The facets of everything that the search holds, line after line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT group_concat(packed, char(10)) FROM search_entryfacets "
            "WHERE entry_id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)",
            [_query(asked)],
        )
        return cursor.fetchone()[0] or ""


def _query(asked: Search) -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    words = (" AND " if asked.every else " OR ").join(_rendered(clause, asked.title_only) for clause in asked.clauses)
    if asked.beside:
        words = f"({words}) OR ({_rendered(asked.beside, True)})"
    groups = " AND ".join(f"({' OR '.join(f'{{names}} : {token}' for token in group)})" for group in asked.marks)
    return f"({words}) AND {groups}" if groups else words


def _rendered(clause: Clause, title_only: bool) -> str:
    columns = "{title}" if title_only else WORDS if clause.words else PAIRS
    in_title = f'{{title}} : "{" ".join(clause.title)}"{" *" if len(clause.title) == 1 else ""}'
    if title_only and clause.title:
        return f"({in_title})"
    anywhere = f'{columns} : "{" ".join(clause.tokens)}"{" *" if clause.prefix else ""}'
    return f"({anywhere} OR {in_title})" if clause.title else f"({anywhere})"


def frequencies(tokens: Iterable[str]) -> dict[str, int]:
    """In how many articles each token occurs."""
    found = dict.fromkeys(tokens, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, doc FROM search_vocabulary WHERE term IN (SELECT value FROM json_each(%s))", [json.dumps([*found])]
        )
        found |= cursor.fetchall()
    return found


def size() -> int:
    """How many articles there are: the first number of the record in which FTS5 keeps its averages, seven bits a byte."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_text_data WHERE id = 1")
        row = cursor.fetchone()
    number = 0
    for byte in row[0] if row else b"":
        number = number << 7 | byte & 127
        if byte < 128:
            break
    return number


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
