"""What stands behind a version besides its words: who confirmed it and which permissions it rests on.

The one place to extend when a kind of evidence is added: give each row the text that is committed to, never shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import ArticlePage


@dataclass(frozen=True)
class Confirmation:
    """One contributor's yes to exactly this digest. `day` as YYYY-MM-DD; `who` is committed to and not shown."""

    id: int
    role: str
    day: str
    road: str
    who: str


@dataclass(frozen=True)
class HeldPermission:
    """One permission, consent or release. `words` (licensor, scope, term, hash of the file) are committed to and not shown."""

    id: int
    kind: str
    words: str


@dataclass(frozen=True)
class Evidence:
    """Empty lists say that nothing of the kind is on record."""

    confirmations: Sequence[Confirmation] = ()
    permissions: Sequence[HeldPermission] = ()


def evidence_of(page: "ArticlePage", digest: str) -> Evidence:
    """Asked inside the publishing transaction: a query or two of indexed rows, no files."""
    return Evidence()
