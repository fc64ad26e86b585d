"""What moderation keeps: permits and what is shown, submissions, scans, cases, decisions, ledger, notices, duties."""

from .case import Case, CaseSource, Kind
from .decision import Decision, FindingReview, Verb
from .duty import DutyRun
from .gate import Permit, Shown
from .ledger import LedgerEntry, LedgerHead
from .notice import Notice
from .scan import Finding, Scan
from .submission import Submission

__all__ = [
    "Case",
    "CaseSource",
    "Decision",
    "DutyRun",
    "Finding",
    "FindingReview",
    "Kind",
    "LedgerEntry",
    "LedgerHead",
    "Notice",
    "Permit",
    "Scan",
    "Shown",
    "Submission",
    "Verb",
]
