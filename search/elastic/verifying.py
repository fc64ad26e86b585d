"""Everything that differs between the entries and what Elasticsearch holds, each as one sentence."""

from collections.abc import Iterator

from .. import outbox
from ..models import SearchEntry, SearchOutbox
from . import comparing, generations
from .failures import Unavailable

# A change that is younger is on its way and no fault.
PATIENCE = 60


def faults() -> Iterator[str]:
    """Nothing where no cluster is configured."""
    if not outbox.elasticsearch_wanted():
        return
    waiting, seconds, _parked = outbox.backlog()
    if seconds > PATIENCE:
        yield f"{waiting} changes wait to be delivered to Elasticsearch, the oldest for {round(seconds)} seconds"
    names = dict(SearchEntry.objects.filter(pk__in=SearchOutbox.objects.values("pk")).values_list("pk", "public_id"))
    parked = SearchOutbox.objects.filter(parked=True).order_by("pk")
    for row in parked:
        named = f"article {names[row.pk]}" if row.pk in names else f"the removal of page {row.pk}"
        yield f"{named} is parked and not in Elasticsearch: {row.error}; `manage.py search_sync --release {row.pk}`"
    try:
        now = generations.standing()
        if fault := now.fault():
            yield f"Elasticsearch: {fault}"
        elif now.serving is not None:
            known = set(parked.values_list("pk", flat=True))
            for difference in comparing.examined(now.serving):
                if difference.page not in known and not comparing.explained(now.serving, difference):
                    yield str(difference)
    except Unavailable as reason:
        yield f"Elasticsearch: {reason}"
