"""The plain text of stored rich text, paragraph by paragraph, with the place of every character in the markup."""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9]+)[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);|[\s\S]")
_BREAKS = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "blockquote", "br", "hr"})
_LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]*)\"", re.IGNORECASE)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or list item. Character `text[i]` stands at `markup[places[i][0]:places[i][1]]`."""

    text: str
    places: tuple[tuple[int, int], ...]


@lru_cache(maxsize=512)
def paragraphs(markup: str) -> tuple[Paragraph, ...]:
    """Cut at block tags and drop inline ones, so that `138<b>0013</b>8000` is one run; blank paragraphs are left out."""
    found: list[Paragraph] = []
    characters: list[str] = []
    places: list[tuple[int, int]] = []

    def close() -> None:
        text = "".join(characters)
        if text.strip():
            found.append(Paragraph(text, tuple(places)))
        characters.clear()
        places.clear()

    for token in _TOKEN.finditer(markup):
        if token.group(2):
            if token.group(2).lower() in _BREAKS:
                close()
            continue
        piece = token.group()
        shown = html.unescape(piece) if len(piece) > 1 else piece
        for character in shown:
            characters.append(character)
            places.append(token.span())
    close()
    return tuple(found)


def link_targets(markup: str) -> list[str]:
    """Where the links of stored rich text lead."""
    return [html.unescape(target) for target in _LINK.findall(markup)]


def replace(markup: str, number: int, start: int, end: int, replacement: str) -> str:
    """The markup with characters `start:end` of paragraph `number` exchanged; tags in between stay.

    Raises IndexError when there is no such place.
    """
    places = paragraphs(markup)[number].places
    if not 0 <= start < end <= len(places):
        raise IndexError("no such place in this paragraph")
    pieces, cursor = [], 0
    for index, (begin, stop) in enumerate(places[start:end]):
        if begin < cursor:  # a second character of one entity
            continue
        pieces.append(markup[cursor:begin])
        if index == 0:
            pieces.append(html.escape(replacement, quote=False))
        cursor = stop
    return "".join(pieces) + markup[cursor:]
