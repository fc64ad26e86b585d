"""Reads the short rows beside the entries by plain statements: an answer asks for them too often to build a query each time."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from .ranking import Candidate

_CANDIDATE = "entry_id, level, core, asks, characters, reviewed_on, review_due"


def packed(identities: Iterable[int]) -> dict[int, str]:
    """The facets of those among these pages that have an entry."""
    condition, given = _among(identities)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, packed FROM search_entryfacets WHERE {condition}", [given])  # noqa: S608
        return dict(cursor.fetchall())


def candidates(scores: dict[int, float]) -> list[Candidate]:
    """What ordering compares, of those among these pages that have an entry."""
    condition, given = _among(scores)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_CANDIDATE} FROM search_entryfacets WHERE {condition}", [given])  # noqa: S608
        rows = cursor.fetchall()
    return [
        Candidate(pk, scores[pk], level, frozenset(core), asks, frozenset(level + characters), _day(reviewed), _day(due))
        for pk, level, core, asks, characters, reviewed, due in rows
    ]


def _among(identities: Iterable[int]) -> tuple[str, Any]:
    if connection.vendor == "postgresql":
        return "entry_id = ANY(%s)", [*identities]
    return "entry_id IN (SELECT value FROM json_each(%s))", json.dumps([*identities])


def _day(value: datetime.date | str | None) -> datetime.date | None:
    """SQLite keeps a day as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
