"""Named jobs that run beside the server, each idempotent, each with its last run and error on record."""

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import decisions
from .models import DutyRun, Submission
from .rules import reviewing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)
STALE = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Duty:
    """`run(now)` answers how many things it did; it is started at most once in `every`."""

    name: str
    label: "StrOrPromise"
    run: Callable[[datetime.datetime], int]
    every: datetime.timedelta


_registered: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Add a job to the one list. Apps call it when they are ready."""
    _registered[duty.name] = duty


def all_duties() -> list[Duty]:
    return [_registered[name] for name in sorted(_registered)]


def run_due(now: datetime.datetime | None = None, force: bool = False) -> int:
    """Run every duty whose time has come; one that fails is recorded and stops no other."""
    now = now or timezone.now()
    did = 0
    for duty in all_duties():
        row, _created = DutyRun.objects.get_or_create(name=duty.name)
        if not force and row.last_started and now - row.last_started < duty.every:
            continue
        DutyRun.objects.filter(pk=row.pk).update(last_started=now)
        try:
            count = duty.run(now)
        except Exception as failure:
            logger.exception("duty %s failed", duty.name)
            DutyRun.objects.filter(pk=row.pk).update(error=f"{type(failure).__name__}: {failure}"[:2000])
            continue
        DutyRun.objects.filter(pk=row.pk).update(last_succeeded=timezone.now(), did=count, error="")
        did += count
    return did


def loop(seconds: float = 5.0) -> Iterator[int]:
    """Run what is due, again and again."""
    while True:
        close_old_connections()
        yield run_due()
        time.sleep(seconds)


def publish_scheduled(now: datetime.datetime) -> int:
    """Publish each approved submission whose time has come; one that is blocked keeps its schedule and is tried again."""
    due = Submission.objects.filter(state=Submission.State.APPROVED).exclude(publish_at__gt=now)
    done = 0
    for submission in due.order_by("publish_at", "pk"):
        reviewing.bring_up_to_date(submission)
        done += decisions.publish(submission)
    return done


register(Duty("publish scheduled", _("定时发布"), publish_scheduled, datetime.timedelta(seconds=20)))
