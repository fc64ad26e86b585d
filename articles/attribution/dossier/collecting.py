"""Collects the record of one article from where each part of it is kept; plain values that a file can hold."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from moderation.models import Decision, LedgerEntry, Submission
from moderation.models.reference import key

from .. import evidence
from ..signatures.people import contributors_of

if TYPE_CHECKING:
    from articles.models import ArticlePage

FORMAT = "xinglin-dossier-1"


def dossier(page: "ArticlePage") -> dict[str, Any]:
    """Names of those who took part are here, since a procedure asks who they are; what the vault holds is named by hash alone."""
    return {
        "format": FORMAT,
        "made_at": _moment(timezone.now()),
        "article": _article(page),
        "versions": versions(page),
        "submissions": _submissions(page),
        "contributors": _contributors(page),
        "signatures": _signatures(page),
        "evidence": _evidence(page),
        "similarity": _similarity(page),
        "notes": _notes(page),
        "ledger": _ledger(page),
    }


def _article(page: "ArticlePage") -> dict[str, Any]:
    return {
        "id": page.slug,
        "title": page.title,
        "live": page.live,
        "digest": page.live_digest,
        "origin": page.origin,
        "owner": page.owner_name or (page.owner.name if page.owner else ""),
        "licence": page.licence,
        "source_works": [dict(block["value"]) for block in page.source_works.get_prep_value()],
        "first_published_at": _moment(page.first_published_at),
        "last_published_at": _moment(page.last_published_at),
        "imported": page.imported,
    }


def versions(page: "ArticlePage") -> list[dict[str, Any]]:
    """The signed manifests, oldest first."""
    from articles.models import Manifest

    return [
        {
            "number": row.number,
            "version": row.version,
            "digest": row.digest,
            "sha256": row.sha256,
            "previous": row.previous,
            "key": row.key,
            "created_at": _moment(row.created_at),
            "erased": not row.text,
        }
        for row in Manifest.objects.filter(**key(page)).order_by("number")
    ]


def _submissions(page: "ArticlePage") -> list[dict[str, Any]]:
    found = Submission.objects.filter(**key(page)).select_related("submitted_by").order_by("pk")
    decided: dict[int | None, list[dict[str, Any]]] = {}
    for row in Decision.objects.filter(**key(page)).order_by("pk"):
        decided.setdefault(row.submission_id, []).append(
            {"verb": row.verb, "codes": list(row.reason_codes), "at": _moment(row.at)}
        )
    return [
        {
            "id": row.pk,
            "digest": row.digest,
            "state": row.state,
            "state_words": str(row.get_state_display()),
            "by": row.submitted_by.name,
            "submitted_at": _moment(row.submitted_at),
            "settled_at": _moment(row.settled_at),
            "warranty": row.warranty,
            "decisions": decided.get(row.pk, []),
        }
        for row in found
    ]


def _contributors(page: "ArticlePage") -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "name": one.name,
            "role": one.role_label,
            "title": one.title,
            "institution": one.institution,
            "account": one.account,
        }
        for one in contributors_of(page)
    ]


def _signatures(page: "ArticlePage") -> list[dict[str, Any]]:
    from articles.models.signature import Signature

    about = {f"submission__{name}": value for name, value in key(page).items()}
    return [
        {
            "submission": row.submission_id,
            "purpose": str(row.get_purpose_display()),
            "name": row.name,
            "role": row.role_label,
            "answer": str(row.get_answer_display()),
            "road": ("link" if row.by_link else "account") if row.answered_at else "",
            "answered_at": _moment(row.answered_at),
            "carried_from": row.carried_from_id,
        }
        for row in Signature.objects.filter(**about).order_by("pk")
    ]


def _evidence(page: "ArticlePage") -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "kind": one.kind,
            "name": str(one._meta.verbose_name),
            "standing": str(one.standing().label),
            "valid_from": str(one.valid_from),
            "valid_until": str(one.valid_until or ""),
            "channels": list(one.channels),
            "added_at": _moment(one.added_at),
            "added_by": one.added_by.name,
            "verified_at": _moment(one.verified_at),
            "verified_by": one.verified_by.name if one.verified_by else "",
            "withdrawn_at": _moment(one.withdrawn_at),
            "file": {
                "sha256": one.file.sha256,
                "size": one.file.size,
                "type": one.file.media_type,
                "stored_at": _moment(one.file.uploaded_at),
                "erased_at": _moment(one.file.erased_at),
            },
        }
        for one in evidence.attached(page)
    ]


def _similarity(page: "ArticlePage") -> list[dict[str, Any]]:
    from articles.models import SimilarityReport

    return [
        {
            "submission": row.submission_id,
            "digest": row.digest,
            "at": _moment(row.at),
            "characters": row.characters,
            "index_size": row.index_size,
            "share": row.share,
            "quoted": row.quoted,
            "entries": row.entries,
        }
        for row in SimilarityReport.objects.filter(**key(page)).order_by("pk")
    ]


def _notes(page: "ArticlePage") -> list[dict[str, Any]]:
    from articles.models import PublicNote

    return [
        {"kind": str(row.get_kind_display()), "at": _moment(row.at), "version": row.version, "text": row.text}
        for row in PublicNote.objects.filter(**key(page)).order_by("pk")
    ]


def _ledger(page: "ArticlePage") -> list[Mapping[str, Any]]:
    """Entries as they were chained, so that each hash can be counted again."""
    columns = ("number", "at", "kind", "content_type_id", "object_id", "digest", "data", "previous", "sha256")
    return list(LedgerEntry.objects.filter(**key(page)).order_by("number").values(*columns))


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
