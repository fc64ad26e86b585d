"""What moderation keeps: permits and what is shown, submissions, scans, cases, decisions, ledger, notices, duties, rulesets."""

from .archive import ArchiveRun, LivePassage, LiveText, RuleCost
from .case import Case, CaseSource, Kind
from .decision import Decision, FindingReview, Verb
from .delivery import Mail, Webhook, WebhookCall
from .desk import BulkRun, CalendarDay, CaseParticipant, SavedView, Skills
from .duty import DutyRun
from .gate import Permit, Shown
from .ledger import LedgerEntry, LedgerHead
from .note import CaseNote, SavedReply
from .notice import Notice
from .opinion import Opinion
from .ruleset import Allowance, Ruleset, RulesetPointer, ShadowScan, ShippedRules
from .scan import Finding, Scan
from .submission import Submission
from .vault import VaultFile

__all__ = [
    "Allowance",
    "ArchiveRun",
    "BulkRun",
    "CalendarDay",
    "Case",
    "CaseNote",
    "CaseParticipant",
    "CaseSource",
    "Decision",
    "DutyRun",
    "Finding",
    "FindingReview",
    "Kind",
    "LedgerEntry",
    "LedgerHead",
    "LivePassage",
    "LiveText",
    "Mail",
    "Notice",
    "Opinion",
    "Permit",
    "RuleCost",
    "Ruleset",
    "RulesetPointer",
    "SavedReply",
    "SavedView",
    "Scan",
    "ShadowScan",
    "ShippedRules",
    "Shown",
    "Skills",
    "Submission",
    "VaultFile",
    "Verb",
    "Webhook",
    "WebhookCall",
]
