"""What a manifest says of the chain behind a version: submission, scan, findings and decisions, by ids, codes and counts."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from moderation.models import Decision, Finding, FindingReview, Scan, Submission, Verb
from moderation.models.reference import key

from .commitments import Commitments

if TYPE_CHECKING:
    from articles.models import ArticlePage


def chain_of(page: "ArticlePage", digest: str, secret: Commitments) -> dict[str, Any]:
    """People are committed to and not named; days are those of the site's time zone."""
    about = {**key(page), "digest": digest}
    decisions = list(Decision.objects.filter(**about).select_related("by").order_by("pk"))
    named = {decision.submission_id for decision in decisions if decision.submission_id}
    submission = Submission.objects.filter(pk__in=named).select_related("submitted_by").first()
    scans = [decision.scan_id for decision in decisions if decision.scan_id]
    scan = Scan.objects.filter(pk=max(scans)).first() if scans else None
    return {
        "submission": _submission(submission, secret),
        "scan": _scan(scan),
        "findings": _findings(scan),
        "decisions": [_decision(number, decision, secret) for number, decision in enumerate(decisions)],
    }


def _submission(row: Submission | None, secret: Commitments) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "id": row.pk,
        "day": _day(row.submitted_at),
        "warranty": bool(row.warranty),
        "by": secret.commit("submission.by", _person(row.submitted_by)),
    }


def _scan(scan: Scan | None) -> dict[str, Any] | None:
    if scan is None:
        return None
    return {"id": scan.pk, "verdict": scan.verdict, "ruleset": scan.ruleset, "ruleset_sha256": scan.ruleset_sha256}


def _findings(scan: Scan | None) -> list[dict[str, Any]]:
    """Code, severity, how it was settled, and how many times; the words it was about are nowhere."""
    if scan is None:
        return []
    found = list(Finding.objects.filter(scan=scan).values_list("pk", "code", "severity"))
    if not found:
        return []
    said = dict(FindingReview.objects.filter(finding__scan=scan).order_by("pk").values_list("finding_id", "verdict"))
    counts = Counter((code, severity, said.get(pk, "open")) for pk, code, severity in found)
    return [
        {"code": code, "severity": severity, "settled": settled, "count": count}
        for (code, severity, settled), count in sorted(counts.items())
    ]


def _decision(number: int, decision: Decision, secret: Commitments) -> dict[str, Any]:
    role = "operator" if decision.verb == Verb.IMPORT else "moderator"
    return {
        "id": decision.pk,
        "outcome": decision.verb,
        "reasons": list(decision.reason_codes),
        "day": _day(decision.at),
        "role": role,
        "by": secret.commit(f"decisions.{number}.by", _person(decision.by)) if decision.by else None,
    }


def _person(account: Any) -> str:
    return json.dumps({"account": account.pk, "name": account.name}, ensure_ascii=False, sort_keys=True)


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()
