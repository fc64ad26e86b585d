"""Search by meaning: how well questions are answered by words, by meaning and by both, and what it costs; against BM25 over pairs.

.venv/bin/python benchmarks/meaning.py [--graded DIR] [--articles 2000] [--postgresql]

DIR holds docs.jsonl (docid, title), queries.jsonl (qid, text) and qrels.tsv (qid, docid, grade); without it only costs are measured, on
invented texts. Needs the model: `make semantic`.
"""

import argparse
import json
import math
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring, short_texts
from benchmarks.bulk_articles import Text, create

Graded = dict[str, dict[str, int]]
DEPTH = 10
LENGTHS = (10, 30, 300, 510)
SCANNED = (2_000, 40_000, 100_000)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--graded", type=Path, help="folder of graded questions and titles")
    ask.add_argument("--articles", type=int, default=2_000, help="invented articles, where nothing is graded")
    ask.add_argument("--postgresql", action="store_true")
    told = ask.parse_args()
    with measuring.database(told.postgresql) as address:
        _measure(told, address)


def _measure(told: Any, database: str) -> None:
    measuring.scratch_site(database)
    from search import entries, meaning

    if not meaning.available():
        sys.exit("The model is not there: run `make semantic` first.")
    if told.graded:
        documents, questions, grades = _read(told.graded)
        texts = [Text(title, "") for title in documents.values()]
    else:
        texts = list(short_texts.texts(told.articles))
        documents, grades = {}, {}
        questions = {str(number): text.title for number, text in enumerate(texts[:: max(1, len(texts) // 200)])}
    for _count in create(texts):
        pass
    for _count in entries.rebuild():
        pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    baseline: dict[str, float] = {}
    figures = _making()
    if grades:
        names = _names(documents)
        figures |= _quality(questions, grades, names)
        baseline["ndcg_words"] = baseline["ndcg_meaning"] = baseline["ndcg_both"] = _plain_bm25(documents, questions, grades)
    figures |= _speeds(list(questions.values()), baseline)
    figures["memory_mb"] = round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1)
    figures |= _costs()
    from django.db import connections

    connections.close_all()
    measuring.close("meaning", figures, baseline)


def _read(folder: Path) -> tuple[dict[str, str], dict[str, str], Graded]:
    def rows(name: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]

    grades: Graded = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[document] = int(grade)
    documents = {row["docid"]: row["title"] for row in rows("docs.jsonl")}
    return documents, {row["qid"]: row["text"] for row in rows("queries.jsonl")}, grades


def _names(documents: dict[str, str]) -> dict[int, str]:
    """Page ids to documents: both are in the order of their making."""
    from search.models import SearchEntry

    return dict(zip(SearchEntry.objects.order_by("pk").values_list("pk", flat=True), documents, strict=True))


def _costs() -> dict[str, float]:
    """Embedding by length, and scanning by number: processor time."""
    import numpy

    from search.meaning import embed, held
    from search.meaning.model import WIDTH
    from search.meaning.vectors import lengthened

    figures = {}
    embed("热身")
    for length in LENGTHS:
        texts = [measuring.prose(length, number) for number in range(10)]
        figures[f"embed_cpu_ms_{length}"] = measuring.cpu(lambda number: embed(texts[number]), 7)  # noqa: B023
    chance = numpy.random.default_rng(1)
    for count in SCANNED:
        rows = chance.integers(-127, 128, (count, WIDTH)).astype(numpy.int8)
        many = held.Held().plus(range(count), rows)
        vectors = lengthened(rows[:20])
        figures[f"scan_cpu_ms_{count}"] = measuring.cpu(lambda number: many.nearest(vectors[number], 100), 17)  # noqa: B023
    return figures


def _making() -> dict[str, float]:
    from search import meaning
    from search.models import SearchVector

    began = time.process_time()
    made = sum(meaning.catch_up())
    figures = {"making_ms_an_article": round((time.process_time() - began) * 1000 / made, 2)}
    began = time.process_time()
    sum(meaning.relate())
    figures["neighbours_ms_an_article"] = round((time.process_time() - began) * 1000 / made, 2)
    return figures | {"vectors": float(SearchVector.objects.count())}


def _quality(questions: dict[str, str], grades: Graded, names: dict[int, str]) -> dict[str, float]:
    from django.conf import settings

    from search import meaning
    from search.engine import Query, search
    from search.models import SearchEntry

    slugs = dict(SearchEntry.objects.values_list("public_id", "pk"))

    def answered(text: str) -> list[str]:
        return [names[slugs[hit.id]] for hit in search(Query(text, size=DEPTH)).hits]

    def near(text: str) -> list[str]:
        vector = meaning.vector_of_question(text)
        return [names[pk] for pk, _cosine in meaning.nearest(vector, {}, DEPTH)] if vector is not None else []

    figures = {"ndcg_meaning": _ndcg(questions, grades, near), "ndcg_both": _ndcg(questions, grades, answered)}
    switched, settings.SEMANTIC_MODEL = settings.SEMANTIC_MODEL, "off"
    figures["ndcg_words"] = _ndcg(questions, grades, answered)
    settings.SEMANTIC_MODEL = switched
    return figures


def _ndcg(questions: dict[str, str], grades: Graded, answer: Callable[[str], list[str]]) -> float:
    """Of the questions for which anything was found good at all."""
    scores = []
    for question, text in questions.items():
        graded = grades.get(question, {})
        best = _gain(sorted(graded.values(), reverse=True))
        if best:
            scores.append(_gain([graded.get(document, 0) for document in answer(text)]) / best)
    return round(mean(scores), 4)


def _gain(found: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found[:DEPTH]))


def _plain_bm25(documents: dict[str, str], questions: dict[str, str], grades: Graded) -> float:
    """What a full-text index over overlapping pairs of characters does by itself."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE plain USING fts5(name UNINDEXED, pairs, tokenize = 'unicode61')")
    table.executemany("INSERT INTO plain VALUES (?, ?)", ((name, " ".join(_pairs(title))) for name, title in documents.items()))
    asking = "SELECT name FROM plain WHERE pairs MATCH ? ORDER BY bm25(plain) LIMIT 10"

    def answer(text: str) -> list[str]:
        wanted = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(_pairs(text)))
        return [name for (name,) in table.execute(asking, [wanted])] if wanted else []

    return _ndcg(questions, grades, answer)


def _pairs(text: str) -> list[str]:
    kept = "".join(character for character in text if character.isalnum())
    return [kept[place : place + 2] for place in range(len(kept) - 1)] or [kept] * bool(kept)


def _speeds(questions: list[str], baseline: dict[str, float]) -> dict[str, float]:
    """Whole answers as the page asks for them, each question once, with the model and without it."""
    from django.conf import settings

    from search.engine import Query, search
    from search.meaning import model

    def asked() -> dict[str, float]:
        began = time.process_time()
        usual, slow = _milliseconds(lambda number: search(Query(questions[number])), len(questions))
        spent = round((time.process_time() - began) * 1000 / len(questions), 2)
        return {"question_p50_ms": usual, "question_p95_ms": slow, "question_cpu_ms": spent}

    model._remembered.cache_clear()
    figures = asked()
    switched, settings.SEMANTIC_MODEL = settings.SEMANTIC_MODEL, "off"
    baseline |= asked()
    settings.SEMANTIC_MODEL = switched
    return figures


def _milliseconds(action: Callable[[int], Any], times: int) -> tuple[float, float]:
    """Median and 95th percentile of wall time."""
    spent = []
    for number in range(times):
        began = time.perf_counter()
        action(number)
        spent.append((time.perf_counter() - began) * 1000)
    return round(median(spent), 2), round(quantiles(spent, n=20)[-1], 2)


if __name__ == "__main__":
    main()
