"""Index size, building and asking at growing numbers of texts, and what follows from them for a million."""

import math
import time
from pathlib import Path
from typing import Any

from benchmarks import measuring, short_texts

MILLION = 1_000_000
# What Elastic recommends for a shard of a search index, and the heap that one shard of this kind needs; gigabytes.
SHARD_GB, HEAP_GB_EACH = 20, 0.5
VECTOR_BYTES = 512 * 4


def measure(engine: str, sizes: list[int], home: Path) -> None:
    from benchmarks.bulk_articles import create
    from benchmarks.search_measures import Measures, timed
    from search import entries
    from search.engine import Query, search

    figures: dict[str, float] = {}
    done = 0
    for size in sorted(sizes):
        for _count in create(short_texts.texts(size, start=done), start=done):
            pass
        began = time.perf_counter()
        for _count in entries.rebuild():
            pass
        if engine == "elasticsearch":
            _rebuild_cluster()
        figures[f"rebuild_s_{size}"] = round(time.perf_counter() - began, 1)
        figures[f"index_mb_{size}"] = round(_megabytes(engine), 1)
        measures = Measures(list(short_texts.texts(size)))
        for name, asked in (("short", measures.short), ("whole", measures.whole)):
            found = timed(name, lambda words: search(Query(words)), asked)
            figures |= {f"{key}_{size}": value for key, value in found.items()}
        done = size
        print(size, {name: value for name, value in figures.items() if name.endswith(f"_{size}")}, flush=True)
    figures |= projected(figures, sorted(sizes))
    _explain(engine, figures)
    measuring.close(f"search_scale_{engine}", figures, {})


def projected(figures: dict[str, float], sizes: list[int]) -> dict[str, float]:
    """Size and building grow by what the last step added for each text; asking by the power that the last step showed."""
    before, last = sizes[-2:] if len(sizes) > 1 else (sizes[0], sizes[0])
    found = {}
    for name in ("rebuild_s", "index_mb"):
        each = (figures[f"{name}_{last}"] - figures[f"{name}_{before}"]) / (last - before) if last > before else 0.0
        each = each or figures[f"{name}_{last}"] / last
        found[f"{name}_{MILLION}"] = round(figures[f"{name}_{last}"] + each * (MILLION - last), 1)
    for name in ("short_p50_ms", "short_p95_ms", "whole_p50_ms", "whole_p95_ms"):
        now, then = figures[f"{name}_{last}"], figures[f"{name}_{before}"]
        power = max(0.0, math.log(now / then) / math.log(last / before)) if last > before and now > 0 < then else 1.0
        found[f"{name}_{MILLION}"] = round(now * (MILLION / last) ** power, 1)
    gigabytes = found[f"index_mb_{MILLION}"] / 1_000
    found["shards"] = math.ceil(gigabytes / SHARD_GB)
    found["heap_gb"] = round(found["shards"] * HEAP_GB_EACH + 1, 1)
    found["vectors_gb"] = round(MILLION * VECTOR_BYTES / 1e9, 2)
    return found


def _explain(engine: str, figures: dict[str, float]) -> None:
    print(
        f"At {MILLION:,} texts on {engine}: index {figures[f'index_mb_{MILLION}'] / 1000:.1f} GB, built in "
        f"{figures[f'rebuild_s_{MILLION}'] / 60:.0f} minutes by one process; short questions p95 {figures[f'short_p95_ms_{MILLION}']:.0f} ms. "
        f"A cluster holds it in {figures['shards']:.0f} shard(s) of at most {SHARD_GB} GB, with a replica of each, {figures['heap_gb']} GB of heap "
        f"a node and as much memory for its files as the index is long; vectors take {figures['vectors_gb']} GB more, in a process or in the cluster."
    )


def _megabytes(engine: str) -> float:
    from django.db import connection

    if engine == "elasticsearch":
        from search.elastic.client import alias, client

        stats: Any = client().indices.stats(index=alias(), metric="store").body
        return float(stats["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_text') + pg_total_relation_size('search_entryfacets')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_text%%' OR name LIKE 'search_entryfacets%%'")
        return float(cursor.fetchone()[0]) / 1e6


def _rebuild_cluster() -> None:
    from django.core.management import call_command

    from search.elastic.client import alias, client

    call_command("search_rebuild", verbosity=0)
    client().indices.refresh(index=alias())
