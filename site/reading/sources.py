"""The list of references as readers see it: numbered, linked, led back from, and told what became of a work."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.attribution.references.reference import NAMES
from articles.attribution.references.vocabulary import Standing
from articles.passages import Stream

from .citing import Rendering

FIELDS = ("text", *(name for name in NAMES if name != "url"), "url", "entry")
# Brackets and marks of Chinese prose end an address; a full stop behind it is the line's own.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"，。；、（）［］【】]+?(?=[.,;]?(?:[\s<>\"，。；、（）［］【】]|$))|(?<=DOI: )10\.\d{4,9}/\S+?(?=\.?(?:\s|$))"
)


@dataclass(frozen=True)
class Reference:
    """One numbered source with the ids of the places that cite it."""

    number: int
    text: str
    line: SafeString
    url: str
    path: str
    back: tuple[str, ...]
    standing: str
    label: str


def values_of(stream: Stream) -> Iterator[tuple[str, dict[str, str]]]:
    """(block id or position, fields) of each reference; whatever an old import stored, every field is text."""
    for position, block in enumerate(stream):
        value = block.get("value")
        if isinstance(value, dict):
            yield str(block.get("id") or position), {name: str(value.get(name) or "") for name in FIELDS}


def listed(
    values: Sequence[tuple[str, Mapping[str, str]]], rendering: Rendering, standings: Mapping[str, Any]
) -> list[Reference]:
    """After the body was rendered, which counts who is cited where."""
    found = []
    for number, (identity, value) in enumerate(values, 1):
        back = tuple(f"cite-{number}-{count}" for count in range(1, rendering.cited.get(number, 0) + 1))
        url = value["url"] if value["url"].startswith(("https://", "http://")) else ""
        standing = str(standings.get(str(number)) or "")
        label = str(Standing(standing).label) if standing in Standing.values and standing else ""
        beside = "" if url and url in value["text"] else url
        line = linked(value["text"])
        found.append(Reference(number, value["text"], line, beside, f"references.{identity}", back, standing, label))
    return found


def linked(text: str) -> SafeString:
    """The line, letter for letter, with its addresses and its DOI as links."""
    out: list[str] = []
    cursor = 0
    for place in _ADDRESS.finditer(text):
        shown = place.group()
        target = shown if shown.startswith("http") else f"https://doi.org/{shown}"
        out.append(escape(text[cursor : place.start()]))
        out.append(f'<a href="{escape(target)}" rel="noopener external">{escape(shown)}</a>')
        cursor = place.end()
    out.append(escape(text[cursor:]))
    return mark_safe("".join(out))  # noqa: S308  (escaped piece by piece)
