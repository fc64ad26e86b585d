"""Setting a case aside for a time, and handing a question up to the operators; both leave the queue until they end."""

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger, notices
from ..cases import CaseClosed, DecisionRefused
from ..models import Case, CaseSource
from ..models.notice import NoticeKind
from . import leases, offices

# Nothing is set aside for longer: by then somebody should have looked again.
LONGEST_HOLD = datetime.timedelta(days=60)


def hold(case: Case, by: Any, until: datetime.datetime, reason: str) -> Case:
    """Out of the queue until then, with the same person's name on it. Raises DecisionRefused, CaseClosed."""
    now = leases.clock()
    reasons = _objections(case, by)
    if not reason.strip():
        reasons.append(_("请写明搁置的原因"))
    if until <= now:
        reasons.append(_("搁置到的时间已经过去，请选以后的时间"))
    elif until > now + LONGEST_HOLD:
        reasons.append(_("一次最多搁置 %(days)s 天") % {"days": LONGEST_HOLD.days})
    if reasons:
        raise DecisionRefused(*reasons)
    fields = {"held_until": until, "hold_reason": reason.strip()[:400], "lease_until": None}
    # Whoever can decide it keeps it; an operator only sets it aside.
    own = {} if offices.is_operator(by) else {"assignee": by}
    return _change(case, by, "case held", now, **fields, **own)


def resume(case: Case, by: Any) -> Case:
    """Back into the queue at once. Raises DecisionRefused, CaseClosed."""
    reasons = _objections(case, by)
    if case.held_until is None:
        reasons.append(_("这个案件没有搁置"))
    if reasons:
        raise DecisionRefused(*reasons)
    return _change(case, by, "hold ended", leases.clock(), held_until=None, hold_reason="")


def escalate(case: Case, by: Any, reason: str) -> Case:
    """Ask the operators, who are told; nobody is offered the case until they answer. Raises DecisionRefused, CaseClosed."""
    reasons = _objections(case, by)
    if not reason.strip():
        reasons.append(_("请写明升级的原因，运营人员才知道要做什么"))
    if case.escalated_at is not None:
        reasons.append(_("这个案件已经升级，等运营人员答复"))
    if reasons:
        raise DecisionRefused(*reasons)
    fields = {"escalated_at": timezone.now(), "escalation": reason.strip()[:400], "assignee": None, "lease_until": None}
    with transaction.atomic():
        changed = _change(case, by, "case escalated", leases.clock(), **fields)
        for operator in offices.operators():
            notices.tell(operator, NoticeKind.CASE_ESCALATED, {"number": case.number}, reverse("moderation_escalated"))
    return changed


def answer(case: Case, by: Any, words: str) -> Case:
    """The operators' answer to an escalation: kept with the case, which goes back to its queue. Raises DecisionRefused, CaseClosed."""
    if not offices.is_operator(by):
        raise DecisionRefused(_("升级的案件由运营人员答复"))
    if not words.strip():
        raise DecisionRefused(_("请写下给审核员的答复"))
    with transaction.atomic():
        open_row = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, escalated_at__isnull=False)
        if not open_row.update(escalated_at=None, escalation=""):
            raise _lost(case, _("这个案件已经答复过了"))
        CaseSource.objects.create(case=case, what=_("运营答复：%(words)s") % {"words": words.strip()[:190]})
        _record("escalation answered", case, by)
    return Case.objects.get(pk=case.pk)


def _change(case: Case, by: Any, kind: str, now: datetime.datetime, **fields: Any) -> Case:
    with transaction.atomic():
        free = Case.objects.filter(leases.free_for(by, now), pk=case.pk, state=Case.State.OPEN)
        if not free.update(**fields):
            raise _lost(case, leases.refusal(case, by))
        _record(kind, case, by)
    return Case.objects.get(pk=case.pk)


def _objections(case: Case, by: Any) -> list[str]:
    """Operators set aside and hand on without being able to decide; everybody else must be able to decide."""
    taken = leases.refusal(case, by)
    reasons = [] if offices.is_operator(by) else offices.objections(by, case.content(), None, case)
    return [*reasons, taken] if taken else list(reasons)


def _lost(case: Case, sentence: str) -> Exception:
    state = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    return CaseClosed(case.number) if state == Case.State.CLOSED or not sentence else DecisionRefused(sentence)


def _record(kind: str, case: Case, by: Any) -> None:
    ledger.append_about(kind, case.content_type_id, case.object_id, "", {"case": case.pk, "by": by.pk})
