"""What moderation keeps: permits and what is shown, submissions, scans, cases, complaints, decisions, ledger, notices, duties, rulesets."""

from .appeal import Appeal
from .archive import ArchiveRun, LivePassage, LiveText, RuleCost
from .case import Case, CaseSource, Kind
from .complaint import Complaint, ComplaintEvent, ComplaintFile, ComplaintKind, ComplaintState, ComplaintText, Outcome, SpentProof
from .complaint_course import Correction, InfringementNotice, NoticeState, Referral
from .decision import Decision, FindingReview, Verb
from .delivery import Mail, Webhook, WebhookCall
from .desk import BulkRun, CalendarDay, CaseParticipant, SavedView, Skills
from .dispute import DisputeGround
from .duty import DutyRun
from .gate import Permit, Shown
from .ledger import LedgerEntry, LedgerHead
from .note import CaseNote, SavedReply
from .notice import Notice
from .opinion import Opinion
from .quality import GoldenCase, QualityCheck
from .ruleset import Allowance, Ruleset, RulesetPointer, ShadowScan, ShippedRules
from .sanction import Order, OrderItem, Sanction, Step, Strike
from .scan import Finding, Scan
from .submission import Submission
from .vault import VaultFile

__all__ = [
    "Allowance",
    "Appeal",
    "ArchiveRun",
    "BulkRun",
    "CalendarDay",
    "Case",
    "CaseNote",
    "CaseParticipant",
    "CaseSource",
    "Complaint",
    "ComplaintEvent",
    "ComplaintFile",
    "ComplaintKind",
    "ComplaintState",
    "ComplaintText",
    "Correction",
    "Decision",
    "DisputeGround",
    "DutyRun",
    "Finding",
    "FindingReview",
    "GoldenCase",
    "InfringementNotice",
    "Kind",
    "LedgerEntry",
    "LedgerHead",
    "LivePassage",
    "LiveText",
    "Mail",
    "Notice",
    "NoticeState",
    "Opinion",
    "Order",
    "OrderItem",
    "Outcome",
    "Permit",
    "QualityCheck",
    "Referral",
    "RuleCost",
    "Ruleset",
    "RulesetPointer",
    "Sanction",
    "SavedReply",
    "SavedView",
    "Scan",
    "ShadowScan",
    "ShippedRules",
    "Shown",
    "Skills",
    "SpentProof",
    "Step",
    "Strike",
    "Submission",
    "VaultFile",
    "Verb",
    "Webhook",
    "WebhookCall",
]
