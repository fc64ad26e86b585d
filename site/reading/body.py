"""Renders an article's stored body block by block; a block with a broken shape is left out and logged, never a 500."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.passages import Stream, image_ids

from .citing import Rendering
from .prose import page_ids
from .renditions import Picture

log = logging.getLogger(__name__)

TEMPLATES = {
    kind: f"articles/blocks/{kind}.html"
    for kind in (
        "heading", "paragraph", "picture", "key_points", "do_dont", "care_card", "questions", "table", "quotation", "callout",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One entry of the table of contents."""

    anchor: str
    text: str


@dataclass
class Body:
    """The rendered blocks, the table of contents and what else the page needs to know of its body."""

    html: SafeString
    contents: list[Heading]
    questions: list[tuple[str, str]]


def titles() -> Mapping[str, str]:
    """Blocks that bring their own heading when the author wrote none above them."""
    return {"do_dont": _("日常怎么做"), "care_card": _("何时就医"), "questions": _("常见问题")}


def unwrapped(value: Any) -> Any:
    """The stored value with list items freed of the wrapping that carries their ids; the shape Wagtail's values have."""
    if isinstance(value, dict):
        if set(value) <= {"type", "value", "id"} and value.get("type") == "item":
            return unwrapped(value.get("value"))
        return {name: unwrapped(part) for name, part in value.items()}
    if isinstance(value, list):
        return [unwrapped(part) for part in value]
    return value


def linked_pages(stream: Stream) -> set[int]:
    """Pages that any rich text of the body links to."""
    return {number for markup in _rich_texts(stream) for number in page_ids(markup)}


def _rich_texts(stream: Stream) -> Iterator[str]:
    for block in stream:
        value = block.get("value")
        if block.get("type") == "paragraph" and isinstance(value, str):
            yield value
        elif block.get("type") == "questions" and isinstance(value, dict):
            for item in unwrapped(value).get("items") or []:
                if isinstance(item, dict):
                    yield str(item.get("answer") or "")


def pictures_of(*streams: Stream) -> list[int]:
    try:
        return image_ids(*streams)
    except (AttributeError, KeyError, TypeError):
        log.warning("a stream with a broken picture block")
        return []


def render(stream: Stream, rendering: Rendering, pictures: Mapping[int, Picture], field: str = "", preview: bool = False) -> Body:
    """All blocks in order. With `preview`, every passage carries its path below `field`."""
    contents: list[Heading] = []
    questions: list[tuple[str, str]] = []
    out: list[str] = []
    before = ""
    own_titles = titles()
    templates = _templates()
    for position, block in enumerate(stream):
        try:
            kind, value = block["type"], unwrapped(block["value"])
            anchor = f"s-{str(block.get('id') or position)[:8]}"
            title = own_titles.get(kind, "") if before != "heading" else ""
            base = f"{field}.{block.get('id') or position}" if preview else ""
            context = {
                "value": value,
                "anchor": anchor,
                "title": title,
                "base": base,
                "rendering": rendering,
                "pictures": pictures,
            }
            html = templates[kind].render(Context(context))
            heading = value if kind == "heading" else title
            if heading and html.strip():
                contents.append(Heading(anchor, heading))
            if kind == "questions":
                questions += [(item["question"], item["answer"]) for item in value["items"]]
            out.append(html)
            before = kind
        except Exception:  # whatever an old import or a later editor stored, the rest of the article is served
            log.warning("block %s of %s is left out", position, field or "body", exc_info=True)
    return Body(mark_safe("\n".join(out)), contents, questions)  # noqa: S308  (rendered by autoescaping templates)


def _templates() -> Mapping[str, Any]:
    """Django's own template objects, which take a plain context."""
    return {kind: get_template(name).template for kind, name in TEMPLATES.items()}  # type: ignore[attr-defined]
