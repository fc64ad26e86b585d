"""Builds the manifest of one published version: clear text for what the page shows, hashes and commitments for the rest."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.models.signed_passage import SignedPassage
from moderation.models.reference import key
from moderation.surface import canonical as without_ids

from .. import ai
from . import canonical
from .assets import assets_of
from .commitments import Commitments
from .evidence import evidence_of
from .record import chain_of
from .words import text_hashes

if TYPE_CHECKING:
    from articles.models import ArticlePage

FORMAT = "xinglin-manifest-1"
_SHOWN = ("name", "role", "title", "institution")


def build(page: "ArticlePage", digest: str, secret: Commitments, placed: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest without its signature. `placed` says where it stands: number, version, previous, ledger, key.

    Fields: `digest` is SHA-256 of the surface, `text` of what a reader sees, `assets` of each picture file; `submission`,
    `scan`, `findings` and `decisions` tell the chain; `previous` is the SHA-256 of the article's manifest before, `ledger` the
    entry of the site's record that stood last when it was made. `by`, `who` and `words` are commitments.
    """
    return {
        "format": FORMAT,
        "id": page.slug,
        "url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/articles/{page.slug}/",
        "title": page.title,
        "digest": digest,
        "text": text_hashes(page),
        "assets": assets_of(page),
        "contributors": contributors(page),
        "owner": page.owner_name,
        "origin": page.origin,
        "licence": page.licence,
        "source_works": _source_works(page),
        "references": _references(page),
        "ai": _ai(page, digest, secret),
        "interests": page.interests,
        "imported": page.imported,
        **_evidence(page, digest, secret),
        **chain_of(page, digest, secret),
        **placed,
        "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
    }


def contributors(page: "ArticlePage") -> list[dict[str, str]]:
    """Everybody whom the page names, in its order, as this version names them."""
    rows = [*page.byline, *(block.get("value") for block in page.contributors.get_prep_value())]
    named = [row for row in rows if isinstance(row, Mapping) and row.get("name")]
    return [{name: str(row[name]) for name in _SHOWN if row.get(name)} for row in named]


def _ai(page: "ArticlePage", digest: str, secret: Commitments) -> dict[str, Any]:
    """Each declared use with its blocks as the page tells it, and the blocks that an author signed for."""
    signed = SignedPassage.objects.filter(**key(page), digest=digest).order_by("place", "pk").values_list("place", "by_id")
    return {
        "use": page.ai_use,
        "note": page.ai_note,
        "uses": [use.as_json() for use in ai.uses(page)],
        "signed": [
            {"place": place, "by": secret.commit(f"ai.signed.{number}.by", str(by))} for number, (place, by) in enumerate(signed)
        ],
    }


def _source_works(page: "ArticlePage") -> list[dict[str, str]]:
    rows = [block.get("value") for block in page.source_works.get_prep_value()]
    shown = ("title", "author", "url", "licence")
    return [{name: str(row[name]) for name in shown if row.get(name)} for row in rows if isinstance(row, Mapping)]


def _references(page: "ArticlePage") -> dict[str, Any]:
    rows = without_ids(page.references.get_prep_value())
    return {
        "count": len(rows),
        "sha256": canonical.sha256(_whole(rows)) if rows else "",
        "common_knowledge": page.common_knowledge,
    }


def _whole(value: Any) -> Any:
    """The value with fractions as text: stored data may hold some, the canonical form none."""
    if isinstance(value, dict):
        return {str(name): _whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return repr(value) if isinstance(value, float) else value


def _evidence(page: "ArticlePage", digest: str, secret: Commitments) -> dict[str, Any]:
    found = evidence_of(page, digest)
    return {
        "confirmations": [
            {
                "id": row.id,
                "purpose": row.purpose,
                "role": row.role,
                "name": row.name,
                "day": row.day,
                "road": row.road,
                "who": secret.commit(f"confirmations.{number}.who", row.who),
            }
            for number, row in enumerate(found.confirmations)
        ],
        "permissions": [
            {"id": row.id, "kind": row.kind, "words": secret.commit(f"permissions.{number}.words", row.words)}
            for number, row in enumerate(found.permissions)
        ],
    }
