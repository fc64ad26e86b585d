"""Which texts of the index may have something in common with a text: those that share bands with it, the likeliest first."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count

from .index import HASHES_AT_ONCE, in_batches

if TYPE_CHECKING:
    from articles.models.similarity import ComparedText

MOST_ARTICLES, MOST_FREE = 24, 12
# A stretch that so many texts share is a standing phrase of the house; it finds nothing as long as there are rarer ones.
STANDING_PHRASE = 300
MOST_HITS = 20_000


def candidates(hashes: Sequence[int]) -> list["ComparedText"]:
    """The likeliest articles, and the likeliest laws and inserts."""
    from articles.models.similarity import ComparedText, TextKind

    hits = _hits(hashes)
    articles = [text for (kind, text), _count in hits.most_common() if kind == TextKind.ARTICLE][:MOST_ARTICLES]
    free = [text for (kind, text), _count in hits.most_common() if kind != TextKind.ARTICLE][:MOST_FREE]
    return list(ComparedText.objects.filter(pk__in=[*articles, *free], ready=True).defer("signature"))


def _hits(hashes: Sequence[int]) -> Counter[tuple[int, int]]:
    """How many bands each (kind, text) shares."""
    from articles.models.similarity import TextBand

    sizes: dict[int, int] = {}
    for some in in_batches(hashes, HASHES_AT_ONCE):
        rows = TextBand.objects.filter(hash__in=some).values_list("hash")
        sizes |= dict(rows.annotate(texts=Count("hash")).order_by())
    rare = [band for band, size in sizes.items() if size <= STANDING_PHRASE]
    hits: Counter[tuple[int, int]] = Counter()
    for some in in_batches(rare or sizes, HASHES_AT_ONCE):
        hits.update(TextBand.objects.filter(hash__in=some).values_list("kind", "text")[:MOST_HITS])
    return hits
