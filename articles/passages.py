"""Cuts an article's stored body into passages, and changes one passage in place.

A path is `<field>` or `body.<block id>.<part>`; parts are list positions, field names and, in rich text, paragraph numbers.
"""

import copy
from collections.abc import Iterator
from typing import Any

from moderation.engine import Passage

from . import richtext
from .attribution.references.reference import Reference
from .attribution.references.render import rendered

Stream = list[dict[str, Any]]
PLAIN_FIELDS = {
    "heading": (),
    "picture": ("alt", "caption", "credit"),
    "quotation": ("text", "source"),
    "callout": ("title", "text"),
}
LISTS = {"key_points": ("items",), "do_dont": ("do", "dont"), "care_card": ("emergency", "soon", "routine")}
# Codes from closed lists, and the line itself.
UNSCANNED = frozenset({"text", "kind", "evidence", "entry"})
CELL_GAP = "　"


def passages(field: str, stream: Stream) -> Iterator[Passage]:
    """Every paragraph, list item, caption and table row of a stream, in reading order."""
    for position, block in enumerate(stream):
        base = f"{field}.{block.get('id') or position}"
        for part, text in _parts(block["type"], block["value"]):
            if text and text.strip():
                yield Passage(f"{base}.{part}" if part else base, text)


def rich_passages(field: str, markup: str) -> Iterator[Passage]:
    """The paragraphs and link targets of one rich text field."""
    for part, text in _rich("", markup):
        yield Passage(f"{field}.{part}", text)


def _parts(kind: str, value: Any) -> Iterator[tuple[str, str]]:
    if kind in ("heading", "tag"):
        yield "", str(value or "")
    elif kind == "paragraph":
        yield from _rich("", value)
    elif kind in LISTS:
        for name in LISTS[kind]:
            for number, item in enumerate(value.get(name) or []):
                yield f"{name}.{number}", _item(item)
    elif kind == "questions":
        for number, item in enumerate(value.get("items") or []):
            pair = _item(item)
            yield f"items.{number}.question", pair.get("question") or ""
            yield from _rich(f"items.{number}.answer.", pair.get("answer"))
    elif kind == "table":
        yield "caption", value.get("caption") or ""
        for number, row in enumerate((value.get("table") or {}).get("data") or []):
            yield f"row.{number}", CELL_GAP.join(str(cell or "") for cell in row)
    elif kind in PLAIN_FIELDS:
        for name in PLAIN_FIELDS[kind]:
            yield name, value.get(name) or ""
    elif kind == "reference" and isinstance(value, dict):
        yield from _of_reference(value)
    elif kind == "use" and isinstance(value, dict):
        yield from ((name, str(value.get(name) or "")) for name in ("tool", "checker"))
    elif isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, str):
                yield name, part
    else:
        yield "", str(value or "")


def _of_reference(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The line, and what of the data the line does not say."""
    line = str(value.get("text") or "")
    yield "text", line
    for name, part in value.items():
        if name in UNSCANNED or not isinstance(part, str) or not part:
            continue
        if any(one.strip() not in line for one in part.splitlines()):
            yield name, part


def _rich(prefix: str, markup: str | None) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(richtext.paragraphs(markup or "")):
        yield f"{prefix}{number}", paragraph.text
    for number, target in enumerate(richtext.link_targets(markup or "")):
        yield f"{prefix}link.{number}", target


def _item(item: Any) -> Any:
    """A list item with or without the wrapping that carries its id."""
    return item["value"] if isinstance(item, dict) and "value" in item and "type" in item else item


def replace(stream: Stream, path: str, start: int, end: int, replacement: str) -> Stream:
    """A copy of the stream with one place exchanged. Raises LookupError when the path leads nowhere."""
    changed = copy.deepcopy(stream)
    identity, _, part = path.partition(".")
    for position, block in enumerate(changed):
        if identity in (block.get("id"), str(position)):
            block["value"] = _replaced(block["type"], block["value"], part, start, end, replacement)
            return changed
    raise LookupError(path)


def _replaced(kind: str, value: Any, part: str, start: int, end: int, replacement: str) -> Any:
    steps = part.split(".") if part else []
    if kind == "paragraph":
        return richtext.replace(value, int(steps[0]), start, end, replacement)
    if kind == "questions" and steps[2] == "answer":
        pair = _item(value["items"][int(steps[1])])
        pair["answer"] = richtext.replace(pair["answer"], int(steps[3]), start, end, replacement)
        return value
    if kind == "questions":
        pair = _item(value["items"][int(steps[1])])
        pair["question"] = _spliced(pair["question"], start, end, replacement)
        return value
    if kind in LISTS:
        items = value[steps[0]]
        number = int(steps[1])
        if isinstance(items[number], dict):
            items[number]["value"] = _spliced(items[number]["value"], start, end, replacement)
        else:
            items[number] = _spliced(items[number], start, end, replacement)
        return value
    if kind == "table" and steps[0] == "row":
        _replace_in_row(value["table"]["data"][int(steps[1])], start, end, replacement)
        return value
    if kind == "reference" and value.get("title"):
        return _replaced_in_data(value, steps[0], start, end, replacement)
    if steps:
        value[steps[0]] = _spliced(value[steps[0]], start, end, replacement)
        return value
    return _spliced(value, start, end, replacement)


def _replace_in_row(row: list[Any], start: int, end: int, replacement: str) -> None:
    offset = 0
    for column, cell in enumerate(row):
        text = str(cell or "")
        if offset <= start and end <= offset + len(text):
            row[column] = _spliced(text, start - offset, end - offset, replacement)
            return
        offset += len(text) + len(CELL_GAP)
    raise LookupError("the place spans several cells")


def _replaced_in_data(value: dict[str, Any], field: str, start: int, end: int, replacement: str) -> dict[str, Any]:
    """The line of a reference is made from its data, so words of the line are exchanged where they come from."""
    if field == "text":
        words = value["text"][start:end]
        field = next((name for name, part in value.items() if name != "text" and isinstance(part, str) and words in part), "")
        if not field or not words:
            raise LookupError("these words stand in no field of the reference")
        value[field] = value[field].replace(words, replacement)
    else:
        value[field] = _spliced(value[field], start, end, replacement)
    value["text"] = rendered(Reference.of_value(value))
    return value


def _spliced(text: str, start: int, end: int, replacement: str) -> str:
    if not 0 <= start <= end <= len(text):
        raise IndexError("no such place in this text")
    return text[:start] + replacement + text[end:]


def image_ids(*streams: Stream) -> list[int]:
    """The pictures that these streams name, in order, each once."""
    found = [block["value"].get("image") for stream in streams for block in stream if block["type"] == "picture"]
    return list(dict.fromkeys(identity for identity in found if identity))
