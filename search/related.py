"""What to read after an article: what lies near it by meaning where vectors exist, else what is written about the same."""

from articles.models import ArticlePage

from . import meaning, text
from .embedded.finding import Embedded
from .engines import Asked
from .models import SearchEntry

MOST = 4
# So many of the finds by words are looked at.
NEAR = 20


def related(page_id: int, most: int = MOST) -> list[int]:
    """Primary keys of published articles, nearest first; the article itself is not among them."""
    return _readable(meaning.related(page_id, 3 * most) or _by_words(page_id), page_id)[:most]


def _readable(found: list[int], page_id: int) -> list[int]:
    """Those that anybody may read at this moment, in their order."""
    allowed = set(ArticlePage.objects.published().filter(pk__in=found).exclude(pk=page_id).values_list("pk", flat=True))
    return [identity for identity in dict.fromkeys(found) if identity in allowed]


def _by_words(page_id: int) -> list[int]:
    """What the words of the title find within the same specialty, those of the same topic first; then the topic's newest."""
    entry = SearchEntry.objects.filter(pk=page_id).first()
    if entry is None:
        return []
    asked = Asked(text.parse(f"{entry.topic} {entry.title}"), filters={"specialty": (entry.specialty,)})
    found = [identity for identity, _score in Embedded().find(asked).scored if identity != page_id][:NEAR]
    if not entry.topic:
        return found
    same = SearchEntry.objects.filter(topic=entry.topic).exclude(pk=page_id)
    near = set(same.filter(pk__in=found).values_list("pk", flat=True))
    newest = list(same.order_by("-published_at").values_list("pk", flat=True)[:MOST])
    return [*sorted(found, key=lambda identity: identity not in near), *newest]
