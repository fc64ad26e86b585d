"""What stands in the place of a page that was taken from readers: what happened, when, on which ground, and whom to ask."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import asked
from ..models import Decision, Kind, Verb
from ..models.decision import CLEARING, ENDING
from ..models.reference import key
from ..reasons import name_of
from .deciding import standing_notice

GONE, LEGAL = 410, 451
DAY = 8  # characters of a day in a number


@dataclass(frozen=True)
class PublicNotice:
    """Nothing of the page itself, of its author, or of who complained. `number` names the decision, and opens nothing."""

    at: datetime.datetime
    grounds: Sequence[str]
    ordered: bool
    about_rights: bool
    number: str

    @property
    def status(self) -> int:
        """451 when the law demanded it, 410 when the site decided it."""
        return LEGAL if self.ordered or self.about_rights else GONE


def of(instance: Any) -> PublicNotice | None:
    """The notice for a page that a moderator or an order took away; None for what its author withdrew or a term ended."""
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).select_related("case").first()
    if (
        newest is None
        or newest.verb not in (Verb.TAKEDOWN, Verb.ORDER)
        or (newest.verb == Verb.TAKEDOWN and newest.by_id is None)
    ):
        return None
    about_rights = _open_or_decided_for_rights(newest)
    return PublicNotice(
        at=newest.at,
        grounds=[name_of(code) for code in newest.reason_codes],
        ordered=newest.verb == Verb.ORDER,
        about_rights=about_rights,
        number=number_of(newest),
    )


def number_of(decision: Decision) -> str:
    return f"{decision.at:%Y%m%d}-{decision.pk}"


def decision_of(number: str) -> Decision | None:
    """The decision that a public notice names; None when the number is none of ours."""
    day, _dash, identity = number.strip().partition("-")
    if not asked.is_whole(identity) or len(day) != DAY:
        return None
    found = Decision.objects.filter(pk=asked.whole(identity)).select_related("by").first()
    return found if found is not None and number_of(found) == number.strip() else None


def _open_or_decided_for_rights(decision: Decision) -> bool:
    """Whether a rights holder's notice stands behind it, whose case may still be open."""
    if decision.case is not None:
        return decision.case.kind == Kind.INFRINGEMENT
    instance = decision.content()
    return instance is not None and standing_notice(instance) is not None
