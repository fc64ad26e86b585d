"""A policy page's text with its table of contents."""

from django.utils.safestring import mark_safe

from . import lookup, prose
from .body import Heading
from .citing import Rendering
from .models import PolicyPage


class Policy:
    """What the template of a policy page shows."""

    def __init__(self, page: PolicyPage, preview: bool = False) -> None:
        rendering = Rendering(lookup.linked(prose.page_ids(page.body)))
        place = (lambda part: f' data-path="body.{part}"') if preview else None
        self.html = mark_safe(prose.rendered(page.body, rendering, place))  # noqa: S308  (written from a fixed vocabulary)
        self.contents = [Heading(anchor, words) for anchor, words in rendering.headings]
