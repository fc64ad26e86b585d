"""What every answer reads, by plain statements: to build these queries anew each time would take longer than to answer them."""

import datetime
import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection

from articles.models import ArticlePage
from doctors.models import DoctorProfile
from moderation.shown import shown

from .models import SearchEntry
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


def open_entries(identities: Iterable[int]) -> dict[int, SearchEntry]:
    """The entries of those among these pages that anybody may read at this moment."""
    inner, given = _compiled(_database(), "articles")
    condition, among = _among(identities)
    statement = f"SELECT e.* FROM search_searchentry e JOIN ({inner}) AS o ON o.pk = e.page_id WHERE {condition}"  # noqa: S608
    return {entry.pk: entry for entry in SearchEntry.objects.raw(statement.replace("entry_id", "e.page_id"), [*given, among])}


def doctors(public_ids: Sequence[str]) -> dict[str, str]:
    """The cleared names of those among these doctors whose profile readers may see."""
    if not public_ids:
        return {}
    inner, given = _compiled(_database(), "doctors")
    places = ", ".join(["%s"] * len(public_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT public_id, name FROM ({inner}) AS o WHERE public_id IN ({places})", [*given, *public_ids])  # noqa: S608
        return dict(cursor.fetchall())


def profiles(accounts: Iterable[int | None]) -> dict[int, dict[str, str]]:
    """`public_id`, `name` and `institution` by account, of those among these doctors whose profile readers may see."""
    wanted = sorted({account for account in accounts if account})
    if not wanted:
        return {}
    inner, given = _compiled(_database(), "doctors")
    places = ", ".join(["%s"] * len(wanted))
    statement = f"SELECT user_id, public_id, name, institution FROM ({inner}) AS o WHERE user_id IN ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *wanted])
        return {account: dict(zip(("public_id", "name", "institution"), row, strict=True)) for account, *row in cursor.fetchall()}


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@cache
def _compiled(database: str, kind: str) -> tuple[str, tuple[Any, ...]]:
    """The one door out as a statement, whatever is asked of it."""
    wanted: Any = (
        ArticlePage.objects.published().values("pk")
        if kind == "articles"
        else shown(DoctorProfile.objects.values("user_id", "public_id", "name", "institution"))
    )
    return wanted.order_by().query.sql_with_params()


def _among(identities: Iterable[int]) -> tuple[str, Any]:
    if connection.vendor == "postgresql":
        return "entry_id = ANY(%s)", [*identities]
    return "entry_id IN (SELECT value FROM json_each(%s))", json.dumps([*identities])


def _day(value: datetime.date | str | None) -> datetime.date | None:
    """SQLite keeps a day as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
