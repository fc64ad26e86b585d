"""Reads what staff paste or upload: one term a line, or CSV with examples; nothing is lost and nothing counted twice."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..engine.folding import fold

HEADINGS = frozenset({"词", "词条", "术语", "term"})


@dataclass
class Pasted:
    """Terms in order with the examples that came beside them, and what was left out and why."""

    terms: list[str] = field(default_factory=list)
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    lines: int = 0
    empty: int = 0
    repeated: int = 0


def read(text: str, known: Iterable[str] = ()) -> Pasted:
    """Every line: a term, or `term,example that must fire,example that must not`. Terms that read alike count once."""
    pasted = Pasted()
    seen = {fold(term).text.strip() for term in known}
    for cells in _rows(text):
        pasted.lines += 1
        term = cells[0].strip() if cells else ""
        if not term:
            pasted.empty += 1
            continue
        if pasted.lines == 1 and term in HEADINGS:
            pasted.lines -= 1
            continue
        fire, quiet = (cells[place].strip() if len(cells) > place else "" for place in (1, 2))
        if fire or quiet:
            pasted.examples.append((term, fire, quiet))
        folded = fold(term).text.strip()
        if folded in seen:
            pasted.repeated += 1
            continue
        seen.add(folded)
        pasted.terms.append(term)
    return pasted


def _rows(text: str) -> Iterable[list[str]]:
    if "," in text or '"' in text or "\t" in text:
        return csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ",")
    return ([line] for line in text.splitlines())


def decoded(raw: bytes) -> str:
    """An uploaded list as text: UTF-8, or the encoding that spreadsheets write in China. Raises UnicodeDecodeError."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def add_terms(layer: dict[str, Any], code: str, pasted: Pasted) -> dict[str, Any]:
    """The layer with these terms and examples more."""
    terms = {**layer.get("terms", {})}
    terms[code] = [*terms.get(code, []), *pasted.terms]
    rows = [
        {"code": code, "of": of, "fire": [fire] * bool(fire), "pass": [quiet] * bool(quiet)}
        for of, fire, quiet in pasted.examples
    ]
    return {**layer, "terms": terms, "examples": [*layer.get("examples", []), *rows]}


def drop_terms(layer: dict[str, Any], code: str, pasted: Pasted) -> tuple[dict[str, Any], int]:
    """The layer without these terms and their examples, and how many it had."""
    gone = {fold(term).text.strip() for term in pasted.terms}
    before = layer.get("terms", {}).get(code, [])
    kept = [term for term in before if fold(term).text.strip() not in gone]
    rows = [row for row in layer.get("examples", []) if row["code"] != code or fold(row.get("of", "")).text.strip() not in gone]
    return {**layer, "terms": {**layer.get("terms", {}), code: kept}, "examples": rows}, len(before) - len(kept)
