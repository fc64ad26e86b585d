"""Puts numbered marks into a rendered page, at the places that findings name.

A rendered element says with `data-path` which passage it shows. Templates may indent, link and wrap the words, so places are
counted in characters that are not white space; where even these differ, the found words themselves are looked for.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag


@dataclass(frozen=True)
class Mark:
    """One place of one passage. `label` is shown behind its last character; `css` are its classes; the heavier one colours.

    `instead`, where given, stands on the page in place of the words, which then are nowhere in it.
    """

    path: str
    start: int
    end: int
    name: str
    label: str
    css: str
    weight: int = 0
    instead: str | None = None


@dataclass(frozen=True)
class _Letter:
    node: int
    offset: int
    letter: str


def marked(page: str, passages: Mapping[str, str], marks: Iterable[Mark]) -> tuple[BeautifulSoup, set[str]]:
    """The page with its marks, and the names of the marks that found a place."""
    soup = BeautifulSoup(page, "html.parser")
    elements: dict[str, Tag] = {}
    for element in soup.select("[data-path]"):
        elements.setdefault(str(element["data-path"]), element)
    wanted: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.path in elements and mark.path in passages:
            wanted.setdefault(mark.path, []).append(mark)
    placed: set[str] = set()
    for path, here in wanted.items():
        placed |= _mark_element(soup, elements[path], passages[path], here)
    return soup, placed


def _mark_element(soup: BeautifulSoup, element: Tag, passage: str, marks: Sequence[Mark]) -> set[str]:
    nodes = [node for node in element.find_all(string=True) if type(node) is NavigableString]
    letters = [
        _Letter(index, offset, letter)
        for index, node in enumerate(nodes)
        for offset, letter in enumerate(node)
        if not letter.isspace()
    ]
    shown = "".join(letter.letter for letter in letters)
    covers: dict[int, list[tuple[int, int, Mark]]] = {}
    ends: dict[tuple[int, int], list[Mark]] = {}
    placed = set()
    for mark in marks:
        found = _place(passage, mark, shown)
        if found is None:
            continue
        placed.add(mark.name)
        span = letters[found[0] : found[1]]
        for index in dict.fromkeys(letter.node for letter in span):
            offsets = [letter.offset for letter in span if letter.node == index]
            covers.setdefault(index, []).append((offsets[0], offsets[-1] + 1, mark))
        ends.setdefault((span[-1].node, span[-1].offset + 1), []).append(mark)
    begun: set[str] = set()
    veiled: set[str] = set()
    for index, here in covers.items():
        _replace(soup, nodes[index], index, here, ends, begun, veiled)
    return placed


def _place(passage: str, mark: Mark, shown: str) -> tuple[int, int] | None:
    """First and last position of a mark among the letters of the element."""
    squeezed = _squeezed(passage)
    start, length = len(_squeezed(passage[: mark.start])), len(_squeezed(passage[mark.start : mark.end]))
    if not length:
        return None
    base = shown.find(squeezed)
    if base < 0:
        base = shown.find(squeezed[start : start + length]) - start
        if base < -start:
            return None
    return base + start, base + start + length


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace())


def _replace(
    soup: BeautifulSoup,
    node: NavigableString,
    index: int,
    covers: Sequence[tuple[int, int, Mark]],
    ends: Mapping[tuple[int, int], Sequence[Mark]],
    begun: set[str],
    veiled: set[str],
) -> None:
    """Cut one text node at every border of a mark and wrap the pieces that lie in one."""
    text = str(node)
    borders = sorted({0, len(text), *(start for start, _end, _mark in covers), *(end for _start, end, _mark in covers)})
    pieces: list[Tag | NavigableString] = []
    for start, end in itertools.pairwise(borders):
        here = sorted((mark for begin, stop, mark in covers if begin <= start and end <= stop), key=lambda mark: -mark.weight)
        if not here:
            pieces.append(NavigableString(text[start:end]))
            continue
        tag = soup.new_tag("mark", attrs={"class": here[0].css, "data-number": " ".join(mark.name for mark in here)})
        covered = next((mark for mark in here if mark.instead is not None), None)
        fresh = [mark.name for mark in here if mark.name not in begun]
        if fresh:
            begun.update(fresh)
            tag["id"] = f"finding-{fresh[0]}"
            for name in fresh[1:]:
                tag.append(soup.new_tag("span", attrs={"id": f"finding-{name}"}))
        tag.append(NavigableString(text[start:end] if covered is None else _instead(tag, covered, veiled)))
        for mark in ends.get((index, end), ()):
            if mark.label:
                number = soup.new_tag("sup", attrs={"class": "finding-number"})
                number.append(NavigableString(mark.label))
                tag.append(number)
        pieces.append(tag)
    node.replace_with(*pieces)


def _instead(tag: Tag, mark: Mark, veiled: set[str]) -> str:
    """What stands in place of covered words: once, however many pieces they are cut into."""
    tag["data-veil"] = mark.name
    if mark.name in veiled:
        return ""
    veiled.add(mark.name)
    return mark.instead or ""
