"""The figures of search, each asked through the one door: what is found, in which order, how fast, and what breaks it."""

import json
import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.bulk_articles import Text

WORDS, PIECES, QUESTIONS = 200, 300, 300
ODD = [
    *"\"'%*^:()-+~|&!<>\\{}[]/?\0\u200b\ud800😀👨‍👩‍👧𠮷血压糖尿病aB1é ",
    " AND ",
    " OR NOT ",
    "NEAR(",
    "title:",
    "高血壓",
    "ＣＴ",
]
# Pages of fifty that are looked through for one article.
FARTHEST = 800


class Measures:
    """Questions about these texts, the same for the same texts."""

    def __init__(self, texts: Sequence[Text], graded: Path | None = None) -> None:
        from search.models import SearchEntry

        self.texts = texts
        self.chance = random.Random(11)
        known = SearchEntry.objects.order_by("pk").values_list("public_id", flat=True)
        self.place = {public_id: place for place, public_id in enumerate(known)}
        self.words = [self._piece(self._some(), self.chance.choice((2, 3, 4, 5))) for _n in range(WORDS)]
        self.short = [self._piece(text.title, self.chance.randint(2, 10)) for text in self.chance.choices(texts, k=QUESTIONS)]
        self.whole = [text.title for text in self.chance.choices(texts, k=QUESTIONS)]
        self.graded = _graded(graded) if graded else []
        if self.graded:
            self.whole = [question for question, _grades in self.graded]

    def _some(self) -> str:
        text = self.chance.choice(self.texts)
        return self.chance.choice((text.title, text.body))

    def _piece(self, words: str, length: int) -> str:
        """A stretch of Han characters, as readers ask for words; a text without one gives what it has."""
        for _try in range(20):
            start = self.chance.randrange(max(1, len(words) - length + 1))
            piece = words[start : start + length]
            if all("\u4e00" <= character <= "\u9fff" for character in piece):
                return piece
        return words[:length]

    def all(self, fuzz: int) -> dict[str, float]:
        from search.engine import Query, search

        def ask(words: str, page: int = 1, size: int = 10) -> tuple[list[str], int]:
            found = search(Query(words, page, size))
            return [hit.id for hit in found.hits], found.total

        figures = {**self.recall(ask), "title_pieces_found": self.pieces(ask), **self.zero(ask)}
        if self.graded:
            figures["ndcg_10"] = self.ndcg(lambda words: [self.place[one] for one in ask(words)[0]])
        figures |= timed("short", lambda words: ask(words), self.short) | timed("whole", lambda words: ask(words), self.whole)
        return figures | self.suggesting() | self.fuzz(fuzz)

    def recall(self, ask: Callable[..., tuple[list[str], int]]) -> dict[str, float]:
        """Of the articles that hold a word, the share that is listed; a common word is looked for to its two hundredth find."""
        recalls, precisions = [], []
        for word in self.words:
            wanted = {place for place, text in enumerate(self.texts) if word in text.title or word in text.body}
            found: list[int] = []
            for page in range(1, 5):
                ids, _total = ask(word, page, 50)
                found += [self.place[one] for one in ids]
                if len(ids) < 50:
                    break
            reachable = min(len(wanted), 200)
            recalls.append(min(1.0, len(wanted & set(found)) / reachable) if wanted else 1.0)
            precisions.append(len(wanted & set(found[:reachable])) / min(len(found), reachable) if found and wanted else 1.0)
        return {"word_recall": round(mean(recalls), 4), "word_precision": round(mean(precisions), 4)}

    def pieces(self, ask: Callable[..., tuple[list[str], int]]) -> float:
        """Of pieces of titles of two to six characters, whatever they are, the share that finds its own article."""
        kept = 0
        asked = self.chance.choices(range(len(self.texts)), k=PIECES)
        for place in asked:
            title = self.texts[place].title
            length = self.chance.randint(2, 6)
            start = self.chance.randrange(max(1, len(title) - length + 1))
            kept += self._reached(title[start : start + length], place, ask)
        return round(kept / len(asked), 4)

    def _reached(self, piece: str, place: int, ask: Callable[..., tuple[list[str], int]]) -> bool:
        for page in range(1, FARTHEST):
            ids, _total = ask(piece, page, 50)
            if place in {self.place[one] for one in ids}:
                return True
            if len(ids) < 50:
                return False
        return False

    def zero(self, ask: Callable[..., tuple[list[str], int]]) -> dict[str, float]:
        return {"zero_results": round(mean(not ask(words)[0] for words in self.whole), 4)}

    def ndcg(self, ask: Callable[[str], Sequence[int]]) -> float:
        """At ten, with linear gains; `ask` gives places of texts."""
        return round(mean(_ndcg([str(place) for place in ask(words)], grades) for words, grades in self.graded), 4)

    def suggesting(self) -> dict[str, float]:
        from search.engine import suggest

        return timed("suggest", suggest, [words[: self.chance.randint(1, 4)] for words in self.whole])

    def fuzz(self, number: int) -> dict[str, float]:
        from search.engine import Query, search

        chance, errors = random.Random(23), 0
        for count in range(number):
            words = "".join(chance.choices(ODD, k=chance.randint(1, 24))) * (4_000 if count % 2_500 == 0 else 1)
            try:
                search(Query(words, chance.choice((1, 1, 1, -1, 10**9)), chance.choice((10, 0, 10**6))))
            except Exception as error:
                errors += 1
                print(f"{words[:60]!r}: {error!r}", flush=True)
        return {"fuzz_errors": errors}


def timed(name: str, ask: Callable[[str], Any], questions: Iterable[str]) -> dict[str, float]:
    """Milliseconds by the clock from the question to its answer, the first tenth left out."""
    spent = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - began) * 1000)
    kept = sorted(spent[len(spent) // 10 :])
    return {f"{name}_p50_ms": round(median(kept), 2), f"{name}_p95_ms": round(kept[int(len(kept) * 0.95)], 2)}


def _graded(folder: Path) -> list[tuple[str, dict[str, int]]]:
    """Questions with the grades of texts, by their places."""

    def lines(name: str) -> list[str]:
        return (folder / name).read_text(encoding="utf-8").splitlines()

    places = {json.loads(line)["docid"]: str(place) for place, line in enumerate(lines("docs.jsonl"))}
    grades: dict[str, dict[str, int]] = {}
    for line in lines("qrels.tsv")[1:]:
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[places[document]] = int(grade)
    asked = [json.loads(line) for line in lines("queries.jsonl")]
    return [(row["text"], grades[row["qid"]]) for row in asked if any(grades.get(row["qid"], {}).values())]


def _ndcg(ranked: Sequence[str], grades: dict[str, int]) -> float:
    def gain(found: Iterable[int]) -> float:
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(found))

    return gain(grades.get(one, 0) for one in ranked[:10]) / gain(sorted(grades.values(), reverse=True)[:10])
