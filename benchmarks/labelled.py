"""Labelled text: the project's own lines, and the formats of the sets it is measured on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Line:
    """One labelled text: `expect` is what `code` should reach there, `span` where; `kind` is the set's own sort of line."""

    id: str
    kind: str
    text: str
    code: str = ""
    expect: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    generics: tuple[str, ...] = ()
    group: str = ""
    form: str = ""
    flags: tuple[str, ...] = field(default=())


def read(path: Path) -> list[Line]:
    """All lines of a file, whichever of the known formats it has; ValueError for a line of none of them."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return [_marked(number, line, path.stem) for number, line in enumerate(text.splitlines()) if line.strip()]
    return [
        line for number, row in enumerate(text.splitlines()) if row.strip() for line in _lines(json.loads(row), number, path.stem)
    ]


def _lines(row: dict[str, Any], number: int, stem: str) -> Iterator[Line]:
    name = str(row.get("id", f"{stem}-{number}"))
    if "code" in row:
        span = row.get("span")
        start = row["text"].find(span) if span else -1
        spans: tuple[tuple[int, int], ...] = ((start, start + len(span)),) if span and start >= 0 else ()
        yield Line(name, "code", row["text"], row["code"], row["expect"], spans, (), row.get("class", ""), row.get("form", ""))
    elif "text_with_identity" in row:
        spans = tuple((span["start"], span["end"]) for span in row["spans"])
        yield Line(name, "identity", row["text_with_identity"], expect="block", spans=spans, group=row["kind"])
        yield Line(name + "-without", "identity", row["text_without_identity"], expect="pass", group=row["kind"])
    elif "label" in row:
        yield Line(name, "claim", row["text"], expect=row["label"], spans=((row["hit"]["start"], row["hit"]["end"]),))
    elif "spans" in row:
        yield from _spanned(row, name)
    elif "text" in row:
        yield Line(name, "clean", row["text"], flags=tuple(row.get("flags", ())))
    else:
        raise ValueError(f"{stem}: line {number + 1} is in no known format")


def _spanned(row: dict[str, Any], name: str) -> Iterator[Line]:
    kinds = {"BRAND": "brand", "PERSON_EXPERT": "expert", "PHONE": "phone"}
    for span in row["spans"]:
        if span["label"] in kinds:
            place = ((span["start"], span["end"]),)
            yield Line(name, kinds[span["label"]], row["text"], spans=place, generics=tuple(span.get("generics", ())))


def _marked(number: int, line: str, stem: str) -> Line:
    parts = re.split("[【】]", line)
    spans, text = [], ""
    for place, part in enumerate(parts):
        if place % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return Line(f"{stem}-{number}", "code", text, "PRIV.NAME", "block" if spans else "pass", tuple(spans))
