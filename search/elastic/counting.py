"""Filters and facet counts in a cluster's words: the list is narrowed after counting, so that each facet can leave its own filter out."""

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import query as q

from ..query import FACETS

# More values of a facet than are ever offered; each shard names many more, so that the counts of these are right.
VALUES, VALUES_OF_A_SHARD = 100, 10_000
Filters = Mapping[str, tuple[str, ...]]


def passing(filters: Filters, without: str = "") -> list[q.Query]:
    """Values of one facet are alternatives; every facet has to be met."""
    return [q.Q("terms", **{name: list(chosen)}) for name, chosen in filters.items() if name != without]


def aggregations(filters: Filters) -> dict[str, Any]:
    """For each facet its values, and those that were chosen, among what passes the filters of all other facets."""
    return {
        name: {
            "filter": q.Bool(filter=passing(filters, without=name)).to_dict(),
            "aggs": {
                "values": {"terms": {"field": name, "size": VALUES, "shard_size": VALUES_OF_A_SHARD}},
                **({"chosen": {"terms": {"field": name, "include": list(chosen)}}} if (chosen := filters.get(name)) else {}),
            },
        }
        for name in FACETS
    }


def counts(answered: Mapping[str, Any], filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """The same shape and order as the embedded engine's."""
    found = {}
    for name in FACETS:
        kinds = ("values", "chosen") if filters.get(name) else ("values",)
        numbers = {str(row["key"]): int(row["doc_count"]) for kind in kinds for row in answered[name][kind]["buckets"]}
        found[name] = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return found
