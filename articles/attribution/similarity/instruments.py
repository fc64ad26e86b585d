"""Finds a protected scale that an article prints whole: its name above, and nearly as many items as it has."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles import passages

if TYPE_CHECKING:
    from articles.models import ArticlePage

NEARLY = 0.8
LONGEST_ITEM = 80
_ITEM_KINDS = frozenset({"key_points", "do_dont", "table", "questions"})
# 0 分 / 1分、从不—总是 and the like: what makes a line of prose an item that is answered.
_ANSWERED = re.compile(r"\d\s*分|从不|偶尔|有时|经常|总是|没有.{0,6}很轻|完全不|非常同意|[（(]\s*\d\s*[—\-~～]\s*\d\s*[)）]")
_NUMBERED = re.compile(r"^\s*[（(]?\d{1,3}[)）.．、]")


@dataclass(frozen=True)
class Instrument:
    """A scale, by the names that it goes by."""

    name: str
    names: tuple[str, ...]
    items: int


@cache
def instruments() -> tuple[Instrument, ...]:
    rows = tomllib.loads((files(__package__) / "instruments.toml").read_text(encoding="utf-8"))["instrument"]
    return tuple(Instrument(row["name"], (row["name"], *row["also"]), row["items"]) for row in rows)


def printed_whole(page: "ArticlePage") -> str:
    """The name of a scale of which all or nearly all items stand in one section; empty when there is none."""
    for lines in _sections(page):
        words = "\n".join(text for _kind, text in lines)
        named = [one for one in instruments() if any(name in words for name in one.names)]
        if named:
            items = sum(_is_item(kind, text) for kind, text in lines)
            for one in named:
                if items >= NEARLY * one.items:
                    return one.name
    return ""


def _sections(page: "ArticlePage") -> Iterator[list[tuple[str, str]]]:
    """The lines below each heading, with the heading; each as (kind of block, text)."""
    section: list[tuple[str, str]] = []
    for block in page.body.get_prep_value():
        if block["type"] == "heading" and section:
            yield section
            section = []
        section += _lines(block)
    if section:
        yield section


def _lines(block: passages.Stream | dict[str, object]) -> Iterable[tuple[str, str]]:
    found = passages.passages("body", [block])  # type: ignore[list-item]
    return [(str(block["type"]), passage.text) for passage in found if "link." not in passage.path]  # type: ignore[call-overload]


def _is_item(kind: str, text: str) -> bool:
    if len(text) > LONGEST_ITEM:
        return False
    if kind in _ITEM_KINDS:
        return bool(_ANSWERED.search(text) or _NUMBERED.match(text))
    return kind == "paragraph" and bool(_NUMBERED.match(text)) and bool(_ANSWERED.search(text))
