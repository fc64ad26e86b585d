"""The Elasticsearch engine: the same questions as the embedded one, asked of a cluster.

It supplies page numbers, totals and counts. Words to show and their marks come from the database, for both engines alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch.dsl import query as q

from ..embedded.finding import TAIL
from ..engines import Asked, Found
from ..meaning.vectors import KEY
from ..names import keys
from ..query import LISTED
from ..text import Parsed
from . import client, counting, questions
from .failures import Unanswerable, translated
from .questions import WRITTEN

Scored = list[tuple[int, float]]
Body = dict[str, Any]
# So many finds that hold the question as written are enough; with fewer, those that hold all its words follow.
ENOUGH = 10
CANDIDATES = 200
# All that is read of an answer; of two thousand finds the rest takes longer than the search.
READ = "hits.total,hits.hits._score,hits.hits.sort,aggregations,suggest"


class Elastic:
    """The cluster behind `SEARCH_URL`; each method raises `Unavailable` when it cannot answer."""

    name = "elasticsearch"
    degraded = False

    def find(self, asked: Asked) -> Found:
        if not asked.parsed.pieces:
            return Found([], 0)
        analyzer = client.vouch()
        gone = questions.pending()
        if asked.parsed.short:
            parts = [questions.first(asked.parsed), *questions.best_of(questions.other_names(asked))]
            found, written = _short(asked, questions.question(parts, gone))
            if written >= ENOUGH or (written and len(asked.parsed.words) < 2):
                return found
            if written:
                also = questions.best_of([questions.every_word(asked.parsed), *questions.other_names(asked)])
                return _short(asked, questions.question([parts[0], *also], gone))[0]
        telling = questions.telling_words(asked.parsed, analyzer)
        also = questions.best_of([q.Bool(should=telling)] * bool(telling) + questions.other_names(asked))
        return _broad(asked, questions.question([questions.raised(asked.parsed), *also], gone))

    def nearest(self, vector: Sequence[float], filters: Mapping[str, tuple[str, ...]], most: int) -> Scored:
        client.vouch()
        # Vectors of another model cannot be compared.
        of_model = counting.passing({**filters, "model": (KEY,)})
        passing = q.Bool(filter=of_model, must_not=questions.removed(questions.pending()))
        knn = {"field": "vector", "query_vector": [float(number) for number in vector], "k": most}
        knn |= {"num_candidates": max(most, CANDIDATES), "filter": passing.to_dict()}
        answer = _search({"knn": knn, "size": most, "sort": questions.ORDER})
        with translated():
            # The cluster puts a cosine between 0 and 1.
            return [(page, 2 * score - 1) for page, score in _rows(answer)]

    def titles(self, typed: Parsed, most: int) -> list[int]:
        if not typed.pieces:
            return []
        client.vouch()
        gone = questions.pending()
        question = questions.question([questions.phrases(typed, title_only=True)], gone)
        body = {"query": question.to_dict(), "size": most, "sort": questions.ORDER}
        body["suggest"] = {
            "typed": {"prefix": keys.plain(typed.folded)[: keys.LONGEST], "completion": {"field": "beginnings", "size": most}}
        }
        answer = _search(body, _source=False)
        with translated():
            begun = [int(row["_id"]) for row in answer["suggest"]["typed"][0]["options"]]
            held = [page for page, _score in _rows(answer)]
            return [page for page in dict.fromkeys(begun + held) if page not in gone][:most]


def _short(asked: Asked, question: q.Query) -> tuple[Found, int]:
    """The finds, and how many there are, whatever the filters, that hold the question as written."""
    written = {"written": {"filter": questions.phrases(asked.parsed).to_dict()}}
    # Where nothing else is looked for and nothing is left out, all of them do.
    alone = not asked.filters and not asked.expansions
    answer = _search(_listing(asked, question) | {"aggs": counting.aggregations(asked.filters) | ({} if alone else written)})
    with translated():
        counted = answer["aggregations"]
        found = Found(_scored(answer), _total(answer), counting.counts(counted, asked.filters), _exact(answer))
        return found, found.total if alone else int(counted["written"]["doc_count"])


def _broad(asked: Asked, question: q.Query) -> Found:
    """In two steps: the best score, for which the cluster reads little, says what scores enough to count as a find."""
    best = _search({"query": question.to_dict(), "size": ENOUGH, "track_total_hits": False})
    with translated():
        scores = (float(hit["_score"]) % WRITTEN for hit in best.get("hits", {}).get("hits", ()))
        least = TAIL * max(scores, default=0.0)
    answer = _search(_listing(asked, question) | {"min_score": least, "aggs": counting.aggregations(asked.filters)})
    with translated():
        counts = counting.counts(answer["aggregations"], asked.filters)
        return Found(_scored(answer), _total(answer), counts, _exact(answer))


def _listing(asked: Asked, question: q.Query) -> Body:
    return _narrowed(asked, question) | {"size": LISTED, "from": asked.skip, "sort": questions.ORDER}


def _narrowed(asked: Asked, question: q.Query) -> Body:
    """The list is narrowed after counting: each facet's counts leave out its own filter."""
    body: Body = {"query": question.to_dict(), "track_total_hits": True}
    return body | ({"post_filter": q.Bool(filter=counting.passing(asked.filters)).to_dict()} if asked.filters else {})


def _search(body: Body, **shape: Any) -> Body:
    """Whole answers only: what a shard could not answer is an error, and not a shorter list."""
    shape = shape or {"stored_fields": "_none_"}
    try:
        with translated():
            answer = client.client().search(
                index=client.alias(), allow_partial_search_results=False, filter_path=READ, body=body | shape
            )
            return dict(answer.body)
    except Unanswerable:
        # Unless it is the index that has changed, which this says.
        client.vouch(again=True)
        raise


def _rows(answer: Body) -> Scored:
    return [(int(page), float(score)) for score, page in (hit["sort"] for hit in answer["hits"].get("hits", ()))]


def _scored(answer: Body) -> Scored:
    return [(page, score - WRITTEN if score >= WRITTEN else score) for page, score in _rows(answer)]


def _exact(answer: Body) -> frozenset[int]:
    return frozenset(page for page, score in _rows(answer) if score >= WRITTEN)


def _total(answer: Body) -> int:
    return int(answer["hits"]["total"]["value"])
