"""What a complainant may still do: add to a complaint, or take it back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..models import Case, CaseSource, Complaint, ComplaintFile, ComplaintState, InfringementNotice, NoticeState
from . import course, sealing

MOST_ADDITIONS = 20


class TooLate(Exception):
    """The complaint is closed; the sentence says what is left."""


def add(complaint: Complaint, words: Mapping[str, str], ticket: str = "") -> None:
    """Add words and the files that wait under the form's ticket. Raises TooLate."""
    if complaint.texts.filter(voice="complainant").count() > MOST_ADDITIONS:
        raise TooLate(_("补充的次数已到上限，请写信给我们"))
    masked, codes = sealing.masked_words(words)
    with transaction.atomic():
        open_still = Complaint.objects.select_for_update().filter(pk=complaint.pk, state=ComplaintState.OPEN).first()
        if open_still is None:
            raise TooLate(_("这件投诉已经办结，不能再补充；有新的情况可以另外提交一件投诉"))
        complaint.texts.create(masked=masked, codes=codes, sealed=sealing.sealed(words, f"text of {complaint.receipt}"))
        if ticket:
            ComplaintFile.objects.filter(ticket=ticket, complaint=None).update(complaint=complaint, ticket="")
        course.tell(complaint, "added")
        _note(complaint, _("投诉人补充了材料"))
        completed = InfringementNotice.objects.filter(complaint=complaint, state=NoticeState.INCOMPLETE).update(
            state=NoticeState.RECEIVED, completed_by=None
        )
        if completed:
            course.tell(complaint, "notice_completed")
        ledger.append("complaint added to", complaint, "", {"complaint": complaint.pk})


def withdraw(complaint: Complaint) -> None:
    """Take it back; the case stays, since the site now knows. Raises TooLate."""
    with transaction.atomic():
        moved = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.OPEN).update(
            state=ComplaintState.WITHDRAWN, decided_at=timezone.now()
        )
        if not moved:
            raise TooLate(_("这件投诉已经办结或撤回，没有再改动"))
        InfringementNotice.objects.filter(complaint=complaint, closed_at=None).update(
            state=NoticeState.WITHDRAWN, closed_at=timezone.now()
        )
        course.tell(complaint, "withdrawn")
        _note(complaint, _("投诉人撤回了投诉"))
        ledger.append("complaint withdrawn", complaint, "", {"complaint": complaint.pk})


def _note(complaint: Complaint, what: str) -> None:
    if complaint.case is not None and complaint.case.state == "open":
        CaseSource.objects.create(case=complaint.case, what=f"{what} · …{complaint.receipt[-4:]}")
        Case.objects.filter(pk=complaint.case.pk, state="open").update(held_until=None)
