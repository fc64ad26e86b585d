"""What to read after an article: what lies near it by meaning where vectors exist, else what is written about the same."""

from articles.models import ArticlePage

from . import engine
from .models import SearchEntry
from .query import Query

MOST = 4


def related(page_id: int, most: int = MOST) -> list[int]:
    """Primary keys of published articles, nearest first; the article itself is not among them."""
    return _readable(_by_words(page_id), page_id)[:most]


def _readable(found: list[int], page_id: int) -> list[int]:
    """Those that anybody may read at this moment, in their order."""
    allowed = set(ArticlePage.objects.published().filter(pk__in=found).exclude(pk=page_id).values_list("pk", flat=True))
    return [identity for identity in dict.fromkeys(found) if identity in allowed]


def _by_words(page_id: int) -> list[int]:
    """What the words of the title find within the same specialty, those of the same topic first; then the topic's newest."""
    entry = SearchEntry.objects.filter(pk=page_id).first()
    if entry is None:
        return []
    asked = Query(f"{entry.topic} {entry.title}", size=20, filters={"specialty": (entry.specialty,)}, as_written=True)
    found = [hit for hit in engine.search(asked).hits if hit.id != entry.public_id]
    known = dict(SearchEntry.objects.filter(public_id__in=[hit.id for hit in found]).values_list("public_id", "pk"))
    near = sorted(found, key=lambda hit: not entry.topic or hit.topic != entry.topic)
    ordered = [known[hit.id] for hit in near if hit.id in known]
    if entry.topic:
        same = SearchEntry.objects.filter(topic=entry.topic).exclude(pk=page_id).order_by("-published_at")
        ordered += same.values_list("pk", flat=True)[:MOST]
    return ordered
