"""What the desk does to a page before it is looked at: covers what identifies a person, blurs pictures, lists what has no place."""

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from django.utils.translation import gettext as _

from ..cards import Card
from ..desk.veil import Veil
from ..models import Scan

# Attributes that people or machines read.
READ = ("alt", "title", "aria-label", "content", "value", "placeholder", "href")


def cover(soup: BeautifulSoup, veil: Veil) -> None:
    """Mask covered words wherever the page repeats them; places that were asked for stay as they are."""
    if not veil.words:
        return
    shown = {str(number) for number in veil.revealed}
    for node in soup.find_all(string=True):
        if isinstance(node, Comment):
            node.extract()
        elif not (shown and _within(node, shown)) and (covered := veil.cover(str(node))) != str(node):
            node.replace_with(NavigableString(covered))
    for element in soup.find_all(True):
        for name in READ:
            value = element.get(name)
            if isinstance(value, str) and (covered := veil.cover(value)) != value:
                element[name] = covered


def _within(node: NavigableString, shown: set[str]) -> bool:
    mark = node.find_parent("mark")
    return mark is not None and bool(shown & set(str(mark.get("data-number", "")).split()))


def may_show_people(scan: Scan | None, facts: dict[str, Any]) -> bool:
    """Whether pictures of this piece may show patients: nobody has looked at them yet, or it tells of a case."""
    return scan is None or "pictures" in scan.unchecked or bool(facts.get("case") or facts.get("case_consents"))


def blur(soup: BeautifulSoup) -> None:
    """Each picture of the content behind a box to tick, which needs no script and is reached by keyboard."""
    for number, image in enumerate(soup.select("figure img"), start=1):
        whole: Tag = image.parent if isinstance(image.parent, Tag) and image.parent.name == "picture" else image
        if isinstance(whole.parent, Tag) and whole.parent.name == "a":
            whole.parent.unwrap()
        label = soup.new_tag("label", attrs={"class": "blurred"})
        whole.wrap(label)
        box = soup.new_tag("input", attrs={"type": "checkbox", "class": "blurred-ask", "autocomplete": "off"})
        box["aria-label"] = _("显示第 %(number)s 张图片") % {"number": number}
        say = soup.new_tag("span", attrs={"class": "blurred-say"})
        say.append(_("图片可能有患者，点这里显示"))
        label.insert(0, say)
        label.insert(0, box)


def list_unplaced(soup: BeautifulSoup, found: Iterable[Card], placed: set[str], veil: Veil, texts: dict[str, str]) -> None:
    """A number on the picture, or a line below the page, for each finding that the page itself does not show."""
    lines: list[Tag] = []
    for card in found:
        if str(card.number) in placed:
            continue
        figure = _figure(soup, card.path)
        if figure is not None:
            badge = _mark(soup, card, f"finding finding--{card.severity} finding-badge", str(card.number))
            figure.insert(0, badge)
            continue
        words = veil.cover(texts.get(card.path, "")[card.start : card.end]) if card.in_text else card.words
        line = soup.new_tag("li")
        label = soup.new_tag("span", attrs={"class": "unplaced-field"})
        label.append(card.field)
        line.append(label)
        mark = _mark(soup, card, f"finding finding--{card.severity}", words or card.name)
        if veil.mask_of(card.number) is not None:
            mark["data-veil"] = str(card.number)
        number = soup.new_tag("sup", attrs={"class": "finding-number"})
        number.append(str(card.number))
        mark.append(number)
        line.append(mark)
        lines.append(line)
    if lines:
        section = soup.new_tag("section", attrs={"class": "unplaced"})
        heading = soup.new_tag("h2")
        heading.append(_("页面上看不到的地方"))
        section.append(heading)
        rows = soup.new_tag("ul")
        rows.extend(lines)
        section.append(rows)
        (soup.find("main") or soup.body or soup).append(section)


def _mark(soup: BeautifulSoup, card: Card, css: str, words: str) -> Tag:
    number = str(card.number)
    mark = soup.new_tag("mark", attrs={"class": css, "data-number": number, "id": f"finding-{number}"})
    mark.append(words)
    return mark


def _figure(soup: BeautifulSoup, path: str) -> Tag | None:
    """The figure that shows the picture whose block or file a path names."""
    base, _dot, part = path.rpartition(".")
    if not base or part != "image":
        return None
    inside = soup.select_one(f'figure [data-path^="{base}."]')
    return inside.find_parent("figure") if inside is not None else None
