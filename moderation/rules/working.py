"""Works off runs over the archive: in slices beside the server, or at once with several processes."""

import datetime
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections

from ..models import ArchiveRun
from . import backtest, brake, rescanning, runs

SLICE = 4.0
BRAKE_EVERY = 5.0


@dataclass(frozen=True)
class Trade:
    """How one kind of run is done: `look` reads (anywhere), `write` keeps (where the run is held)."""

    look: Callable[[ArchiveRun, str, Sequence[int]], Any]
    write: Callable[[ArchiveRun, int, int, Any], int]
    finish: Callable[[ArchiveRun], None]
    batch: int


TRADES = {
    ArchiveRun.Kind.RESCAN: Trade(rescanning.look, rescanning.write, rescanning.finish, rescanning.BATCH),
    ArchiveRun.Kind.BACKTEST: Trade(backtest.look, backtest.write, backtest.finish, backtest.BATCH),
}


def slice_of_work(now: datetime.datetime) -> int:
    """The duty: a few seconds of the oldest waiting run; answers how many objects were seen."""
    run = runs.waiting()
    if run is None:
        return 0
    try:
        return sum(done for done, _row in work(run, seconds=SLICE))
    except runs.RunLost:
        return 0


def work(run: ArchiveRun, workers: int = 1, seconds: float | None = None) -> Iterator[tuple[int, ArchiveRun]]:
    """Work on a run until it is done, the time is over or it is stopped; each answer is what one batch did. Raises RunLost."""
    row = runs.claim(run)
    until = time.monotonic() + seconds if seconds is not None else None
    braked = time.monotonic()
    try:
        with _lookers(row, workers) as looked_at:
            while True:
                for ids, seen in looked_at(row, until):
                    TRADES[ArchiveRun.Kind(row.kind)].write(row, ids[-1], len(ids), seen)
                    yield len(ids), row
                    if time.monotonic() - braked > BRAKE_EVERY:
                        brake.check()
                        braked = time.monotonic()
                if until is not None and time.monotonic() >= until:
                    return
                if not runs.next_stage(row):
                    break
        TRADES[ArchiveRun.Kind(row.kind)].finish(row)
    finally:
        runs.release(row)


Looked = Callable[[ArchiveRun, float | None], Iterator[tuple[list[int], Any]]]


@contextmanager
def _lookers(run: ArchiveRun, workers: int) -> Iterator[Looked]:
    if workers <= 1:
        yield _one_after_another
        return
    # Children inherit the compiled rules; no database connection crosses the fork.
    from . import standing

    standing.current()
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers) as pool:

        def beside_each_other(row: ArchiveRun, until: float | None) -> Iterator[tuple[list[int], Any]]:
            batches = list(_batches(row, until))
            tasks = ((row, row.stage, ids) for ids in batches)
            yield from pool.imap(_look, tasks)

        yield beside_each_other


def _one_after_another(run: ArchiveRun, until: float | None) -> Iterator[tuple[list[int], Any]]:
    for ids in _batches(run, until):
        yield _look((run, run.stage, ids))


def _batches(run: ArchiveRun, until: float | None) -> Iterator[list[int]]:
    cursor, size = run.cursor, TRADES[ArchiveRun.Kind(run.kind)].batch
    while until is None or time.monotonic() < until:
        ids = runs.ids_after(run, cursor, size)
        if not ids:
            return
        cursor = ids[-1]
        yield ids


def _look(task: tuple[ArchiveRun, str, list[int]]) -> tuple[list[int], Any]:
    run, stage, ids = task
    return ids, TRADES[ArchiveRun.Kind(run.kind)].look(run, stage, ids)
