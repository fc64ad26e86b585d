"""Related articles: for each article the ones that lie nearest, looked for by a duty and kept, so that its page only reads them.

Opposites lie near each other too (“可以吃”, “不可以吃”): this is for offering, never for merging, and no number of it is shown.
"""

import time
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from ..models import NearestArticle, SearchVector
from . import memory, model
from .held import Scored
from .vectors import KEY, lengthened, locked, unpack

KEPT = 10
# Below this, articles share a department rather than a subject.
FLOOR = 0.60
# Of so many of an article's nearest it is asked whether the article is now among theirs.
NOTICED = 24
BATCH = 50
# So many of the longest kept lists are looked at again each time, which mends whatever was missed.
AGED = 10


def related(page_id: int, most: int) -> list[int] | None:
    """Ids, nearest first, up to `most` and possibly of articles that nobody may read any more; None when nothing is known."""
    if not model.available():
        return None
    kept = NearestArticle.objects.filter(article=page_id, article__model=KEY).order_by("-cosine", "other")
    return list(kept.values_list("other", flat=True)[:most]) or None


def relate(seconds: float | None = None) -> Iterator[int]:
    """Look for the neighbours of new vectors and of those whose neighbours changed; each answer is the number of a batch."""
    until = None if seconds is None else time.monotonic() + seconds
    known = memory.current()
    ours = SearchVector.objects.filter(model=KEY)
    if known.too_many or not model.available():
        return
    while until is None or time.monotonic() < until:
        due = list(ours.filter(related_version=0).order_by("pk").values_list("pk", "version", "codes")[:BATCH])
        if not due:
            break
        yield _relate(due, known)
    aged = ours.filter(related_version__gt=0, related_version__lt=known.version).order_by("related_version", "pk")
    yield _relate(list(aged.values_list("pk", "version", "codes")[:AGED]), known)


def _relate(due: list[tuple[int, int, Any]], known: memory.Known) -> int:
    if not due:
        return 0
    vectors = lengthened(unpack([codes for _pk, _version, codes in due]))
    near: dict[int, Scored] = {}
    for (pk, _version, _codes), found in zip(due, known.held.nearest_to_each(vectors, NOTICED + 1), strict=True):
        near[pk] = [pair for pair in found if pair[0] != pk and pair[1] >= FLOOR]
    versions = {pk: version for pk, version, _codes in due}
    everybody = {*near, *(other for found in near.values() for other, _cosine in found)}
    with transaction.atomic():
        locked()
        there = {row.pk: row for row in SearchVector.objects.filter(pk__in=everybody, model=KEY).defer("codes")}
        current = [pk for pk in near if pk in there and there[pk].version == versions[pk]]
        NearestArticle.objects.filter(article__in=current).delete()
        NearestArticle.objects.bulk_create(
            NearestArticle(article_id=pk, other_id=other, cosine=cosine)
            for pk in current
            for other, cosine in [pair for pair in near[pk] if pair[0] in there][:KEPT]
        )
        # Whose list was made before this vector was looks again; a list that knew it already does not.
        older = {
            other
            for pk in current
            for other, _cosine in near[pk]
            if other in there and 0 < there[other].related_version < versions[pk]
        }
        SearchVector.objects.filter(pk__in=older).update(related_version=0)
        SearchVector.objects.filter(pk__in=current).update(related_version=max(known.version, 1))
    return len(current)
