"""Whether meaning is on, how much of the site it knows, and what is wrong with what it knows."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from ..models import SearchEntry, SearchVector
from . import files, memory
from .model import WIDTH
from .vectors import KEY, missing, sources

# An article that has been live for longer should have its vector.
PATIENCE = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class State:
    """`articles` are those that readers can find; `without_vector` of them are found by their words alone. `reason` is for staff."""

    on: bool
    refused: bool
    reason: str
    articles: int
    without_vector: int

    def as_json(self) -> dict[str, Any]:
        """What anybody may know."""
        return {"on": self.on, "articles": self.articles, "without_vector": self.without_vector}


def state() -> State:
    """As it is at this moment, in the whole site; what one process could not hold is said in `reason`."""
    standing = files.standing()
    articles = SearchEntry.objects.count()
    without = missing().count() if standing.usable else articles
    reason = standing.reason
    if articles > memory.MOST:
        reason = reason or f"more than {memory.MOST} articles: the embedded engine compares only what has words in common"
    return State(standing.usable, standing.refused, reason, articles, without)


def faults() -> Iterator[str]:
    """Each vector that is wrong, or not there although the article has been live for long; nothing while meaning is off."""
    standing = files.standing()
    if standing.refused:
        yield f"meaning is off: {standing.reason}"
    if not standing.usable:
        return
    long_ago = timezone.now() - PATIENCE
    for slug, cleared in _waiting():
        if cleared is None or cleared < long_ago:
            yield f"article {slug} has no vector of this version"
    slugs = dict(SearchEntry.objects.values_list("pk", "public_id"))
    for pk, fault in _wrong():
        yield f"article {slugs.get(pk, pk)} has {fault}"


def mend() -> int:
    """Have every vector that is wrong made anew; answers how many."""
    wrong = {pk for pk, _fault in _wrong()} if files.standing().usable else set()
    for pk in wrong:
        SearchVector.objects.filter(pk=pk).update(digest="", text_hash="")
    return len(wrong)


def _wrong() -> Iterator[tuple[int, str]]:
    held = dict(SearchVector.objects.filter(model=KEY, digest=F("entry__digest")).values_list("pk", "text_hash"))
    for source in sources(SearchEntry.objects.all()):
        if source.identity in held and held[source.identity] != source.text_hash:
            yield source.identity, "the vector of other words"
    for pk, codes in SearchVector.objects.filter(model=KEY).values_list("pk", "codes").iterator():
        if len(codes) != WIDTH or not any(bytes(codes)):
            yield pk, "a damaged vector"


def notes() -> Iterator[str]:
    """What is not wrong, and worth knowing: articles that went live lately and whose vector is still to be made."""
    if files.standing().usable:
        long_ago = timezone.now() - PATIENCE
        waiting = sum(1 for _slug, cleared in _waiting() if cleared is not None and cleared >= long_ago)
        if waiting:
            yield f"{waiting} articles that went live lately wait for their vector and are found by words alone"


def _waiting() -> list[tuple[str, datetime.datetime | None]]:
    return list(missing().order_by("pk").values_list("public_id", "reviewed_at"))
