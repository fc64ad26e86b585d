"""A Chinese analyzer of the cluster's own is used when every node has it and the settings allow it, and never needed."""

import json
from typing import Any

import pytest

from search.elastic import analyzers, client, document
from tests.search import clusters


def cat(nodes: list[str], plugins: list[tuple[str, str]]) -> clusters.Reply:
    def reply(path: str) -> tuple[int, dict[str, str], str]:
        rows: list[dict[str, str]] = [{"name": node} for node in nodes]
        if path.startswith("/_cat/plugins"):
            rows = [{"name": node, "component": component} for node, component in plugins]
        return 200, clusters.GENUINE, json.dumps(rows)

    return reply


IK, SMART = "analysis-ik", "analysis-smartcn"


@pytest.mark.parametrize(
    ("nodes", "plugins", "found"),
    [
        (["a"], [], ""),
        (["a"], [("a", IK)], "ik_max_word"),
        (["a", "b"], [("a", IK)], ""),
        (["a", "b"], [("a", SMART), ("b", SMART), ("a", IK)], "smartcn"),
        (["a"], [("a", "repository-s3")], ""),
    ],
)
def test_every_node_has_to_have_it(settings: Any, nodes: list[str], plugins: list[tuple[str, str]], found: str) -> None:
    settings.SEARCH_ANALYZER = "auto"
    with clusters.answering(cat(nodes, plugins)) as (url, _asked):
        settings.SEARCH_URL = url
        assert analyzers.found(client.client()) == found
        mapping = document.definition(client.client())["mappings"]
    assert mapping["_meta"].get("analyzer", "") == found
    assert mapping["properties"]["text"].get("analyzer", "") == found


def test_off_asks_nobody(settings: Any) -> None:
    with clusters.answering(cat(["a"], [("a", IK)])) as (url, asked):
        settings.SEARCH_URL = url
        assert analyzers.found(client.client()) == ""
        assert asked == []
