"""Likeness searched among 1,000, 10,000 and 100,000 texts; a manifest made and signed; a list of 60 references written.

.venv/bin/python benchmarks/attribution.py [--most 100000]
"""

import argparse
import multiprocessing
import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import invented_articles, measuring

SIZES = (1_000, 10_000, 100_000)
QUERIES = 60
PUBLISHED = 20
Passages = list[tuple[str, str]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--most", type=int, default=SIZES[-1], help="the largest index that is built")
    most = asked.parse_args().most
    home = measuring.scratch_site()
    figures: dict[str, float] = {**manifests(), **references()}
    built, started = 0, 0.0
    for size in (size for size in SIZES if size <= most):
        started += fill(built, size)
        built = size
        figures[f"build_seconds_{size}"] = round(started, 1)
        figures |= searched(size)
        print(f"{size}: {figures}", flush=True)
    figures["database_mb"] = round(sum(file.stat().st_size for file in home.glob("*.sqlite3*")) / 1e6)
    baseline = brute_force(SIZES[0])
    figures |= {name: figures[f"{name}_{SIZES[0]}"] for name in baseline}
    measuring.close("attribution", figures, baseline)


def made(number: int) -> Any:
    """A row of the index, in a worker."""
    from articles.attribution.similarity import index

    columns = {"title": f"第 {number} 篇", "article": 1_000_000 + number, "owner": number % 977, "digest": "0" * 64}
    return index.row_of(columns, invented_articles.article(number))


def fill(first: int, last: int) -> float:
    """Seconds to invent these articles and bring them into the index."""
    from django.db import connections

    from articles.attribution.similarity import index

    started = time.perf_counter()
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for _done in index.add(pool.imap(made, range(first, last), chunksize=100)):
            pass
    return time.perf_counter() - started


def question(number: int, size: int) -> tuple[Passages, int | None, float]:
    """A new article; two of three take one or three of its eight paragraphs from the archive: text, whose, how much."""
    chance = random.Random(number)
    passages = invented_articles.article(number, seed=6)
    taken = (0, 1, 3)[number % 3]
    if not taken:
        return passages, None, 0.0
    source = chance.randrange(size)
    theirs = invented_articles.article(source)
    places = chance.sample(range(min(len(passages), len(theirs))), taken)
    for place in places:
        passages[place] = (passages[place][0], theirs[place][1])
    share = sum(len(passages[place][1]) for place in places) / sum(len(text) for _path, text in passages)
    return passages, 1_000_000 + source, share


def searched(size: int) -> dict[str, float]:
    """Wall clock of a whole search from the text on: folding, signature, candidates, exact matches."""
    from articles.attribution.similarity.left_out import of_passages
    from articles.attribution.similarity.searching import Subject, search

    times, copies, found, off, false = [], 0, 0, [], 0
    for number in range(-3, QUERIES):
        passages, source, share = question(number % QUERIES, size)
        started = time.perf_counter()
        report = search(Subject(of_passages(passages), owner=-1), size)
        if number < 0:
            continue
        times.append((time.perf_counter() - started) * 1000)
        hits = {entry.number: entry for entry in report.entries}
        if source is not None:
            copies += 1
            found += source in hits
            off.append(abs(hits[source].score - share) if source in hits else share)
        false += any(entry.level for number, entry in hits.items() if number != source)
    times.sort()
    return {
        f"search_p50_ms_{size}": round(median(times), 1),
        f"search_p95_ms_{size}": round(times[int(len(times) * 0.95)], 1),
        f"copies_found_{size}": round(found / copies, 3),
        f"share_off_by_{size}": round(max(off), 3),
        f"false_levels_{size}": false,
    }


def brute_force(size: int) -> dict[str, float]:
    """The same questions against sets of 5-character shingles of each text, the likeness of each pair counted exactly."""
    texts = ["".join(text for _path, text in invented_articles.article(number)) for number in range(size)]
    sets = [{text[place : place + 5] for place in range(len(text) - 4)} for text in texts]
    times, copies, found = [], 0, 0
    for number in range(QUERIES // 3):
        passages, source, _share = question(number, size)
        started = time.perf_counter()
        text = "".join(words for _path, words in passages)
        mine = {text[place : place + 5] for place in range(len(text) - 4)}
        best = max(range(size), key=lambda other: len(mine & sets[other]) / len(mine | sets[other]))
        times.append((time.perf_counter() - started) * 1000)
        if source is not None:
            copies += 1
            found += 1_000_000 + best == source
    return {"search_p50_ms": round(median(times), 1), "copies_found": round(found / copies, 3)}


def manifests() -> dict[str, float]:
    """A manifest built, signed, chained, anchored and kept, as each publishing does."""
    from articles.attribution.proof import keyring, signing
    from tests import factories

    author = factories.make_doctor()
    factories.make_profile(author)
    body = [("paragraph", f"<p>{measuring.prose(300, number)}</p>") for number in range(10)]
    pages = [
        factories.publish(factories.make_article(author, body=body, title=f"量血压 {number}")) for number in range(PUBLISHED)
    ]
    assert keyring.active()

    def sign(number: int) -> None:
        page = pages[number % PUBLISHED]
        signing.sign(page, page.live_digest)

    return {"manifest_cpu_ms": measuring.cpu(sign, PUBLISHED - 3)}


def references() -> dict[str, float]:
    from articles.attribution.references.reference import Reference
    from articles.attribution.references.render import rendered

    works = [
        Reference.of_value(
            {
                "kind": "article",
                "authors": "\n".join(["王小雨", "李青山", "陈一帆", "Smith J"][: number % 4 + 1]),
                "title": f"家庭血压监测第{number}次随访的结果",
                "container": "南湖医学杂志",
                "year": str(1990 + number % 30),
                "volume": "12",
                "issue": "3",
                "pages": "100-108",
                "doi": f"10.1000/example.{number}",
            }
        )
        for number in range(60)
    ]
    return {"references_60_cpu_ms": measuring.cpu(lambda _number: [rendered(work) for work in works], 50)}


if __name__ == "__main__":
    main()
