"""The worker of the outbox: takes what is due, tells the cluster, and knows whose fault it is when that fails."""

import datetime
import logging
import random
import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.duties import Duty

from .. import outbox
from ..models import SearchOutbox
from . import alarms, repairing, sending
from .failures import Unavailable

logger = logging.getLogger(__name__)

BATCH = 200
# A document that is refused so often, over a minute or so, is not tried again by itself.
ATTEMPTS = 6
# Nothing waits longer than this between two attempts, so that all is well again within a minute of the cluster's return.
LONGEST = 20.0


def delay(failures: int) -> float:
    """Seconds until the next attempt: doubled each time, no two workers at the same moment."""
    return min(LONGEST, 2.0**failures) * random.uniform(0.6, 1.0)  # noqa: S311  (spreads load, guards nothing)


class Pause:
    """How long this process leaves a cluster in peace that does not answer; nothing is written about it anywhere."""

    def __init__(self) -> None:
        self.failures = 0
        self.until = 0.0
        self.reason = ""

    def over(self) -> bool:
        return time.monotonic() >= self.until

    def longer(self, reason: str) -> None:
        if not self.failures:
            logger.warning("search engine: %s", reason)
        self.failures += 1
        self.reason = reason
        self.until = time.monotonic() + delay(self.failures)

    def end(self) -> None:
        if self.failures:
            logger.warning("search engine: well again")
        self.__init__()  # type: ignore[misc]


pause = Pause()


def run(seconds: float = 10.0) -> int:
    """Deliver until nothing is due, for at most so long; answers how many pages were settled. Never raises for the cluster."""
    ends = time.monotonic() + seconds
    done = 0
    while time.monotonic() < ends and pause.over():
        settled = _batch()
        done += settled
        if not settled:
            break
    return done


def _batch() -> int:
    rows: list[SearchOutbox] = []
    try:
        repairing.look()
        rows = outbox.claim(BATCH)
        outcome = sending.send(rows, outbox.renew) if rows else None
    except Unavailable as reason:
        outbox.give_back(rows)
        pause.longer(str(reason))
        return 0
    return _settle(outcome) if outcome else 0


def _settle(outcome: sending.Outcome) -> int:
    overtaken = [row for row in outcome.delivered if row.pk in outcome.ahead]
    if overtaken and outbox.overtake(overtaken, outcome.ahead):
        logger.warning("search engine: it knew later versions than this database, which goes on above them")
    outbox.give_back(outcome.again, datetime.timedelta(seconds=delay(1)) if outcome.trouble else datetime.timedelta())
    for row, reason in outcome.refused:
        _refuse(row, reason)
    if outcome.trouble and not outcome.delivered:
        pause.longer(f"it answers {outcome.trouble}")
    else:
        pause.end()
    return outbox.settled(outcome.delivered)


def _refuse(row: SearchOutbox, reason: str) -> None:
    given_up = row.attempts + 1 >= ATTEMPTS
    logger.warning("search engine: page %s was refused: %s", row.pk, reason)
    after = datetime.timedelta(seconds=delay(row.attempts + 1))
    with transaction.atomic():
        if outbox.refused(row, reason, after, given_up) and given_up:
            alarms.parked(row, reason)


def work(now: datetime.datetime) -> int:
    return run() if outbox.elasticsearch_wanted() else 0


DUTY = Duty("search delivery", _("把文章送进检索引擎"), work, datetime.timedelta(seconds=2))
