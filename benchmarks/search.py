"""What readers' search finds and costs, for each engine there is, against Wagtail's own search on the same texts.

.venv/bin/python benchmarks/search.py [--engine sqlite|postgresql|elasticsearch|all] [--texts 38500] [--graded DIR] [--meaning]
.venv/bin/python benchmarks/search.py --scale [--sizes 10000 30000 100000]     index size, building and asking, projected to 1,000,000

Texts are invented by a seeded generator. DIR holds graded questions: docs.jsonl (docid, title), queries.jsonl (qid, text) and qrels.tsv
(qid, docid, grade). Elasticsearch is measured where SEARCH_TEST_URL names a node. `--meaning` asks the model too: `make semantic`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring, scaling, short_texts
from benchmarks.bulk_articles import Text, create

ENGINES = ("sqlite", "postgresql", "elasticsearch")
# Wagtail's own search takes seconds a question on many pages; so many texts are enough to see what it finds.
STOCK_TEXTS = 3_000


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--engine", choices=[*ENGINES, "all"], default="all")
    ask.add_argument("--texts", type=int, default=38_500)
    ask.add_argument("--graded", type=Path)
    ask.add_argument("--meaning", action="store_true")
    ask.add_argument("--scale", action="store_true")
    ask.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    ask.add_argument("--fuzz", type=int, default=10_000, help="questions of odd characters")
    ask.add_argument("--stock-texts", type=int, default=STOCK_TEXTS)
    told = ask.parse_args()
    if told.engine != "all":
        _one(told)
        return
    figures: dict[str, float] = {}
    baseline: dict[str, float] = {}
    for engine in ENGINES:
        if engine == "elasticsearch" and not os.environ.get("SEARCH_TEST_URL"):
            print("elasticsearch is left out: SEARCH_TEST_URL names no node", flush=True)
            continue
        command = [sys.executable, __file__, *sys.argv[1:], "--engine", engine]
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        print(ended.stdout, end="", flush=True)
        answer = json.loads(ended.stdout.splitlines()[-1])
        figures |= {f"{engine}_{name}": value for name, value in answer["figures"].items()}
        baseline |= {f"{engine}_{name}": value for name, value in answer["baseline"].items()}
    measuring.close("search", figures, baseline)


def _one(told: Any) -> None:
    """One engine in a process of its own, since each needs a database and settings of its own."""
    os.environ["SEARCH_URL"] = "embedded"
    if not told.meaning:
        os.environ["SEMANTIC_MODEL"] = "off"
    if told.engine == "elasticsearch":
        os.environ |= {"SEARCH_URL": os.environ["SEARCH_TEST_URL"], "SEARCH_INDEX_PREFIX": f"benchmark-{os.getpid()}"}
        os.environ |= {"SEARCH_REPLICAS": "0", "SEARCH_TIMEOUT_SECONDS": "5"}
    if told.engine == "postgresql":
        with measuring.postgresql() as address:
            _measured(told, address)
    else:
        _measured(told, "")


def _measured(told: Any, database: str) -> None:
    home = measuring.scratch_site(database)
    from django.db import connections

    from benchmarks import search_stock
    from benchmarks.search_measures import Measures

    if told.scale:
        scaling.measure(told.engine, told.sizes, home)
        connections.close_all()
        return
    texts = graded_texts(told.graded) if told.graded else list(short_texts.texts(told.texts))
    figures = {"texts": float(len(texts)), **build(texts, told.engine)}
    measures = Measures(texts, told.graded)
    figures |= measures.all(told.fuzz)
    baseline = search_stock.measured(texts[: told.stock_texts], measures)
    for name, value in figures.items():
        print(f"{told.engine:14} {name:28} {value:>10} [{baseline.get(name, '')}]", flush=True)
    connections.close_all()
    measuring.close(f"search_{told.engine}", figures, baseline)


def graded_texts(folder: Path) -> list[Text]:
    rows = [json.loads(line) for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Text(row["title"], row.get("body") or row["title"]) for row in rows]


def build(texts: list[Text], engine: str) -> dict[str, float]:
    """Seconds that making all of this findable takes, for 10,000 articles."""
    from django.core.management import call_command

    from search import entries, meaning
    from search.models import SearchEntry

    for _count in create(texts):
        pass
    began = time.perf_counter()
    for _count in entries.rebuild():
        pass
    if engine == "elasticsearch":
        call_command("search_rebuild", verbosity=0)
    spent = time.perf_counter() - began
    if meaning.available():
        meaning.make(list(SearchEntry.objects.values_list("pk", flat=True)))
    return {"rebuild_10000_s": round(spent / len(texts) * 10_000, 1)}


if __name__ == "__main__":
    main()
