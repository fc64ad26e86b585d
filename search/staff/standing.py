"""How the engines are at this moment, as far as this process knows: which answers, what waits, what was given up, what is stale."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from wagtail.search.models import IndexEntry

from moderation.models import DutyRun

from .. import engine, outbox, text
from ..backends.indexing import MARK
from ..meaning import standing as meaning
from ..models import SearchEntry, SearchOutbox, SearchRebuild

PARKED_SHOWN = 50
# Duties whose name begins so are of search.
DUTIES = "search"


@dataclass(frozen=True)
class Parked:
    """An article that could not be delivered, with the engine's last word on it."""

    page_id: int
    title: str
    removed: bool
    attempts: int
    error: str
    waiting_since: datetime.datetime


@dataclass(frozen=True)
class Standing:
    """`age` is how long the oldest undelivered change has waited."""

    clustered: bool
    trouble: str
    resting: bool
    entries: int
    stale: int
    newest: datetime.datetime | None
    waiting: int
    age: datetime.timedelta
    parked: list[Parked]
    rebuild: SearchRebuild | None
    meaning: meaning.State
    admin_rows: int
    admin_stale: int
    duties: list[DutyRun]

    @property
    def with_vector(self) -> int:
        return self.meaning.articles - self.meaning.without_vector


def standing() -> Standing:
    waiting, seconds, _number = outbox.backlog()
    return Standing(
        clustered=outbox.elasticsearch_wanted(),
        trouble=engine.trouble(),
        resting=engine.breaker.open,
        entries=SearchEntry.objects.count(),
        stale=SearchEntry.objects.exclude(recipe=text.RECIPE).count(),
        newest=SearchEntry.objects.aggregate(newest=Max("reviewed_at"))["newest"],
        waiting=waiting,
        age=datetime.timedelta(seconds=seconds),
        parked=_parked(),
        rebuild=SearchRebuild.objects.first(),
        meaning=meaning.state(),
        admin_rows=IndexEntry.objects.count(),
        admin_stale=IndexEntry.objects.exclude(title_norm=MARK).count(),
        duties=list(DutyRun.objects.filter(name__startswith=DUTIES).order_by("name")),
    )


def _parked() -> list[Parked]:
    rows = list(SearchOutbox.objects.filter(parked=True).order_by("waiting_since")[:PARKED_SHOWN])
    titles: dict[Any, str] = dict(SearchEntry.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "title"))
    return [Parked(row.pk, titles.get(row.pk, ""), row.removed, row.attempts, row.error[:300], row.waiting_since) for row in rows]
