"""What happens by itself: overdue complaints rise, waiting cases come up again, and what need not be kept is forgotten."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import ledger, notices
from ..desk.offices import operators
from ..duties import Duty
from ..models import Case, Complaint, ComplaintEvent, ComplaintFile, Correction, InfringementNotice, Kind, NoticeState, Referral
from ..models.notice import NoticeKind
from ..vault import filing as vault_filing
from . import course, proof
from .deciding import wake
from .terms import SOURCE_DAYS

KINDS = (Kind.COMPLAINT, Kind.INFRINGEMENT)
DRAFT_LIFE = datetime.timedelta(days=1)


def watch(now: datetime.datetime) -> int:
    """The duty: every clock of complaints, each effect once."""
    return _corrections(now) + _referrals(now) + _notices(now) + _overdue(now)


def tidy(now: datetime.datetime) -> int:
    """Spent proofs, files of forms that were never sent, and where complaints came from."""
    old = Complaint.objects.filter(received_at__lt=now - datetime.timedelta(days=SOURCE_DAYS))
    known = old.exclude(source_hash="", contact_hash="")
    return proof.forget(now) + _drafts(now) + known.update(source_hash="", contact_hash="")


def _overdue(now: datetime.datetime) -> int:
    told = ComplaintEvent.objects.filter(complaint__case=OuterRef("pk"), what="escalated", at__gte=OuterRef("due_at"))
    late = Case.objects.filter(~Exists(told), kind__in=KINDS, state=Case.State.OPEN, due_at__lt=now, escalated_at=None)
    done = 0
    for case in late:
        with transaction.atomic():
            raised = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, escalated_at=None).update(
                escalated_at=now, escalation=_("超过办理期限"), held_until=None
            )
            if not raised:
                continue
            course.tell_all(case, "escalated", at=now)
            ledger.append("complaint overdue", case, "", {"case": case.pk})
            for person in operators():
                once = f"overdue {case.pk} {person.pk}"
                notices.tell(person, NoticeKind.OVERDUE, {"number": case.number}, f"/admin/desk/{case.number}/", once=once)
            done += 1
    return done


def _corrections(now: datetime.datetime) -> int:
    done = 0
    for correction in Correction.objects.filter(state="asked", due_at__lt=now).select_related("case"):
        with transaction.atomic():
            if Correction.objects.filter(pk=correction.pk, state="asked").update(state="late"):
                course.tell_all(correction.case, "correction_late")
                wake(correction.case, _("作者没有按期更正"), now)
                ledger.append("correction late", correction.case, "", {"correction": correction.pk})
                done += 1
    return done


def _referrals(now: datetime.datetime) -> int:
    done = 0
    for referral in Referral.objects.filter(state="sent", due_at__lt=now).select_related("case"):
        with transaction.atomic():
            if Referral.objects.filter(pk=referral.pk, state="sent").update(state="late"):
                course.tell_all(referral.case, "referral_late")
                wake(referral.case, _("机构没有按期答复"), now)
                ledger.append("referral late", referral.case, "", {"referral": referral.pk})
                done += 1
    return done


def _notices(now: datetime.datetime) -> int:
    """The end of each term of a notice of infringement brings its case up, and tells both sides."""
    terms = {
        NoticeState.INCOMPLETE: ("completed_by", _("权利人没有按期补充通知")),
        NoticeState.MEASURED: ("counter_until", _("作者没有按期声明，请决定维持或恢复")),
        NoticeState.WAITING: ("waiting_until", _("等待期已满，请决定恢复或维持")),
    }
    done = 0
    for state, (field, words) in terms.items():
        over = InfringementNotice.objects.filter(state=state, **{f"{field}__lt": now}).select_related("complaint__case")
        for notice in over:
            due = getattr(notice, field)
            with transaction.atomic():
                unreminded = InfringementNotice.objects.filter(pk=notice.pk, state=state)
                if not unreminded.exclude(reminded_at__gte=due).update(reminded_at=now) or notice.complaint.case is None:
                    continue
                wake(notice.complaint.case, words, now)
                if state == NoticeState.WAITING:
                    course.tell(notice.complaint, "waiting_over")
                done += 1
    return done


def _drafts(now: datetime.datetime) -> int:
    """Files that came with a form that was refused and never sent again."""
    done = 0
    for waiting in ComplaintFile.objects.filter(complaint=None, at__lt=now - DRAFT_LIFE).select_related("file"):
        with transaction.atomic():
            vault_filing.erase(waiting.file, None, "not sent")
            waiting.delete()
            done += 1
    return done


WATCH = Duty("complaints", gettext_lazy("投诉与侵权通知的期限"), watch, datetime.timedelta(minutes=1))
TIDY = Duty("complaints tidy", gettext_lazy("投诉的过期资料"), tidy, datetime.timedelta(hours=1))
