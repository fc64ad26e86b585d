"""The surface of an article: the record and the words that readers see, and the passages that are scanned."""

from typing import TYPE_CHECKING, Any

from moderation.engine import Passage
from moderation.surface import Surface

from . import passages

if TYPE_CHECKING:
    from .models import ArticlePage

PLAIN = (
    "title",
    "summary",
    "audience_for",
    "audience_not",
    "seo_title",
    "search_description",
    "owner_name",
    "ai_note",
    "interests",
    "sponsor",
)
RECORD = ("specialty", "audience", "origin", "licence", "ai_use", "common_knowledge", "case_kind")
STREAMS = ("body", "cover", "references", "source_works", "contributors", "tags", "ai_uses")
COLUMNS = frozenset({*PLAIN, *RECORD, *STREAMS, "topic", "byline"})


def surface_of(page: "ArticlePage") -> Surface:
    from .models import ArticleImage

    streams = {name: getattr(page, name).get_prep_value() for name in STREAMS}
    content: dict[str, Any] = {name: getattr(page, name) for name in (*PLAIN, *RECORD)}
    content |= streams
    content |= {"topic": page.topic.slug if page.topic else "", "byline": page.byline}
    pictures = passages.image_ids(streams["cover"], streams["body"])
    hashes = dict(ArticleImage.objects.filter(pk__in=pictures).values_list("pk", "sha256")) if pictures else {}
    return Surface(
        model="articles.ArticlePage",
        content=content,
        passages=tuple(_passages(page, streams)),
        assets={str(identity): hashes.get(identity, "") for identity in pictures},
    )


def _passages(page: "ArticlePage", streams: dict[str, passages.Stream]) -> list[Passage]:
    found = [Passage(name, getattr(page, name)) for name in PLAIN if getattr(page, name)]
    for name in ("cover", "body", "tags", "source_works", "references", "contributors", "ai_uses"):
        found += passages.passages(name, streams[name])
    return found
