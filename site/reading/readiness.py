"""Is this site fit to serve and to publish; each check answers with a reason, or with nothing."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from moderation import triggers
from moderation.models import DutyRun
from moderation.rules import standing

STALE = datetime.timedelta(minutes=10)


def reasons() -> list[str]:
    """What is wrong, check by check; after a dead database nothing else is asked."""
    first = _said(_database)
    if first:
        return [first]
    return [said for check in (_migrations, _triggers, _ruleset, _search, _duties) if (said := _said(check))]


def warnings() -> list[str]:
    """What does not work as it was set up, while readers and authors are served all the same."""
    from search.engine import trouble
    from search.meaning import refused

    told = [f"search: degraded, the database answers: {reason}"] if (reason := trouble()) else []
    return [*told, "search: the model's files are not the known ones, words alone are compared"] if refused() else told


def meaning() -> dict[str, Any] | None:
    """Whether search goes by meaning too, and how many live articles it knows by their words alone; nobody waits for it."""
    from search.meaning import state

    try:
        return state().as_json()
    except DatabaseError:
        return None


def _said(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as fault:  # a monitor must learn of any fault, and of no detail that the public should not read
        return f"{check.__name__.strip('_')}: {type(fault).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"migrations: {len(waiting)} not applied" if waiting else ""


def _triggers() -> str:
    missing = triggers.missing()
    return f"triggers: {len(missing)} missing" if missing else ""


def _ruleset() -> str:
    """Another ruleset than the live one goes on judging then; its reasons are for the staff's screens, not for the public."""
    return "ruleset: a standing one cannot be used" if standing.current().faults else ""


def _search() -> str:
    from search.engine import Query, search

    search(Query(text="杏林"))
    return ""


def _duties() -> str:
    newest = DutyRun.objects.aggregate(newest=Max("last_succeeded"))["newest"]
    if newest is None:
        return "duties: none has succeeded yet" if DutyRun.objects.exists() else ""
    return "duties: stale" if timezone.now() - newest > STALE else ""
