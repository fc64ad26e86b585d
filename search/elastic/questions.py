"""A reader's question in the cluster's words. Tokens hold letters and digits only and are matched as they are: nothing that a reader
typed is ever parsed by the cluster."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from elasticsearch.dsl import SF
from elasticsearch.dsl import query as q

from .. import outbox, text
from ..embedded import index
from ..embedded.finding import OTHER_NAME, telling
from ..engines import Asked
from ..text import Clause, Parsed
from .document import singles

OF_PLUGIN = 0.5
# Added to the score of what holds the question as written, which comes first; no score by words comes near.
WRITTEN = 8192.0
WEIGHTS = {"title": 4.0, "names": 2.0, "body": 1.0}
WORD_FIELDS = ["title_words^4", "body_words"]
PAIR_FIELDS = ["title_pairs^4", "names_pairs^2", "body_pairs"]
# How many words that begin as the typed ones are looked for, altogether: a cluster refuses a question of more than 1,024 terms. Only
# other than Chinese words need it.
COMPLETED = 400
# Knowledge ages slowly: four years after its last review an article weighs a tenth less; one whose review is overdue too.
FRESH_DAYS, AGED_DAYS, AGED = 365, 1460, 0.9
OVERDUE = 0.9
ORDER = [{"_score": "desc"}, {"page": "desc"}]


def phrases(parsed: Parsed, title_only: bool = False) -> q.Query:
    """Holds every piece of the question as it stands; or all of them side by side in its title."""
    found = zip(parsed.pieces, parsed.phrases, strict=True)
    completed = max(1, COMPLETED // (2 * max(1, len(parsed.pieces))))
    every = q.Bool(must=[_phrase(piece, clause, completed, title_only) for piece, clause in found])
    if len(parsed.pieces) == 1:
        return every
    beside = {"query": " ".join(text.adjacent(parsed.pieces).title), "boost": WEIGHTS["title"]}
    return q.Bool(should=[every, q.MatchPhrase(title_pairs=beside)], minimum_should_match=1)


def _phrase(piece: str, clause: Clause, completed: int, title_only: bool) -> q.Query:
    fields = ("title",) if title_only else tuple(WEIGHTS)
    found = [_in_field(field, WEIGHTS[field], piece, clause, completed) for field in fields]
    return q.Bool(should=found, minimum_should_match=1)


def _in_field(field: str, weight: float, piece: str, clause: Clause, completed: int) -> q.Query:
    if field == "title" and clause.title:
        # Titles are indexed by every two characters, Latin ones too; a single one has to be begun.
        held = {"query": " ".join(clause.title), "boost": weight}
        begun = held | {"max_expansions": completed}
        return q.MatchPhrasePrefix(title_pairs=begun) if len(piece) == 1 else q.MatchPhrase(title_pairs=held)
    if not clause.prefix:
        return q.MatchPhrase(**{f"{field}_pairs": {"query": " ".join(clause.tokens), "boost": weight}})
    if text.is_han(piece[-1]):
        # What ends in a single character is looked for among the single ones: a pair would have to be begun.
        return q.MatchPhrase(**{f"{field}_singles": {"query": " ".join(singles(piece)), "boost": weight}})
    begun = {"query": " ".join(clause.tokens), "boost": weight, "max_expansions": completed}
    return q.MatchPhrasePrefix(**{f"{field}_pairs": begun})


def every_word(parsed: Parsed) -> q.Query:
    return q.CombinedFields(query=" ".join(parsed.words), fields=WORD_FIELDS, operator="and")


def telling_words(parsed: Parsed, analyzer: str = "") -> list[q.Query]:
    """Any of the rarest words and pairs that occur at all; how rare they are the database knows. A Chinese analyzer of the cluster's
    own, where it has one, adds what it would find."""
    clauses = telling(parsed, index().frequencies((*parsed.pairs, *parsed.words)))
    words = [token for clause in clauses if clause.words for token in clause.tokens]
    pairs = [token for clause in clauses if not clause.words for token in clause.tokens]
    streams = ((words, WORD_FIELDS), (pairs, PAIR_FIELDS))
    found: list[q.Query] = [
        q.CombinedFields(query=" ".join(tokens), fields=fields, operator="or") for tokens, fields in streams if tokens
    ]
    return [*found, q.Match(text={"query": parsed.folded, "boost": OF_PLUGIN})] if analyzer else found


def other_names(asked: Asked) -> list[q.Query]:
    """What holds another name of something in the question, with less weight than the words as written."""
    names = [text.parse(name) for expansion in asked.expansions for name in expansion.also]
    return [q.Bool(must=[phrases(name)], boost=OTHER_NAME) for name in names if name.pieces]


def first(parsed: Parsed) -> q.Query:
    """What holds the question as written, far above everything else."""
    return q.FunctionScore(query=aged(phrases(parsed)), functions=[SF({"weight": WRITTEN})], boost_mode="sum")


def raised(parsed: Parsed) -> q.Query:
    """The same, where something else gives the score."""
    return q.ConstantScore(filter=phrases(parsed), boost=WRITTEN)


def best_of(queries: Sequence[q.Query]) -> list[q.Query]:
    return [aged(q.DisMax(queries=list(queries)))] if queries else []


def aged(query: q.Query) -> q.Query:
    """A little less for what was last reviewed long ago, and for what should have been reviewed by now."""
    today = timezone.localdate().isoformat()
    years = {"origin": today, "offset": f"{FRESH_DAYS}d", "scale": f"{AGED_DAYS - FRESH_DAYS}d", "decay": AGED}
    overdue = {"weight": OVERDUE, "filter": {"range": {"review_due": {"lt": today}}}}
    functions = [SF("gauss", reviewed_at=years), SF(overdue)]
    return q.FunctionScore(query=query, functions=functions, score_mode="multiply", boost_mode="multiply")


def question(parts: Iterable[q.Query], gone: set[int]) -> q.Query:
    """Any of the parts, without the pages that are gone and that the cluster may not know of yet."""
    return q.Bool(should=list(parts), minimum_should_match=1, must_not=removed(gone))


def removed(gone: set[int]) -> list[q.Query]:
    return [q.Terms(page=sorted(gone))] if gone else []


def pending() -> set[int]:
    return outbox.pending_removals()
