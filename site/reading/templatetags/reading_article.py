"""Tags by which the article's page and its blocks get what they show, published or in preview."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.attribution.vocabulary import LICENCE_ADDRESSES, Licence

from .. import renditions, structured
from ..article import Parts
from ..citing import Rendering, cited
from ..policies import Policy
from ..prose import rendered
from ..renditions import Picture

register = template.Library()


def is_preview(context: template.Context) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False) or context.get("preview"))


@register.simple_tag(takes_context=True)
def article_parts(context: template.Context, page: Any) -> Parts:
    """What the view gathered, or in a preview what is gathered now."""
    return context.get("parts") or Parts(page, preview=is_preview(context))


@register.simple_tag(takes_context=True)
def trust_card(context: template.Context, parts: Parts) -> SafeString:
    """The card, rendered once for the two places that it stands in: folded on a phone, beside the text on a desk."""
    if not parts.trust_card:
        parts.trust_card = get_template("articles/trust.html").template.render(context)  # type: ignore[attr-defined]
    return mark_safe(parts.trust_card)  # noqa: S308  (rendered by an autoescaping template)


@register.simple_tag(takes_context=True)
def policy_parts(context: template.Context, page: Any) -> Policy:
    return Policy(page, preview=is_preview(context))


@register.simple_tag(takes_context=True)
def place(context: template.Context, *steps: object) -> SafeString:
    """` data-path="…"` in a preview, so that findings find their place; nothing for readers."""
    base = context.get("base")
    if base == "":
        return SafeString()
    if base is not None:
        path = ".".join(str(step) for step in (base, *steps) if step != "")
    else:
        path = ".".join(str(step) for step in steps if step != "") if is_preview(context) else ""
    return format_html(' data-path="{}"', path) if path else SafeString()


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: Any, *steps: object) -> SafeString:
    """Rich text, stored or as Wagtail's value, sanitised again."""
    markup = str(getattr(value, "source", value) or "")
    rendering = context.get("rendering") or Rendering()
    base = context.get("base") or ""
    place_of = (lambda part: str(place(context, *steps, part))) if base else None
    return mark_safe(rendered(markup, rendering, place_of))  # noqa: S308  (written from a fixed vocabulary)


@register.simple_tag(takes_context=True)
def cite(context: template.Context, value: Any) -> SafeString:
    """Plain running text of a block, its marks leading to the references."""
    return mark_safe(cited(str(value or ""), context.get("rendering") or Rendering()))  # noqa: S308  (escaped piece by piece)


@register.filter
def licence_address(licence: str) -> str:
    """Where a licence can be read; empty for those that have no page of their own."""
    return LICENCE_ADDRESSES[Licence(licence)] if licence in LICENCE_ADDRESSES else ""


@register.simple_tag(takes_context=True)
def picture(context: template.Context, image: Any) -> Picture | None:
    """The sizes of a figure, from the page's own query or, in the editor, of one image."""
    known = context.get("pictures")
    if known is not None:
        return known.get(getattr(image, "pk", image))
    identity = getattr(image, "pk", image)
    if not isinstance(identity, int):
        return None
    return renditions.picture(renditions.fetch({identity: renditions.FIGURE}), identity, renditions.FIGURE)


@register.simple_tag
def data_blocks(blocks: list[dict[str, Any]]) -> SafeString:
    """Structured data, one script element each."""
    return mark_safe("".join(structured.script(block) for block in blocks))  # noqa: S308  (escaped by `script`)
