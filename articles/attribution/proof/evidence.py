"""What stands behind a version besides its words: who confirmed it and which permissions it rests on.

The one place to extend when a kind of evidence is added: give each row the text that is committed to, never shown.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from articles.models.permission import KINDS, Permission, PermissionUse
from articles.models.signature import Answer, Purpose, Signature
from moderation.models import VaultFile
from moderation.models.reference import key

if TYPE_CHECKING:
    from articles.models import ArticlePage


@dataclass(frozen=True)
class Confirmation:
    """One person's signature on exactly this digest: a contributor's, or the medical review of a colleague.

    Names stand on the page, and the day of a review (YYYY-MM-DD) does; account and moment are committed to with `who`.
    """

    id: int
    purpose: str
    role: str
    name: str
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
    """Asked inside the publishing transaction: two queries and no files."""
    with connection.cursor() as cursor:
        # One query over every kind of evidence, written once.
        cursor.execute(_held_query(), [page.pk] * len(KINDS))
        rows = cursor.fetchall()
    return Evidence(_signed(page, digest), [HeldPermission(pk, kind, _words(*more)) for kind, pk, *more in sorted(rows)])


def _signed(page: "ArticlePage", digest: str) -> list[Confirmation]:
    about = {f"submission__{name}": value for name, value in key(page).items()}
    rows = Signature.objects.filter(**about, submission__digest=digest, answer=Answer.SIGNED).order_by("pk")
    fields = ("pk", "purpose", "role", "name", "answered_at", "by_link", "carried_from_id", "account_id")
    return [_confirmation(*row) for row in rows.values_list(*fields)]


def _confirmation(
    pk: int, purpose: str, role: str, name: str, at: Any, by_link: bool, carried: int | None, account: int | None
) -> Confirmation:
    road = "carried" if carried else "link" if by_link else "account"
    day = timezone.localtime(at).date().isoformat() if at and purpose == Purpose.REVIEW else ""
    who = {"account": account, "name": name, "at": at.isoformat() if at else ""}
    return Confirmation(pk, purpose, role, name, day, road, json.dumps(who, ensure_ascii=False, sort_keys=True))


@cache
def _held_query() -> str:
    """What is verified and neither refused nor withdrawn. Models give the names; Django takes milliseconds to build this anew."""
    files, uses = VaultFile._meta.db_table, PermissionUse._meta.db_table
    parts = []
    for kind, model in KINDS.items():
        through = model is Permission
        join = f"JOIN {uses} u ON u.permission_id = e.id " if through else ""
        parts.append(
            f"SELECT '{kind}', e.id, f.sha256, e.valid_from, e.valid_until FROM {model._meta.db_table} e "  # noqa: S608
            f"JOIN {files} f ON f.id = e.file_id {join}WHERE {'u' if through else 'e'}.article_id = %s "
            "AND e.verified_at IS NOT NULL AND e.refused_at IS NULL AND e.withdrawn_at IS NULL"
        )
    return " UNION ALL ".join(parts)


def _words(sha256: str, since: object, until: object) -> str:
    """Ids tell nothing; days could be guessed back, so they are committed to together with the file's hash."""
    return json.dumps({"sha256": sha256, "from": str(since), "until": str(until or "")}, sort_keys=True)
