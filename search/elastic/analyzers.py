"""Chinese analyzers that some clusters have as plugins: an additional way to find, never a needed one."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from .failures import translated

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

# A part of the plugin's name, and the analyzer it brings.
KNOWN = (("analysis-ik", "ik_max_word"), ("smartcn", "smartcn"))


def found(cluster: "Elasticsearch") -> str:
    """The name of the first that every node has, or nothing; nothing too when the settings say `off`."""
    if settings.SEARCH_ANALYZER == "off":
        return ""
    with translated():
        named: Any = cluster.cat.nodes(format="json", h="name").body
        plugins: Any = cluster.cat.plugins(format="json").body
        nodes = {str(row["name"]) for row in named}
        having = [(str(row["name"]), str(row["component"])) for row in plugins]
    for plugin, analyzer in KNOWN:
        if nodes and nodes == {node for node, component in having if plugin in component}:
            return analyzer
    return ""
