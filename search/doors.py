"""Which rows anybody may see at this moment: the one door out, asked with a statement that is put together once.

Putting the statement of `published()` together costs Django ten times what the database needs to answer it, and an answer while
somebody types asks it four times.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from doctors.models import DoctorProfile
from moderation.shown import shown

# Rows asked for at a time; what stands in their places while the statement is made.
MOST = 24
_PLACES = tuple(range(-MOST, 0))


def seen(model: Any, identities: Sequence[int], *fields: str) -> Iterator[tuple[Any, ...]]:
    """Primary key and these fields, which are texts, of those of the rows that are shown; in no order."""
    kind = ContentType.objects.get_for_model(model).pk
    for start in range(0, len(identities), MOST):
        batch = identities[start : start + MOST]
        statement, values = _statement(str(connection.settings_dict["NAME"]), kind, model, fields)
        asked = dict(zip(_PLACES, (*batch, *[batch[0]] * MOST), strict=False))
        with connection.cursor() as cursor:
            cursor.execute(statement, [asked.get(value, value) if type(value) is int else value for value in values])
            yield from cursor.fetchall()


@lru_cache(maxsize=64)
def _statement(database: str, kind: int, model: Any, fields: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """Made anew for another database and another number of the content type, which stands in it."""
    rows = shown(model.objects.all()) if model is DoctorProfile else model.objects.published()
    statement, values = rows.filter(pk__in=_PLACES).order_by().values_list("pk", *fields).query.sql_with_params()
    return statement, tuple(values)
