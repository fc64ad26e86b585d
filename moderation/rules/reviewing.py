"""Keeps what is under review, and what is approved and waits for its time, under the rules of now.

A moderator answers the findings of one scan. When a ruleset goes live meanwhile, its scan takes that one's place on the
review page if it says anything else, and answers that were given already go with their findings. Nothing is decided by it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation

from .. import scanning
from ..gate import PublicationBlocked
from ..models import Case, Finding, Kind, Scan, Submission
from . import rescanning, standing

WAITING = (Submission.State.OPEN, Submission.State.APPROVED)


def bring_up_to_date(submission: Submission, content: Any = None) -> bool:
    """Scan what waits again if the ruleset that it sees has changed since; true when that was so. In no write transaction.

    `content` is the object that was handed in, where the caller has read it.
    """
    now = standing.current()
    waits = submission.state in WAITING and submission.revision_id
    content = (content or submission.content()) if waits else None
    if content is None or submission.scans.filter(ruleset_sha256=now.pick(content).sha256).exists():
        return False
    try:
        instance = content.frozen(submission)
    except PublicationBlocked:
        return False  # whoever wants to publish it is told why that cannot be
    # In no language but the sources': what is kept is the same whoever asked.
    with translation.override(None):
        report = scanning.examine_under(now, instance, instance.surface().passages)
    seen = rescanning.Seen(submission.content_type_id, submission.object_id, submission.digest, submission.pk, report)
    with transaction.atomic():
        rescanning.keep([seen])
    return True


@dataclass(frozen=True)
class Change:
    """What the rules of now say otherwise than those under which the words were handed in.

    `waiting` tells that they have not looked yet; `more` and `less` count findings.
    """

    ruleset: str
    waiting: bool = False
    more: int = 0
    less: int = 0


def change(case: Case) -> Change | None:
    """What to say above the findings of an open case about a submission; None where nothing changed."""
    submission = case.submission
    if submission is None or case.scan is None or case.state != Case.State.OPEN or case.kind != Kind.SUBMISSION:
        return None
    content = submission.content()
    if content is None:
        return None
    now = standing.current().pick(content)
    scans = submission.scans.order_by("pk")
    if now.sha256 not in set(scans.values_list("ruleset_sha256", flat=True)):
        return Change(now.version, waiting=True)
    first = scans.first()
    if first is None or first.pk == case.scan_id:
        return None
    before, after = places(first), places(case.scan)
    return Change(case.scan.ruleset, more=len(after - before), less=len(before - after))


def places(scan: Scan) -> set[tuple[object, ...]]:
    """What a scan says, as far as a moderator has to do with it."""
    return set(scan.findings.order_by().values_list("code", "path", "start", "end", "severity"))


def carried(scan: Scan, answered: Iterable[int]) -> Mapping[int, int]:
    """Which finding of this scan is the same as one of an earlier scan of the same submission, by their ids."""
    strangers = Finding.objects.filter(pk__in=set(answered), scan__submission=scan.submission_id).exclude(scan=scan)
    if scan.submission_id is None or not strangers:
        return {}
    here = {scanning.place(finding): finding.pk for finding in scan.findings.all()}
    return {old.pk: here[scanning.place(old)] for old in strangers if scanning.place(old) in here}
