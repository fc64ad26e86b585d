"""What stands behind a version besides its words: who confirmed it and which permissions it rests on.

The one place to extend when a kind of evidence is added: give each row the text that is committed to, never shown.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import evidence

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
    """One permission, consent, release or letter. `words` (file by hash, term) are committed to and not shown."""

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
    held = [one for one in evidence.evidence_of(page) if one.verified_at and not one.withdrawn_at]
    return Evidence(permissions=[HeldPermission(one.id, one.kind, _words(one)) for one in held])


def _words(one: evidence.Attached) -> str:
    """Ids tell nothing; days could be guessed back, so they are committed to together with the file's hash."""
    until = one.valid_until.isoformat() if one.valid_until else ""
    return json.dumps({"sha256": one.sha256, "from": one.valid_from.isoformat(), "until": until}, sort_keys=True)
