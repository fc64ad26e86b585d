"""Queries whose SQL is built once per process: Django takes milliseconds to build what the database answers in a tenth of one."""

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import QuerySet

from articles.models import ArticlePage
from doctors.models import DoctorProfile

Build = Callable[..., QuerySet]


def rows(build: Build, *arguments: str | int) -> list[tuple[Any, ...]]:
    """Rows as the database writes them, of the query that `build` makes of these arguments; it may only filter by them."""
    kinds = ContentType.objects.get_for_models(ArticlePage, DoctorProfile)
    shape = tuple(type(argument) for argument in arguments)
    sql, params = _statement(build, shape, connection.vendor, tuple(kind.pk for kind in kinds.values()))
    values = dict(zip(_stand_ins(shape), arguments, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(param, param) if isinstance(param, str | int) else param for param in params])
        return list(cursor.fetchall())


def _stand_ins(shape: tuple[type, ...]) -> list[str | int]:
    """Values that no real query holds, one for each argument."""
    return [-(9_000_000 + place) if kind is int else f"~{place}~" for place, kind in enumerate(shape)]


@cache
def _statement(build: Build, shape: tuple[type, ...], vendor: str, kinds: tuple[int, ...]) -> tuple[str, tuple[Any, ...]]:
    sql, params = build(*_stand_ins(shape)).query.sql_with_params()
    return sql, tuple(params)


def moment(value: Any) -> datetime.datetime | None:
    """A time of a raw row; SQLite keeps them as text in UTC."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return value.replace(tzinfo=datetime.UTC) if isinstance(value, datetime.datetime) and value.tzinfo is None else value


def date(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
