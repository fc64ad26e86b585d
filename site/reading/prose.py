"""Renders stored rich text for readers: an allow-list of marks, known links only, paragraphs that findings can point at.

Tags are written anew from a fixed vocabulary and text is escaped, so nothing of the stored markup is copied. What is not in
the editor's own strict form goes through `sanitize` first.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape

from articles.sanitize import sanitize
from moderation import asked

from .citing import Rendering, cited
from .typography import broken_at_words, with_quantities

_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
# The editor's own form: known tags with at most its own attributes, and text with its specials escaped.
_STRICT = re.compile(
    r"(?:[^<>&\x00\ud800-\udfff]|&(?:amp|lt|gt|quot|nbsp|#x27|#39);"
    r'|</?(?:p|b|strong|i|em|ul|ol|li|sup|sub|h2|h3|h4|blockquote|br/?)(?: data-block-key="[^"<>&]*")?>'
    r'|<a (?:href="(?:https?://|mailto:|/(?!/)|#)[^"<>\s]*"|linktype="page" id="[0-9]{1,18}"|id="[0-9]{1,18}" linktype="page")>|</a>)*'
)
BLOCKS = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "blockquote"})
_BREAKS = BLOCKS | {"br"}
_VOID = frozenset({"br"})
_LEAVES = frozenset({"p", "h2", "h3", "h4"})
_KNOWN = BLOCKS | {"b", "strong", "i", "em", "sup", "sub", "a", "br"}
_REFERENCE = re.compile(r"#ref-([0-9]{1,3})")
_CITATION = re.compile(r"\[([0-9]{1,3})\]")
_CITED = "</a></sup>"
_SCHEMES = ("https://", "http://", "mailto:", "/", "#")
_PAGE = re.compile(r'\blinktype="page"')
_PAGE_ID = re.compile(r'<a\b[^>]*\bid="([0-9]{1,18})"[^>]*>')


@dataclass(frozen=True)
class Piece:
    """One tag or one run of text. `run` is the number of the passage that a text belongs to or that a block tag begins."""

    tag: str = ""
    closes: bool = False
    text: str = ""
    href: str = ""
    page: int = 0
    run: int = -1


def page_ids(markup: str) -> set[int]:
    """The pages that stored rich text links to by number."""
    return {int(number) for number in _PAGE_ID.findall(markup)} if _PAGE.search(markup) else set()


def _balanced(markup: str) -> bool:
    """Every tag is closed by its own, and no paragraph or heading holds a block."""
    open_tags: list[str] = []
    for closing, name, _attributes, _text in _TOKEN.findall(markup):
        if not name or name in _VOID:
            continue
        if closing and (not open_tags or open_tags.pop() != name):
            return False
        if not closing:
            if name in BLOCKS and not _LEAVES.isdisjoint(open_tags):
                return False
            open_tags.append(name)
    return not open_tags


@lru_cache(maxsize=1024)
def pieces(markup: str) -> tuple[Piece, ...]:
    """Balanced pieces of sanitised markup, numbered as `articles.richtext.paragraphs` numbers its paragraphs."""
    clean = markup if _STRICT.fullmatch(markup) and _balanced(markup) else sanitize(markup)
    found: list[Piece] = []
    open_tags: list[str] = []
    run, begun, filled = 0, -1, False
    for closing, name, attributes, text in _TOKEN.findall(clean):
        tag = name.lower()
        if text:
            plain = html.unescape(text)
            filled = filled or bool(plain.strip())
            found.append(Piece(text=plain, run=run))
        if not tag or tag not in _KNOWN:
            continue
        if tag in _BREAKS:
            if begun >= 0 and filled:
                found[begun] = Piece(tag=found[begun].tag, run=run)
            run, begun, filled = run + filled, -1, False
        if closing:
            if tag in open_tags:
                while open_tags:
                    innermost = open_tags.pop()
                    found.append(Piece(tag=innermost, closes=True))
                    if innermost == tag:
                        break
            continue
        if tag in BLOCKS:
            begun = len(found)
        if tag not in _VOID:
            open_tags.append(tag)
        named = dict(_ATTRIBUTE.findall(attributes)) if tag == "a" else {}
        number = asked.whole(named.get("id")) if named.get("linktype") == "page" else 0
        found.append(Piece(tag=tag, href=html.unescape(named.get("href", "")), page=number))
    found += [Piece(tag=tag, closes=True) for tag in reversed(open_tags)]
    return tuple(found)


def rendered(markup: str, rendering: Rendering, place: Callable[[str], str] | None = None) -> str:
    """HTML for readers. `place` turns a passage number, or `link.<n>`, into an attribute; only previews give one."""
    out: list[str] = []
    links: list[str] = []
    link_number = 0
    in_heading, raised = False, 0
    for piece in pieces(markup):
        raised += piece.tag == "sup" and (-1 if piece.closes else 1)
        if piece.text:
            if in_heading and rendering.headings:
                anchor, words = rendering.headings[-1]
                rendering.headings[-1] = (anchor, words + piece.text)
            if links or in_heading:
                out.append(_text(piece.text, in_heading, bool(links) and links[-1] == _CITED))
            else:
                out.append(cited(piece.text, rendering, raised > 0))
        elif piece.tag == "a":
            if piece.closes:
                out.append(links.pop() if links else "")
            else:
                opened, closed = _link(piece, rendering, place(f"link.{link_number}") if place and piece.href else "")
                link_number += bool(piece.href)
                out.append(opened)
                links.append(closed)
        elif piece.closes:
            out.append(f"</{piece.tag}>")
            in_heading = in_heading and piece.tag != "h2"
        else:
            attribute = place(str(piece.run)) if place and piece.run >= 0 else ""
            if piece.tag == "h2":
                rendering.headings.append((f"s-{len(rendering.headings) + 1}", ""))
                attribute += f' id="{rendering.headings[-1][0]}"'
            out.append(f"<{piece.tag}{attribute}>")
            in_heading = piece.tag == "h2" or (in_heading and piece.tag not in BLOCKS)
    return "".join(out)


def _text(text: str, in_heading: bool, cited: bool) -> str:
    number = _CITATION.fullmatch(text) if cited else None
    if number:  # the number stands alone to the eye; what is heard and scanned keeps its brackets
        return f'<span class="vh">[</span>{number[1]}<span class="vh">]</span>'
    return broken_at_words(text) if in_heading else with_quantities(text)


def _link(piece: Piece, rendering: Rendering, attribute: str) -> tuple[str, str]:
    """Opening and closing of a link; a target that readers may not see leaves plain words."""
    href = rendering.pages.get(piece.page, "") if piece.page else piece.href
    reference = _REFERENCE.fullmatch(href)
    if reference:
        number = int(reference[1])
        if not 1 <= number <= rendering.references:
            return "<span>", "</span>"
        return f'<sup class="cite"><a href="#ref-{number}" id="{rendering.cite(number)}"{attribute}>', _CITED
    if not href.startswith(_SCHEMES) or href.startswith("//"):
        return "<span>", "</span>"
    outside = ' rel="noopener external"' if href.startswith("http") else ""
    return f'<a href="{escape(href)}"{outside}{attribute}>', "</a>"
