"""Scans JSON Lines from standard input: one document in, one report out, in order."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from .document import Document, Finding, Passage
from .ruleset import Ruleset, RulesetError
from .scanner import Scanner


def main(arguments: list[str] | None = None) -> int:
    """0 when every line was scanned, 1 when one was malformed, 2 for a ruleset that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m moderation.engine", description=__doc__)
    parser.add_argument("--codes", action="store_true", help="one line for each finding code, then stop")
    parser.add_argument("--without-names", action="store_true", help="leave the name tagger out")
    parser.add_argument("--ruleset", type=Path, metavar="FILE", help="a ruleset's canonical JSON instead of the shipped one")
    options = parser.parse_args(arguments)
    try:
        ruleset = Ruleset.from_json(options.ruleset.read_text(encoding="utf-8")) if options.ruleset else Ruleset.shipped()
        if options.codes:
            _write(code_lines(ruleset))
            return 0
        scanner = Scanner(ruleset, names=not options.without_names)
    except (RulesetError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    faults = 0
    for line in _lines(sys.stdin.buffer):
        answer = answer_to(line, scanner)
        faults += "error" in answer
        _write([answer])
    return 1 if faults else 0


def answer_to(line: bytes, scanner: Scanner) -> dict[str, Any]:
    """The answer to one line; a line that is not a document gets an error in its place."""
    try:
        entry = json.loads(line)
        fields = _fields(entry)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"{type(error).__name__}: {error}"}
    report = scanner.scan(Document(tuple(Passage(name, text) for name, text in fields.items())))
    return {
        "id": entry["id"],
        "verdict": report.verdict,
        "ruleset": report.ruleset,
        "unchecked": list(report.unchecked),
        "findings": [_shown(finding) for finding in report.findings],
    }


def code_lines(ruleset: Ruleset) -> Iterator[dict[str, Any]]:
    """Every finding code with its state and the number of its rules and examples."""
    for code, entry in sorted([*ruleset.rules.items(), *ruleset.data["declared"].items()]):
        examples = entry.get("examples", {})
        has_rule = code in ruleset.rules
        yield {
            "code": code,
            "severity": entry["severity"],
            "where": entry["where"],
            "status": ruleset.status(code),
            "basis": entry["basis"],
            "rules": max(1, len(entry.get("cue", []))) if has_rule else 0,
            "examples_fire": len(examples.get("fire", [])),
            "examples_pass": len(examples.get("pass", [])),
        }


def _fields(entry: Any) -> Mapping[str, str]:
    if not isinstance(entry, dict) or "id" not in entry:
        raise ValueError("not an object with an id")
    fields = {"text": entry["text"]} if "text" in entry else entry.get("fields")
    if not isinstance(fields, dict) or not fields or not all(isinstance(text, str) for text in fields.values()):
        raise ValueError("neither a text nor fields of text")
    return fields


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.path,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "basis": finding.basis,
        "message": finding.message,
        "fix": finding.fix,
        "replacement": finding.replacement,
    }


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    for line in stream:
        if line.strip():
            yield line


def _write(lines: Any) -> None:
    for line in lines:
        # ASCII: a lone surrogate cannot be written as UTF-8, and its escape is what came in.
        sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
