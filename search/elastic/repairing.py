"""Puts back what somebody took away: the alias that is asked, the doors that are written through, a first index."""

import logging
import time

from ..models import SearchEntry
from . import generations
from .failures import Unfit
from .generations import Standing

logger = logging.getLogger(__name__)
EVERY = 10.0
# More than this many a worker does not index by itself: other duties wait for it.
BY_ITSELF = 20_000

_looked: list[float] = []


def look() -> None:
    """Once in a while, and at once the first time; raises `Unavailable`."""
    if _looked and time.monotonic() - _looked[0] < EVERY:
        return
    _looked[:] = [time.monotonic()]
    mend(generations.standing())


def mend(now: Standing) -> None:
    if now.serving is None:
        _find_one(now)
    elif missing := now.doorless:
        logger.warning("search engine: the aliases for writing were missing and are put back")
        generations.open_doors(missing)


def _find_one(now: Standing) -> None:
    """The generation that was in service last missed nothing: while no alias named it, nothing was delivered."""
    from . import rebuilding

    served = rebuilding.served()
    if served is not None and served in now.mappings and not now.unfit(served):
        logger.warning("search engine: the alias was missing and is put back to generation %s", served)
        generations.serve(served, now)
        return
    if SearchEntry.objects.count() > BY_ITSELF:
        raise Unfit(now.fault())
    logger.warning("search engine: %s; building one", now.fault())
    try:
        rebuilding.rebuild()
    except (rebuilding.Busy, rebuilding.Aborted, rebuilding.Differs) as reason:
        raise Unfit(str(reason)) from reason
