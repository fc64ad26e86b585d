"""Runs every example that a ruleset must satisfy before it goes live: those that rules bring, and the staff's own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..engine import Document, Passage, Scanner
from ..engine import Ruleset as EngineRuleset
from . import compiling, layers


@dataclass(frozen=True)
class Example:
    """Words, or facts of a document, that one rule must find (`fire`) or leave alone (`pass`)."""

    code: str
    kind: str
    words: str
    facts: Mapping[str, Any] | None = field(default=None, compare=False)
    staff: bool = False


@dataclass(frozen=True)
class Trial:
    """How many examples ran, those that did not come out, and those that the layer gives up with a reason."""

    run: int
    failed: tuple[Example, ...]
    waived: int

    @property
    def green(self) -> bool:
        return not self.failed

    def as_json(self) -> dict[str, Any]:
        rows = [{"code": one.code, "kind": one.kind, "words": one.words, "staff": one.staff} for one in self.failed]
        return {"run": self.run, "waived": self.waived, "failed": rows}


def trial(release: EngineRuleset, layer: layers.Layer) -> Trial:
    """Run all examples under this layer. Raises RulesetError.

    Rules that the layer keeps in shadow are tried as if they were live. Allow-lists are left out: they are exceptions in
    places, and say nothing of what a rule finds elsewhere. Rules that the layer cannot change are tried once per release.
    """
    tried = layers.engine_layer({**layer, "status": {}})
    scanner = Scanner(compiling.under(release, tried))
    touched = _touched(release, tried)
    waived = {(row["code"], row["kind"], row["text"]) for row in layer.get("waived", [])}
    run = given_up = 0
    failed = []
    for example in examples(release, layer):
        run += 1
        alone = touched is None or example.staff or example.code in touched
        if comes_out(scanner, example) if alone else example not in _bare(release):
            continue
        if (example.code, example.kind, example.words) in waived:
            given_up += 1
        else:
            failed.append(example)
    return Trial(run, tuple(failed), given_up)


def _touched(release: EngineRuleset, layer: layers.Layer) -> set[str] | None:
    """Rules that may answer otherwise under this layer: those it names and those that yield to them; None for all."""
    if layer.get("brands") or layer.get("people"):
        return None
    named = {code for part in ("terms", "patterns", "thresholds", "without") for code in layer.get(part, {})}
    return named | {code for code, rule in release.rules.items() if rule.get("settings", {}).get("yields_to") in named}


# Failures of a release by itself, by its hash; few releases are in use at a time.
_failures: dict[str, frozenset["Example"]] = {}


def _bare(release: EngineRuleset) -> frozenset["Example"]:
    if release.sha256 not in _failures:
        scanner = Scanner(compiling.under(release, {}))
        _failures[release.sha256] = frozenset(one for one in examples(release, {}) if not comes_out(scanner, one))
    return _failures[release.sha256]


def examples(release: EngineRuleset, layer: layers.Layer) -> Iterator[Example]:
    """The shipped examples of every rule that runs, then the staff's own."""
    for code, rule in release.rules.items():
        if release.status(code) == "declared":
            continue
        for kind in ("fire", "pass"):
            for example in rule.get("examples", {}).get(kind, []):
                if isinstance(example, str):
                    yield Example(code, kind, example)
                else:
                    yield Example(code, kind, layers.canonical(example), example)
    for row in layer.get("examples", []):
        for kind in ("fire", "pass"):
            for words in row.get(kind, []):
                yield Example(row["code"], kind, words, staff=True)


def comes_out(scanner: Scanner, example: Example) -> bool:
    """Whether the rule fires, or is silent, as the example says; marks 【】 in its words name the place."""
    if example.facts is not None:
        report = scanner.scan(Document((Passage("title", "高血压的日常管理"),), example.facts))
        return (example.code in {finding.code for finding in report.findings}) == (example.kind == "fire")
    words, spans = unmarked(example.words)
    report = scanner.scan(Document((Passage("text", words),)))
    found = {(finding.start, finding.end) for finding in report.findings if finding.code == example.code}
    return set(spans) <= found and bool(found) if example.kind == "fire" else not found


def unmarked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its 【】 marks, and the spans that they marked."""
    spans, text = [], ""
    for number, part in enumerate(re.split("[【】]", example)):
        if number % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans
