"""The index on PostgreSQL: a tsvector of our own tokens, since its parser takes a Chinese sentence for one word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from time import monotonic

from django.db import connection
from django.db.models.expressions import RawSQL

from ..text import Clause
from .streams import Streams

# A tsvector keeps no position beyond this one, and no more than 255 of one token: longer texts are marked, and their
# phrases are looked for as tokens that all occur.
LAST_POSITION = 16_000
MOST_POSITIONS = 250
LONG = "*long"
WORD = "="
STATISTICS_SECONDS = 300

_common: tuple[float, str, dict[str, float]] = (0.0, "", {})


def write(identity: int, streams: Streams) -> None:
    """Replace what is indexed of this article."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_text (page_id, terms) VALUES (%s, %s::tsvector) "
            "ON CONFLICT (page_id) DO UPDATE SET terms = excluded.terms",
            [identity, literal(streams)],
        )


def literal(streams: Streams) -> str:
    """The tsvector as text: titles weigh A, names B, the rest D; words carry a mark of their own."""
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for tokens, weight in ((streams.title, "A"), (streams.names, "B"), (streams.body, "D")):
        for token in tokens:
            position += 1
            places[token].append(f"{min(position, LAST_POSITION)}{weight}")
        position += 2
    long = position > LAST_POSITION or any(len(found) > MOST_POSITIONS for found in places.values())
    for tokens, weight in ((streams.title_words, "A"), (streams.body_words, "D")):
        for number, token in enumerate(tokens, 1):
            places[WORD + token].append(f"{min(number, LAST_POSITION)}{weight}")
    if long:
        places[LONG].append("1")
    return " ".join(f"'{token}':{','.join(found[:MOST_POSITIONS])}" for token, found in places.items())


def erase(identities: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_text WHERE page_id = ANY(%s)", [list(identities)])


def match(
    clauses: Sequence[Clause], limit: int, every: bool = True, title_only: bool = False, skip: int = 0
) -> list[tuple[int, float]]:
    """Ids and scores, best first, of what holds every clause, or any of them; without the first `skip`."""
    if not clauses:
        return []
    query = _query(clauses, every, title_only)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_id, ts_rank('{0.1, 0.2, 0.5, 1.0}', terms, query, 1) AS score "
            "FROM search_text, CAST(%s AS tsquery) AS query WHERE terms @@ query ORDER BY score DESC, page_id DESC "
            "LIMIT %s OFFSET %s",
            [query, limit, skip],
        )
        return cursor.fetchall()


def holding(clauses: Sequence[Clause]) -> RawSQL:
    """The ids of everything that holds every clause, for use within another query."""
    return RawSQL("SELECT page_id FROM search_text WHERE terms @@ CAST(%s AS tsquery)", [_query(clauses)])


def _query(clauses: Sequence[Clause], every: bool = True, title_only: bool = False) -> str:
    return (" & " if every else " | ").join(_rendered(clause, title_only) for clause in clauses)


def _rendered(clause: Clause, title_only: bool) -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    weight = "A" if title_only else ""
    mark = WORD if clause.words else ""
    quoted = [f"'{mark}{token}':{weight}" for token in clause.tokens]
    quoted[-1] += "*" if clause.prefix else ""
    quoted = [token.removesuffix(":") for token in quoted]
    if len(quoted) == 1:
        return quoted[0]
    return f"(({' <-> '.join(quoted)}) | ('{LONG}' & {' & '.join(quoted)}))"


def frequencies(tokens: Iterable[str]) -> dict[str, int]:
    """In about how many articles each token occurs: what the planner knows of the most common ones, else one."""
    global _common
    made, database, shares = _common
    if database != connection.settings_dict["NAME"] or monotonic() - made > STATISTICS_SECONDS:
        shares = _planner_statistics()
        _common = (monotonic(), connection.settings_dict["NAME"], shares)
    total = shares.get("", 0.0)
    return {token: max(1, round(shares.get(token, 0.0) * total)) for token in tokens}


def _planner_statistics() -> dict[str, float]:
    """Token → share of articles that hold it; the empty token stands for the number of articles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT GREATEST(reltuples, 0) FROM pg_class WHERE relname = 'search_text'")
        row = cursor.fetchone()
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
            "WHERE tablename = 'search_text' AND attname = 'terms' AND schemaname = current_schema()"
        )
        known = cursor.fetchone()
    shares: dict[str, float] = {"": row[0] if row else 0.0}
    if known and known[0]:
        shares |= dict(zip(known[0], known[1], strict=False))
    return shares


def identities() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_id FROM search_text")
        return {identity for (identity,) in cursor.fetchall()}


def faults() -> list[str]:
    """What the database itself finds wrong with the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'search_text_terms'")
        return [] if cursor.fetchone() else ["the index search_text_terms is missing"]


def tidy() -> None:
    """Refresh the planner's statistics, which also say how rare a token is."""
    global _common
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_text")
        cursor.execute("ANALYZE search_searchentry")
    _common = (0.0, "", {})
