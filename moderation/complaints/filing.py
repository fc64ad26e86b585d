"""Takes a complaint in: receipt, case, clock, acknowledgement and record, all in one transaction."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from .. import cases, ledger
from ..models import Case, Complaint, ComplaintFile, ComplaintKind, InfringementNotice, Kind
from ..models.reference import key
from . import course, proof, receipts, sealing
from .places import Place
from .terms import term_of

# Of a rights holder's notice the desk and the author read these as they are, so no number of a person stays in them.
OPEN_WORDS = ("holder", "work", "work_url")

# Of a rights holder's notice the desk and the author read these as they are, so no number of a person stays in them.
OPEN_WORDS = ("holder", "work", "work_url")


@dataclass(frozen=True)
class Filing:
    """What a form was found to say, every part of it checked."""

    kind: str
    words: Mapping[str, str]
    place: Place | None = None
    private: Mapping[str, str] = field(default_factory=dict)
    by: Any = None
    about_user: Any = None
    source_hash: str = ""
    ticket: str = ""
    proof: str = ""
    notice: Mapping[str, Any] | None = None


def file(filing: Filing, now: datetime.datetime | None = None) -> Complaint:
    """Keep a complaint and open its case, or fold it into the open one. Raises proof.NotProven when its proof was used before."""
    now = now or timezone.now()
    masked, codes = sealing.masked_words(filing.words)
    notice = {
        name: sealing.without_identifiers(value) if name in OPEN_WORDS else value for name, value in (filing.notice or {}).items()
    }
    receipt = receipts.new()
    contact = str(filing.private.get("contact", ""))
    complaint = Complaint(
        receipt=receipt,
        kind=filing.kind,
        address=filing.place.address[:300] if filing.place else "",
        by=filing.by,
        contact_hash=sealing.contact_hash(contact),
        source_hash=filing.source_hash,
        language=(get_language() or "zh-hans")[:10],
        received_at=now,
        due_at=term_of(filing.kind).due(now),
        **(key(filing.place.instance) if filing.place else {}),
    )
    sealing.seal_private(complaint, filing.private)
    with transaction.atomic():
        if filing.proof:
            proof.spend(filing.proof)
        complaint.save(force_insert=True)
        complaint.texts.create(masked=masked, codes=codes, sealed=sealing.sealed(filing.words, f"text of {receipt}"))
        if filing.notice is not None:
            InfringementNotice.objects.create(complaint=complaint, **notice)
        complaint.case = _case_of(complaint, filing)
        Complaint.objects.filter(pk=complaint.pk).update(case=complaint.case)
        if filing.ticket:
            ComplaintFile.objects.filter(ticket=filing.ticket, complaint=None).update(complaint=complaint, ticket="")
        course.tell(complaint, "received", at=now)
        ledger.append(
            "complaint received", complaint, "", {"complaint": complaint.pk, "case": complaint.case.pk, "kind": filing.kind}
        )
    return complaint


def _case_of(complaint: Complaint, filing: Filing) -> Case:
    """Complaints about one page share a case; one about a moderator stands alone, since another case may be theirs to decide."""
    term = term_of(filing.kind)
    kind = Kind.INFRINGEMENT if filing.kind == ComplaintKind.INFRINGEMENT else Kind.COMPLAINT
    alone = filing.place is None or filing.kind == ComplaintKind.MODERATOR
    instance = complaint if alone or filing.place is None else filing.place.instance
    title = str(complaint.get_kind_display()) if alone or filing.place is None else filing.place.title
    case = cases.open_case(
        kind,
        instance,
        f"{complaint.get_kind_display()} · …{complaint.receipt[-4:]}",
        title=title,
        at=complaint.received_at,
        risk=term.risk,
        due_at=complaint.due_at,
        about_user=filing.about_user,
    )
    # A graver complaint makes the shared case more urgent, and a case that waited for somebody comes up again.
    sooner = Case.objects.filter(pk=case.pk, state=Case.State.OPEN)
    sooner.filter(due_at__gt=complaint.due_at).update(due_at=complaint.due_at)
    if term.risk == "high":
        sooner.filter(~Q(risk="high")).update(risk="high")
    if kind == Kind.COMPLAINT:
        sooner.update(held_until=None, hold_reason="")
    case.refresh_from_db()
    return case


def files_waiting(ticket: str) -> Sequence[ComplaintFile]:
    return list(ComplaintFile.objects.filter(ticket=ticket, complaint=None).select_related("file")) if ticket else []
