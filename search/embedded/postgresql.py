"""The index on PostgreSQL: a tsvector of our own tokens, since its parser takes a Chinese sentence for one word."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic

from django.db import connection

from ..text import Clause, is_han_only
from .asking import Search
from .streams import Streams

# A tsvector keeps no position beyond this one, and no more than 255 of one token: longer texts are marked, and their
# phrases are looked for as tokens that all occur.
LAST_POSITION = 16_000
MOST_POSITIONS = 250
LONG = "*long"
WORD, PIECE = "=", "~"
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
    title = [token if is_han_only(token) else PIECE + token for token in streams.title]
    for tokens, weight in ((title, "A"), (streams.names + streams.marks, "B"), (streams.body, "D")):
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


def match(asked: Search, limit: int, skip: int = 0) -> list[tuple[int, float]]:
    """Ids and scores, best first, of what the search holds; without the first `skip`."""
    if not asked.clauses:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_id, ts_rank('{0.1, 0.2, 0.5, 1.0}', terms, CAST(%s AS tsquery), 1) AS score FROM search_text "
            "WHERE terms @@ CAST(%s AS tsquery) ORDER BY score DESC, page_id DESC LIMIT %s OFFSET %s",
            [_words(asked), _query(asked), limit, skip],
        )
        return cursor.fetchall()


def elsewhere(asked: Search, limit: int, skip: int = 0) -> list[int]:
    """Ids, the newest first, of what the search holds elsewhere than in its title."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_id FROM search_text WHERE terms @@ CAST(%s AS tsquery) ORDER BY page_id DESC LIMIT %s OFFSET %s",
            [f"({_query(asked)}) & !({_query(replace(asked, title_only=True))})", limit, skip],
        )
        return [identity for (identity,) in cursor.fetchall()]


def count(asked: Search) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_text WHERE terms @@ CAST(%s AS tsquery)", [_query(asked)])
        number: int = cursor.fetchone()[0]
    return number


def holds(asked: Search) -> bool:
    """Whether there is anything at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM search_text WHERE terms @@ CAST(%s AS tsquery))", [_query(asked)])
        return bool(cursor.fetchone()[0])


def packed(asked: Search) -> str:
    """The facets of everything that the search holds, line after line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(packed, chr(10)) FROM search_entryfacets JOIN search_text ON page_id = entry_id "
            "WHERE terms @@ CAST(%s AS tsquery)",
            [_query(asked)],
        )
        return cursor.fetchone()[0] or ""


def _query(asked: Search) -> str:
    groups = " & ".join(f"({' | '.join(quoted(token) for token in group)})" for group in asked.marks)
    return f"({_words(asked)}) & {groups}" if groups else _words(asked)


def _words(asked: Search) -> str:
    words = (" & " if asked.every else " | ").join(_rendered(clause, asked.title_only) for clause in asked.clauses)
    return f"({words}) | ({_rendered(asked.beside, True)})" if asked.beside else words


def quoted(token: str, suffix: str = "") -> str:
    """Tokens are letters and digits; within quotation marks none of them is an operator."""
    return f"'{token}'{':' if suffix else ''}{suffix}"


def _rendered(clause: Clause, title_only: bool) -> str:
    pieces = tuple(token if is_han_only(token) else PIECE + token for token in clause.title)
    in_title = _phrase(pieces, "A", len(pieces) == 1) if pieces else ""
    if clause.prefix and not pieces:
        # A single Han character may be followed by a Latin one in a title.
        in_title = _phrase((PIECE + clause.tokens[-1],), "A", True)
    if title_only and pieces:
        return in_title
    tokens = tuple(f"{WORD}{token}" for token in clause.tokens) if clause.words else clause.tokens
    anywhere = _phrase(tokens, "A" if title_only else "", clause.prefix)
    return f"({anywhere} | {in_title})" if in_title else anywhere


def _phrase(tokens: tuple[str, ...], weight: str, prefix: bool) -> str:
    rendered = [quoted(token, weight) for token in tokens[:-1]]
    rendered.append(quoted(tokens[-1], weight + ("*" if prefix else "")))
    if len(rendered) == 1:
        return rendered[0]
    return f"(({' <-> '.join(rendered)}) | ('{LONG}' & {' & '.join(rendered)}))"


def frequencies(tokens: Iterable[str]) -> dict[str, int]:
    """In about how many articles each token occurs: what the planner knows of the most common ones, else one."""
    shares = _statistics()
    total = shares.get("", 0.0)
    return {token: max(1, round(shares.get(token, 0.0) * total)) for token in tokens}


def _statistics() -> dict[str, float]:
    """The planner's, read anew every few minutes."""
    global _common
    made, database, shares = _common
    if database != connection.settings_dict["NAME"] or monotonic() - made > STATISTICS_SECONDS:
        shares = _planner_statistics()
        _common = (monotonic(), connection.settings_dict["NAME"], shares)
    return shares


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


def size() -> int:
    """About how many articles there are."""
    return round(_statistics().get("", 0.0))


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
