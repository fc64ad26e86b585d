"""Cases with findings that no submission gets past the first check with: as when a newer ruleset looks at what waits."""

from dataclasses import replace
from typing import Any
from unittest import mock

from articles.models import ArticlePage
from moderation import scanning
from moderation.engine import Report
from moderation.models import Case
from tests import factories

# Invented: the sample number of GB 11643, a number that is nobody's, and a name that is nobody's.
PHONE = "13800138000"
ID_CARD = "11010519491231002X"
WORDS = f"昨天查房，12床患者李秀英问我能不能停药，她的电话是{PHONE}，身份证号{ID_CARD}。"


def laden(page: ArticlePage, scanned: Any = None) -> Case:
    """Hand an article in as if nothing had been found, then keep what the rules say of it as the case's scan.

    `scanned(report)` may put other findings in place of the found ones.
    """
    examine = scanning.examine
    found: list[Report] = []

    def blind(*args: Any, **kwargs: Any) -> Report:
        found.append(examine(*args, **kwargs))
        return replace(found[-1], findings=(), verdict="pass")

    masking = mock.patch("moderation.submissions.redaction.redact_older_drafts")
    with masking, mock.patch("moderation.submissions.scanning.examine", blind):
        submission = factories.submit(page)
    report = scanned(found[-1]) if scanned else found[-1]
    case = Case.objects.get(submission=submission)
    scan = scanning.record(submission.as_submitted(), submission.digest, report, "rescan", submission)
    Case.objects.filter(pk=case.pk).update(scan=scan)
    return Case.objects.select_related("submission", "scan").get(pk=case.pk)
