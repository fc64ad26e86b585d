"""Generations of the index: `<prefix>-articles-<n>`, of which the alias `<prefix>-articles` names the one that is asked.

A number above the alias's is being built, and is written to as well; one below is kept for a while and written to no more. Everybody
reads this from the cluster each time, so that a rebuild and any number of workers need not talk to each other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import text
from .client import FORMAT, alias, client
from .failures import Unfit, translated

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

READ_SECONDS, WRITE_SECONDS = 3, 10
REBUILD = "run `manage.py search_rebuild`"
# So long a deleted document's version is remembered, against a worker that slept over its deletion.
TOMBSTONES = "1h"


@dataclass(frozen=True)
class Standing:
    """What the cluster holds: the number behind the alias, the mapping of each generation, those with a door to write through.
    `squatter`: an index has the alias's name."""

    serving: int | None
    mappings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    doors: frozenset[int] = frozenset()
    squatter: bool = False

    @property
    def building(self) -> list[int]:
        return [number for number in sorted(self.mappings) if self.serving is None or number > self.serving]

    @property
    def doorless(self) -> list[int]:
        written = [] if self.serving is None else [self.serving, *self.building]
        return [number for number in written if number not in self.doors]

    def fault(self) -> str:
        """Why what is behind the alias cannot answer for this version of the site; empty when it can."""
        if self.serving is None:
            return f"the alias {alias()} is missing" if self.mappings else f"there is no index yet: {REBUILD}"
        return self.unfit(self.serving)

    def unfit(self, number: int) -> str:
        if self._mark(number) != mark():
            return f"{name(number)} was made by another version or recipe: {REBUILD}"
        changed = differences(_wanted(), self.mappings[number].get("properties", {}))
        return f"the mapping of {name(number)} was changed ({', '.join(changed)}): {REBUILD}" if changed else ""

    def _mark(self, number: int) -> Mapping[str, Any]:
        meta = self.mappings[number].get("_meta", {})
        return {key: meta.get(key) for key in mark()}

    def targets(self) -> list[int]:
        """The generations that every change has to reach; raises `Unfit` where there is none, or one that is not ours to write."""
        if self.serving is None:
            raise Unfit(self.fault())
        for number in self.building:
            if self._mark(number) != mark():
                raise Unfit(f"{name(number)} is being built by another version of this site: {REBUILD}, or with --abort")
        fault = self.fault()
        if self.doorless:
            raise Unfit(f"the alias {door(self.doorless[0])} is missing")
        if fault and not self.building:
            raise Unfit(fault)
        return [*([] if fault else [self.serving]), *self.building]


def name(number: int) -> str:
    return f"{alias()}-{number}"


def door(number: int) -> str:
    """The alias that writes of one generation go through: to a name that is gone Elasticsearch would make an index by itself."""
    return f"{name(number)}-write"


def mark() -> dict[str, Any]:
    """What an index must say of itself to be asked and written to by this version of the site."""
    return {"format": FORMAT, "recipe": text.RECIPE}


def _wanted() -> Mapping[str, Any]:
    from .document import ArticleDocument

    properties: Mapping[str, Any] = ArticleDocument._doc_type.mapping.to_dict()["properties"]
    return properties


def reader() -> "Elasticsearch":
    return client().options(request_timeout=READ_SECONDS)


def writer() -> "Elasticsearch":
    return client().options(request_timeout=WRITE_SECONDS)


def standing(asked: "Elasticsearch | None" = None) -> Standing:
    """One look at the cluster; raises `Unavailable`."""
    pattern = re.compile(re.escape(alias()) + r"-([0-9]{1,9})")
    with translated():
        found = (
            (asked or reader())
            .indices.get(index=f"{alias()}*", features=["aliases", "mappings"], allow_no_indices=True, expand_wildcards="open")
            .body
        )
    indexes = {int(match[1]): row for index, row in found.items() if (match := pattern.fullmatch(index))}
    return Standing(
        serving=max((number for number, row in indexes.items() if alias() in row["aliases"]), default=None),
        mappings={number: row["mappings"] for number, row in indexes.items()},
        doors=frozenset(number for number, row in indexes.items() if door(number) in row["aliases"]),
        squatter=alias() in found,
    )


def create(number: int) -> None:
    """An empty generation that is quick to fill: no replicas and no refresh until it is in service."""
    from . import document

    with translated():
        defined = document.definition(writer())
        defined["settings"] |= {"number_of_replicas": 0, "refresh_interval": "-1", "gc_deletes": TOMBSTONES}
        defined["mappings"]["_meta"] = {**defined["mappings"].get("_meta", {}), **mark()}
        writer().indices.create(index=name(number), aliases={door(number): {}}, **defined)


def furnish(number: int) -> None:
    """Give a filled generation the refresh and the replicas that the settings ask for."""
    from . import document

    with translated():
        asked = document.definition(writer())["settings"]
        kept = {key: asked[key] for key in ("number_of_replicas", "refresh_interval")}
        writer().indices.put_settings(index=name(number), settings=kept)
        writer().indices.refresh(index=name(number))


def serve(number: int, before: Standing) -> None:
    """From now on this generation is the one that is asked; one call, so that at no moment there is none."""
    actions: list[dict[str, Any]] = [{"add": {"index": name(number), "aliases": [alias(), door(number)]}}]
    if before.squatter:
        actions.insert(0, {"remove_index": {"index": alias()}})
    for other in before.mappings:
        if other != number:
            gone = [alias(), door(other)] if other < number else [alias()]
            actions.append({"remove": {"index": name(other), "aliases": gone, "must_exist": False}})
    with translated():
        writer().indices.update_aliases(actions=actions)


def open_doors(numbers: Sequence[int]) -> None:
    with translated():
        writer().indices.update_aliases(actions=[{"add": {"index": name(number), "alias": door(number)}} for number in numbers])


def drop(number: int) -> None:
    with translated():
        writer().options(ignore_status=404).indices.delete(index=name(number))


def differences(wanted: Mapping[str, Any], found: Mapping[str, Any], path: str = "") -> list[str]:
    """Fields that are missing or of another kind; what Elasticsearch adds by itself is no difference."""
    changed = []
    for part, rule in wanted.items():
        other = found.get(part)
        if other is None or any(
            other.get(key) != rule[key] for key in ("type", "analyzer", "dims") if rule.get(key, "object") != "object"
        ):
            changed.append(f"{path}{part}")
    return changed
