"""What somebody typed into a search field of the administration, as clauses of tokens that no database can misread."""

from modelsearch.query import And, Boost, Fuzzy, Or, Phrase, PlainText, SearchQuery

from .. import text
from ..text import Clause

# Characters of a text that are indexed: here these are titles, names and tags, and a tsvector counts no further than 16,383.
INDEXED_LIMIT = 15_000


def tokens(words: str) -> list[str]:
    """What is indexed of these words."""
    return list(text.pairs(text.folded(words[:INDEXED_LIMIT]).text))


def clauses(typed: str, typing: bool) -> list[Clause]:
    """One clause for each unbroken piece; while somebody is still typing, the last of them may go on."""
    found = list(text.parse(typed).phrases)
    if found and typing and not _whole(found[-1]):
        found[-1] = Clause(found[-1].tokens, prefix=True)
    return found


def _whole(clause: Clause) -> bool:
    """Ends with a pair of Han characters, after which the text may go on anyway."""
    last = clause.tokens[-1]
    return text.is_han(last) and len(last) > 1


def phrase(typed: str) -> list[Clause]:
    """All pieces in this order, with nothing between them but punctuation."""
    found = tokens(text.clean(typed)[: text.QUERY_LIMIT])
    if len(found) > 1 and text.is_han(found[-1]) and text.is_han(found[-2]) and len(found[-2]) > 1:
        found.pop()
    return [Clause(tuple(found), prefix=text.is_han(found[-1]) and len(found[-1]) == 1)] if found else []


def wished(query: SearchQuery, typing: bool) -> list[Clause]:
    """Every clause that a query wants to find, however it is put together; what it excludes is left out."""
    if isinstance(query, (PlainText, Fuzzy)):
        return clauses(query.query_string, typing)
    if isinstance(query, Phrase):
        return phrase(query.query_string)
    if isinstance(query, Boost):
        return wished(query.subquery, typing)
    if isinstance(query, (And, Or)):
        return [clause for part in query.subqueries for clause in wished(part, typing)]
    return []
