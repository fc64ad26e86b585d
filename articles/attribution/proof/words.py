"""The words of an article as a reader sees them, line by line, without rendering the page.

A line is what stands between two block elements: a paragraph, a list item, a table cell. White space is collapsed. What a
template adds is named by its label. `verify_manifest.py` reads the same lines out of a downloaded page.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from articles import richtext
from articles.passages import Stream

from . import labels

if TYPE_CHECKING:
    from articles.models import ArticlePage

# Blocks under which the site puts a heading of its own when the author wrote none above; the label's name.
_HEADED = {"do_dont": "daily", "care_card": "when", "questions": "questions"}
_LISTED = {"key_points": (("items", "points"),), "do_dont": (("do", "do"), ("dont", "dont"))}
_CARE = ("emergency", "soon", "routine")


def text_hashes(page: "ArticlePage") -> dict[str, str]:
    """SHA-256 of the lines of title, summary and body, each."""
    known = labels.names()
    parts = {"title": [page.title], "summary": [page.summary], "body": list(body_lines(page.body.get_prep_value()))}
    return {name: lines_sha256(lines, known) for name, lines in parts.items()}


def lines_sha256(lines: list[str], known: dict[str, str]) -> str:
    """SHA-256 of the lines that are not blank, one below the other, each label by its name."""
    shown = [line if line.startswith(labels.MARK) else " ".join(line.split()) for line in lines]
    named = [labels.MARK + known[line] if line in known else line for line in shown if line]
    return hashlib.sha256("\n".join(named).encode("utf-8", "surrogatepass")).hexdigest()


def body_lines(stream: Stream) -> Iterator[str]:
    before = ""
    for block in stream:
        kind, value = block["type"], block["value"]
        if kind in _HEADED and before != "heading":
            yield labels.MARK + _HEADED[kind]
        yield from _block(kind, value)
        before = kind


def _block(kind: str, value: Any) -> Iterator[str]:
    if kind == "heading":
        yield str(value)
    elif kind == "paragraph":
        yield from _rich(value)
    elif kind in _LISTED:
        for field, label in _LISTED[kind]:
            items = _items(value.get(field))
            if items or kind == "key_points":
                yield labels.MARK + label
            yield from items
    elif kind == "care_card":
        for field in _CARE:
            items = _items(value.get(field))
            if items:
                yield labels.MARK + field
                yield from items
                if field == "emergency":
                    yield labels.MARK + "call"
    elif kind == "questions":
        for item in _items(value.get("items")):
            yield item.get("question") or ""
            yield from _rich(item.get("answer"))
    elif kind == "table":
        yield value.get("caption") or ""
        for row in (value.get("table") or {}).get("data") or []:
            yield from ("" if cell is None else str(cell) for cell in row)
    elif kind == "picture":
        yield value.get("caption") or ""
        yield from _credit(value.get("credit") or "", value.get("licence") or "")
    elif kind == "quotation":
        yield from _plain(value.get("text"))
        yield f"—— {value.get('source') or ''}"
    elif kind == "callout":
        yield labels.MARK + ("warning" if value.get("tone") == "warning" else "info")
        yield value.get("title") or ""
        yield from _plain(value.get("text"))


def _credit(credit: str, licence: str) -> Iterator[str]:
    if credit or licence:
        yield labels.MARK + "picture"
        yield credit
        if credit and licence:
            yield labels.MARK + "comma"
        yield licence


def _rich(markup: str | None) -> Iterator[str]:
    return (paragraph.text for paragraph in richtext.paragraphs(markup or ""))


def _plain(text: str | None) -> list[str]:
    return (text or "").splitlines()


def _items(stored: Any) -> list[Any]:
    """List items freed of the wrapping that carries their ids."""
    return [item["value"] if isinstance(item, dict) and "value" in item and "type" in item else item for item in stored or []]
