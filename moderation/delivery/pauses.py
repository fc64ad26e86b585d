"""When something that could not be sent is tried again, and when people have to take over."""

import datetime
from typing import Any

from django.db.models import F

from ..models.delivery import Sending, State

# After each failure; when they are used up, an operator is told.
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (2, 15, 120))


def failed(rows: Any, row: Sending, now: datetime.datetime, error: str) -> bool:
    """Note a failed attempt; true when it was the last. `rows` is the manager of the row's own model."""
    last = row.attempts >= len(PAUSES)
    changes: dict[str, Any] = {"attempts": F("attempts") + 1, "error": error[:200]}
    changes |= {"state": State.GIVEN_UP, "settled_at": now} if last else {"due_at": now + PAUSES[row.attempts]}
    return bool(rows.filter(pk=row.pk, state=State.WAITING).update(**changes)) and last


def claimed(rows: Any, row: Sending, now: datetime.datetime) -> bool:
    """Whether this process sends it: two that run at once never send the same twice."""
    return bool(rows.filter(pk=row.pk, state=State.WAITING, due_at=row.due_at).update(due_at=now + datetime.timedelta(minutes=5)))
