"""The staff's layer over the shipped rules: its shape, its one canonical form, and what changed between two of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..engine import Ruleset
from ..engine.folding import fold

Layer = Mapping[str, Any]
# What the engine itself reads of a layer; allow-lists have scopes and are applied after it (`engine.allowing`).
ENGINE_PARTS = ("terms", "patterns", "brands", "thresholds", "status", "without", "people")


def tidy(layer: Layer) -> dict[str, Any]:
    """The layer in its one form: words that read alike once, everything in order, nothing that is empty."""
    tidied: dict[str, Any] = {
        "terms": {code: distinct(terms) for code, terms in layer.get("terms", {}).items()},
        "patterns": {code: list(dict.fromkeys(found)) for code, found in layer.get("patterns", {}).items()},
        "brands": sorted([list(row) for row in layer.get("brands", [])]),
        "allow": sorted((_entry(row) for row in layer.get("allow", [])), key=canonical),
        "thresholds": layer.get("thresholds", {}),
        "people": {kind: distinct(names) for kind, names in layer.get("people", {}).items()},
        "status": {code: state for code, state in layer.get("status", {}).items() if state == "shadow"},
        "without": {code: sorted(set(names)) for code, names in layer.get("without", {}).items()},
        "examples": sorted((_example(row) for row in layer.get("examples", [])), key=canonical),
        "waived": sorted((dict(row) for row in layer.get("waived", [])), key=canonical),
    }
    cleaned = {name: _without_empty(part) for name, part in tidied.items()}
    return {name: part for name, part in cleaned.items() if part}


def distinct(terms: list[str]) -> list[str]:
    """Terms that the engine reads alike, once each, in order."""
    return [term for _folded, term in sorted({fold(term).text.strip(): term.strip() for term in reversed(terms)}.items())]


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(entry: Mapping[str, Any]) -> str:
    """Names one entry of an allow-list for good, without its words."""
    return hashlib.sha256(canonical({name: part for name, part in entry.items() if name != "fingerprint"}).encode()).hexdigest()


def sha256_of(shipped: Ruleset, layer: Layer) -> str:
    """The hash of the whole; under an empty layer it is that of the shipped rules."""
    return hashlib.sha256(canonical({**shipped.data, "layer": tidy(layer)}).encode()).hexdigest()


def version_of(shipped: Ruleset, sha256: str) -> str:
    return f"{shipped.data['date']}-{sha256[:8]}"


def engine_layer(layer: Layer) -> dict[str, Any]:
    return {name: layer[name] for name in ENGINE_PARTS if layer.get(name)}


def allow_rows(layer: Layer) -> list[dict[str, Any]]:
    """The allow-list, each entry with its fingerprint."""
    return [{**row, "fingerprint": fingerprint(row)} for row in layer.get("allow", [])]


@dataclass(frozen=True)
class Change:
    """What one part of a layer has more and less, for one rule or for none."""

    part: str
    code: str
    more: list[str]
    less: list[str]


def changes(before: Layer, after: Layer) -> list[Change]:
    """Every difference between two layers, part by part and rule by rule."""
    old, new = dict(_lines(before)), dict(_lines(after))
    found = []
    for part, code in sorted(old.keys() | new.keys()):
        had, has = old.get((part, code), []), new.get((part, code), [])
        more = sorted(set(has) - set(had))
        less = sorted(set(had) - set(has))
        if more or less:
            found.append(Change(part, code, more, less))
    return found


def changed_codes(before: Layer, after: Layer) -> set[str]:
    """Rules that may fire otherwise under the second layer."""
    parts = {"terms", "patterns", "brands", "thresholds", "status", "without", "allow", "people"}
    return {change.code for change in changes(before, after) if change.part in parts}


def part_of(layer: Layer, code: str) -> dict[str, Any]:
    """What the layer says of one rule: its terms, patterns, thresholds, state and switched-off suppressors."""
    return {
        name: layer[name][code]
        for name in ("terms", "patterns", "thresholds", "status", "without")
        if code in layer.get(name, {})
    }


def with_part(layer: Layer, code: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """The layer with what it says of one rule put in place of what it said."""
    merged = {name: dict(layer.get(name, {})) for name in ("terms", "patterns", "thresholds", "status", "without")}
    for name, entries in merged.items():
        entries.pop(code, None)
        if name in part:
            entries[code] = part[name]
    return tidy({**layer, **merged})


def _lines(layer: Layer) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for part in ("terms", "patterns", "without"):
        for code, values in layer.get(part, {}).items():
            yield (part, code), list(values)
    for code, values in layer.get("thresholds", {}).items():
        yield ("thresholds", code), [f"{name} = {number}" for name, number in values.items()]
    for code, state in layer.get("status", {}).items():
        yield ("status", code), [state]
    if layer.get("brands"):
        yield ("brands", "BRAND.PROMO"), [" · ".join(part for part in row if part) for row in layer["brands"]]
    if layer.get("people"):
        yield ("people", "PRIV.NAME"), [f"{kind} · {name}" for kind, names in layer["people"].items() for name in names]
    for part in ("allow", "examples", "waived"):
        by_code: dict[str, list[str]] = {}
        for row in layer.get(part, []):
            by_code.setdefault(row["code"], []).append(_words(row))
        for code, rows in by_code.items():
            yield (part, code), rows


def _words(row: Mapping[str, Any]) -> str:
    """One entry in a line, its parts in the order in which people say them."""
    names = ("of", "kind", "text", "field", "author", "until", "fire", "pass", "reason")
    parts = [row[name] for name in names if row.get(name)]
    return " · ".join("；".join(part) if isinstance(part, list) else str(part) for part in parts)


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: row.get(name) for name in ("code", "text", "field", "author", "until", "reason")}
    return {name: value.strip() if isinstance(value, str) else value for name, value in kept.items() if value not in ("", None)}


def _example(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": row["code"], "of": row.get("of", ""), "fire": list(row.get("fire", [])), "pass": list(row.get("pass", []))}


def _without_empty(part: Any) -> Any:
    return {name: value for name, value in part.items() if value not in ([], {}, "")} if isinstance(part, dict) else part
