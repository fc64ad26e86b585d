"""The desk's own record of an object: submissions, versions, scans, decisions, cases, notices."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from ..models import Case, Decision, FindingReview, Notice, Opinion, Scan, Submission
from ..models.reference import key
from ..notices import sentence
from ..reasons import name_of
from .sections import File, as_json, register


def files(instance: Any) -> Iterator[File]:
    """Texts that carried an identifier were never kept; such a submission says so and has no version file."""
    about = key(instance)
    kind = about["content_type"]
    yield (
        "object.json",
        as_json({"type": kind.model, "id": instance.pk, "title": str(instance), "live_digest": instance.live_digest}),
    )
    submissions = Submission.objects.filter(**about).select_related("submitted_by").order_by("pk")
    yield "submissions.json", as_json([_submission(row) for row in submissions])
    for row in submissions:
        if row.surface is not None:
            yield _version_name(row), as_json(row.surface)
    yield (
        "scans.json",
        as_json([_scan(scan) for scan in Scan.objects.filter(**about).prefetch_related("findings").order_by("pk")]),
    )
    yield (
        "decisions.json",
        as_json([_decision(row) for row in Decision.objects.filter(**about).select_related("by").order_by("pk")]),
    )
    yield "cases.json", as_json([_case(case) for case in _cases(about)])
    notices = Notice.objects.filter(**about).select_related("recipient").order_by("pk")
    yield "notices.json", as_json([_notice(row) for row in notices])


def _version_name(row: Submission) -> str:
    return f"versions/{row.pk:06}-{row.digest[:12]}.json"


def _submission(row: Submission) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "digest": row.digest,
        "version_file": _version_name(row) if row.surface is not None else None,
        "state": row.state,
        "submitted_by": _person(row.submitted_by),
        "submitted_at": row.submitted_at,
        "settled_at": row.settled_at,
        "wished_for": row.publish_at,
        "warranty": row.warranty,
        "contributors": list(row.contributors),
    }


def _scan(scan: Scan) -> dict[str, Any]:
    reviews: dict[int, list[dict[str, Any]]] = {}
    for said in FindingReview.objects.filter(finding__scan=scan).select_related("by"):
        reviews.setdefault(said.finding_id, []).append(
            {"by": _person(said.by), "verdict": said.verdict, "reason": said.reason, "at": said.at}
        )
    names = ("number", "code", "severity", "path", "start", "end", "masked", "keyed_hash", "basis", "message", "fix")
    return {
        "id": scan.pk,
        "submission": scan.submission_id,
        "digest": scan.digest,
        "purpose": scan.purpose,
        "ruleset": scan.ruleset,
        "ruleset_sha256": scan.ruleset_sha256,
        "verdict": scan.verdict,
        "unchecked": scan.unchecked,
        "at": scan.at,
        "findings": [
            {**{name: getattr(found, name) for name in names}, "reviews": reviews.get(found.pk, [])}
            for found in scan.findings.all()
        ],
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": row.pk,
        "verb": row.verb,
        "words": row.get_verb_display(),
        "digest": row.digest,
        "case": row.case_id,
        "submission": row.submission_id,
        "scan": row.scan_id,
        "by": _person(row.by),
        "reasons": [{"code": code, "name": name_of(code)} for code in row.reason_codes],
        "note": row.note,
        "anchors": row.anchors,
        "pictures_checked": row.pictures_checked,
        "at": row.at,
    }


def _cases(about: dict[str, Any]) -> "QuerySet[Case]":
    return (
        Case.objects.filter(**about)
        .select_related("assignee", "decided_by")
        .prefetch_related("sources", "opinions__by")
        .order_by("pk")
    )


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "kind": case.kind,
        "risk": case.risk,
        "state": case.state,
        "outcome": case.outcome,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
        "decided_by": _person(case.decided_by),
        "sources": [{"what": source.what, "at": source.at} for source in case.sources.all()],
        "opinions": [_opinion(one) for one in case.opinions.all()],
    }


def _opinion(one: Opinion) -> dict[str, Any]:
    return {"by": _person(one.by), "verb": one.verb, "digest": one.digest, "note": one.note, "at": one.at}


def _notice(row: Notice) -> dict[str, Any]:
    return {
        "id": row.pk,
        "recipient": _person(row.recipient),
        "kind": row.kind,
        "words": sentence(row),
        "written_at": row.at,
        "read_at": row.read_at,
    }


def _person(account: Any) -> dict[str, Any] | None:
    return {"account": account.pk, "name": account.name} if account is not None else None


register("1 record", files)
