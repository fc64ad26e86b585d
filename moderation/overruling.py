"""Which blocks still stand: one falls only when two people who took no part called it a false alarm; identifiers never."""

from collections.abc import Collection
from typing import Any

from .engine import IDENTIFIERS
from .engine.scanner import FAILED
from .models import Finding, FindingReview, Scan

# What no number of people sets aside: identifiers must be mended, and a rule that did not run found nothing out.
NEVER = IDENTIFIERS | {FAILED}
PEOPLE = 2
FALSE_ALARM = "false_alarm"
STANDS = "confirmed"


def standing_blocks(scan: Scan, participants: Collection[int] = ()) -> list[Finding]:
    """The blocks of a scan that still keep its words from readers; reviews by `participants` of the words do not count."""
    blocks = list(scan.findings.filter(severity="block"))
    said = reviews_of(scan, blocks) if blocks else {}
    return [block for block in blocks if block.code in NEVER or not _fallen(said.get(block.pk, []), participants)]


def reviews_of(scan: Scan, findings: Collection[Finding]) -> dict[int, list[FindingReview]]:
    """What people said of each of these, oldest first: in this scan, or in another scan of the same words of the same finding."""
    about = {"finding__scan__content_type": scan.content_type_id, "finding__scan__object_id": scan.object_id}
    known = FindingReview.objects.filter(
        **about, finding__scan__digest=scan.digest, finding__code__in={one.code for one in findings}
    ).select_related("finding", "by")
    by_place: dict[Any, list[FindingReview]] = {}
    for review in known.order_by("pk"):
        by_place.setdefault(_same(review.finding), []).append(review)
    return {one.pk: by_place.get(_same(one), []) for one in findings}


def _same(finding: Finding) -> tuple[Any, ...]:
    """Two findings are one when rule, place, words and grounds are: a rule that now says something else is asked anew."""
    return finding.code, finding.path, finding.start, finding.end, finding.keyed_hash, finding.message


def _fallen(reviews: list[FindingReview], participants: Collection[int]) -> bool:
    newest = {review.by_id: review.verdict for review in reviews if review.by_id not in participants}
    verdicts = list(newest.values())
    return verdicts.count(FALSE_ALARM) >= PEOPLE and verdicts.count(FALSE_ALARM) > verdicts.count(STANDS)
