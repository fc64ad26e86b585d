"""Keeps what people answered to findings as rows: theirs, and of those who agreed with them before."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..models import Finding, FindingReview, Opinion, Submission
from . import opinions


def keep_opinions(submission: Submission, agreeing: Sequence[Opinion]) -> None:
    """What those who agreed earlier said of each finding, now that nobody has to judge blindly any more."""
    for opinion in agreeing:
        answers = opinions.answers_of(opinion)
        keep(Finding.objects.filter(pk__in=answers, scan__submission=submission), answers, opinion.by)


def keep(findings: Any, answers: Mapping[int, tuple[str, str]], by: Any) -> None:
    for finding in findings if answers else ():
        verdict, reason = answers.get(finding.pk, ("", ""))
        if verdict:
            FindingReview.objects.create(finding=finding, by=by, verdict=verdict, reason=reason[:400])
