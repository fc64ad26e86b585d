"""What the review page says where two people must read a piece: whose turn it is, and nobody's opinion before it is decided."""

from typing import Any

from ...desk import opinions
from ...models import Case


def context(case: Case, user: Any) -> dict[str, Any]:
    if case.needs <= 1:
        return {}
    closed = case.state != Case.State.OPEN
    return {
        "closed": closed,
        "mine": opinions.own(case, user),
        "given": case.opinions.count(),
        "shown": list(case.opinions.select_related("by")) if closed else [],
    }
