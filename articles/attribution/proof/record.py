"""What a manifest says of the chain behind a version: submission, scan, findings and decisions, by ids, codes and counts."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from moderation.models import Decision, Finding, Verb
from moderation.models.reference import key

from .commitments import Commitments

if TYPE_CHECKING:
    from articles.models import ArticlePage

# One query brings decisions with submission and scan beside them: this runs inside the publishing transaction.
_DECISION = ("pk", "verb", "reason_codes", "at", "by_id", "by__name")
_SUBMISSION = (
    "submission_id",
    "submission__submitted_at",
    "submission__warranty",
    "submission__submitted_by_id",
    "submission__submitted_by__name",
)
_SCAN = ("scan_id", "scan__verdict", "scan__ruleset", "scan__ruleset_sha256")


def chain_of(page: "ArticlePage", digest: str, secret: Commitments) -> dict[str, Any]:
    """People are committed to and not named; days are those of the site's time zone."""
    rows = list(Decision.objects.filter(**key(page), digest=digest).order_by("pk").values(*_DECISION, *_SUBMISSION, *_SCAN))
    submitted = next((row for row in reversed(rows) if row["submission_id"]), None)
    scanned = max((row for row in rows if row["scan_id"]), key=lambda row: row["scan_id"], default=None)
    return {
        "submission": _submission(submitted, secret),
        "scan": _scan(scanned),
        "findings": _findings(scanned["scan_id"]) if scanned else [],
        "decisions": [_decision(number, row, secret) for number, row in enumerate(rows)],
    }


def _submission(row: dict[str, Any] | None, secret: Commitments) -> dict[str, Any] | None:
    if row is None:
        return None
    by = _person(row["submission__submitted_by_id"], row["submission__submitted_by__name"])
    return {
        "id": row["submission_id"],
        "day": _day(row["submission__submitted_at"]),
        "warranty": bool(row["submission__warranty"]),
        "by": secret.commit("submission.by", by),
    }


def _scan(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "id": row["scan_id"],
        "verdict": row["scan__verdict"],
        "ruleset": row["scan__ruleset"],
        "ruleset_sha256": row["scan__ruleset_sha256"],
    }


def _findings(scan: int) -> list[dict[str, Any]]:
    """Code, severity, how it was settled last, and how many times; the words it was about are nowhere."""
    rows = Finding.objects.filter(scan_id=scan).order_by("reviews__pk").values_list("pk", "code", "severity", "reviews__verdict")
    settled = {pk: (code, severity, verdict or "open") for pk, code, severity, verdict in rows}
    return [
        {"code": code, "severity": severity, "settled": how, "count": count}
        for (code, severity, how), count in sorted(Counter(settled.values()).items())
    ]


def _decision(number: int, row: dict[str, Any], secret: Commitments) -> dict[str, Any]:
    return {
        "id": row["pk"],
        "outcome": row["verb"],
        "reasons": list(row["reason_codes"]),
        "day": _day(row["at"]),
        "role": "operator" if row["verb"] == Verb.IMPORT else "moderator",
        "by": secret.commit(f"decisions.{number}.by", _person(row["by_id"], row["by__name"])) if row["by_id"] else None,
    }


def _person(account: int, name: str) -> str:
    return json.dumps({"account": account, "name": name}, ensure_ascii=False, sort_keys=True)


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()
