"""Walks over the archive in slices: who holds one, where it stands, and how it is taken up again."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ArchiveRun, Ruleset, Shown, Submission

# A worker that says nothing for this long has lost its run to whoever asks next.
HOLD = datetime.timedelta(seconds=90)
UNFINISHED = (ArchiveRun.State.QUEUED, ArchiveRun.State.RUNNING)
# What each kind of run walks over, in this order.
STAGES: dict[str, tuple[str, ...]] = {
    # What could go live at any moment comes first, then what people judge at this moment.
    ArchiveRun.Kind.RESCAN: ("approved", "open", "live"),
    ArchiveRun.Kind.BACKTEST: ("submissions",),
}
# Submissions of a re-scan, by the state in which a stage takes them.
STATES = {"approved": Submission.State.APPROVED, "open": Submission.State.OPEN}


class RunLost(Exception):
    """Somebody else holds the run, or it was stopped."""


def queue_rescan(ruleset: Ruleset | None, by: Any, low: int, high: int) -> ArchiveRun:
    """Ask for a re-scan of what this ruleset newly reaches; an earlier one that has not ended makes way."""
    ArchiveRun.objects.filter(kind=ArchiveRun.Kind.RESCAN, state__in=UNFINISHED).update(
        state=ArchiveRun.State.STOPPED, finished_at=timezone.now(), note=_("规则集又有变动，由新的复扫代替")
    )
    return ArchiveRun.objects.create(ruleset=ruleset, kind=ArchiveRun.Kind.RESCAN, low=low, high=high, asked_by=by, note="")


def waiting() -> ArchiveRun | None:
    """The oldest unfinished run that nobody holds."""
    free = Q(held_until=None) | Q(held_until__lt=timezone.now())
    return ArchiveRun.objects.filter(free, state__in=UNFINISHED).select_related("ruleset").order_by("pk").first()


def claim(run: ArchiveRun) -> ArchiveRun:
    """Take hold of a run, resuming where it stands. Raises RunLost."""
    now = timezone.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    taken = ArchiveRun.objects.filter(free, pk=run.pk, state__in=UNFINISHED).update(
        state=ArchiveRun.State.RUNNING, held_until=now + HOLD
    )
    if not taken:
        raise RunLost(run.pk)
    row = ArchiveRun.objects.select_related("ruleset").get(pk=run.pk)
    if row.started_at is None:
        row.started_at, row.total, row.stage = now, sum(source(row, stage).count() for stage in stages(row)), stages(row)[0]
        ArchiveRun.objects.filter(pk=row.pk).update(started_at=now, total=row.total, stage=row.stage)
    return row


def stages(run: ArchiveRun) -> tuple[str, ...]:
    return STAGES[run.kind]


def source(run: ArchiveRun, stage: str) -> Any:
    """The rows of one stage of a run."""
    if stage == "live":
        return Shown.objects.exclude(digest="")
    if stage in STATES:
        return Submission.objects.filter(state=STATES[stage], revision__isnull=False)
    settled = (Submission.State.PUBLISHED, Submission.State.APPROVED, Submission.State.RETURNED)
    return Submission.objects.filter(state__in=settled, revision__isnull=False)


def ids_after(run: ArchiveRun, cursor: int, size: int) -> list[int]:
    """The next rows of the stage in which the run stands."""
    return list(source(run, run.stage).filter(pk__gt=cursor).order_by("pk").values_list("pk", flat=True)[:size])


def advance(run: ArchiveRun, cursor: int, done: int, hits: int = 0, **changes: Any) -> None:
    """Note in the caller's transaction how far the run is. Raises RunLost when it was stopped meanwhile."""
    run.cursor, run.done, run.hits = cursor, run.done + done, run.hits + hits
    moved = ArchiveRun.objects.filter(pk=run.pk, state=ArchiveRun.State.RUNNING).update(
        cursor=run.cursor, done=run.done, hits=run.hits, held_until=timezone.now() + HOLD, **changes
    )
    if not moved:
        raise RunLost(run.pk)


def next_stage(run: ArchiveRun) -> bool:
    """Go on to the next stage; false when there is none, and the run is done."""
    names = stages(run)
    place = names.index(run.stage) + 1
    if place < len(names):
        run.stage, run.cursor = names[place], 0
        ArchiveRun.objects.filter(pk=run.pk).update(stage=run.stage, cursor=0)
        return True
    ArchiveRun.objects.filter(pk=run.pk, state=ArchiveRun.State.RUNNING).update(
        state=ArchiveRun.State.DONE, finished_at=timezone.now(), held_until=None
    )
    return False


def release(run: ArchiveRun) -> None:
    """Let others go on with it."""
    ArchiveRun.objects.filter(pk=run.pk, state=ArchiveRun.State.RUNNING).update(held_until=None)


def stop(run: ArchiveRun, note: str) -> bool:
    """End a run before its end."""
    return bool(
        ArchiveRun.objects.filter(pk=run.pk, state__in=UNFINISHED).update(
            state=ArchiveRun.State.STOPPED, finished_at=timezone.now(), held_until=None, note=note[:200]
        )
    )
