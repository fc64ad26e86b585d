"""Taking a case, keeping it while one works, handing it on, giving it back: one conditional update each."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from .. import ledger, notices
from ..cases import CaseClosed, DecisionRefused
from ..models import Case
from ..models.notice import NoticeKind
from . import leases, offices, skills


def claim(case: Case, user: Any, now: datetime.datetime | None = None) -> Case:
    """Make the case this person's for one lease; a hold ends. Claiming what is theirs already extends it.

    Raises DecisionRefused where they may not, CaseClosed where it is too late.
    """
    now = now or leases.clock()
    reasons = _objections(case, user)
    if reasons:
        raise DecisionRefused(*reasons)
    if Case.objects.filter(leases.running(now), pk=case.pk, state=Case.State.OPEN, assignee=user).exists():
        return extend(case, user, now)
    if taken := leases.refusal(case, user, now):
        # Most who come too late are told so without waiting for the one who writes.
        raise DecisionRefused(taken)
    with transaction.atomic():
        if not win(case.pk, user, now):
            raise _lost(case, user)
    return _again(case)


def win(pk: int, user: Any, now: datetime.datetime) -> bool:
    """The conditional update behind every claim, with its record, in the caller's transaction. Raises DecisionRefused at the cap."""
    free = Case.objects.filter(leases.free_for(user, now), pk=pk, state=Case.State.OPEN)
    if not free.update(assignee=user, lease_until=now + settings.DESK_LEASE, held_until=None, hold_reason=""):
        return False
    _record("case claimed", pk, by=user.pk)
    # Counted behind the ledger's lock: of two claims at once the second sees the first.
    able = skills.of(user)
    if skills.load(user, now) > able.cap:
        raise DecisionRefused(skills.full(able, user))
    return True


def extend(case: Case, user: Any, now: datetime.datetime | None = None) -> Case:
    """One more lease from now, never a shorter one; also after it ran out, as long as nobody else took the case.

    Raises DecisionRefused, CaseClosed.
    """
    now = now or leases.clock()
    until = now + settings.DESK_LEASE
    own = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, assignee=user)
    longer = own.exclude(lease_until__gte=until, lease_until__lte=now + leases.longest())
    if not longer.update(lease_until=until) and not own.exists():
        raise _lost(case, user)
    return _again(case)


def release(case: Case, user: Any) -> Case:
    """Give back what one claimed. Raises DecisionRefused, CaseClosed."""
    with transaction.atomic():
        own = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, assignee=user)
        if not own.update(assignee=None, lease_until=None):
            raise _lost(case, user)
        _record("claim released", case.pk, by=user.pk)
    return _again(case)


def hand_over(case: Case, by: Any, to: Any, now: datetime.datetime | None = None) -> Case:
    """Put a case of one's own or a free one into a named person's hands; operators any. Raises DecisionRefused, CaseClosed."""
    now = now or leases.clock()
    reasons = _objections(case, to)
    if reasons:
        raise DecisionRefused(*(_("不能转交给 %(name)s：%(reason)s") % {"name": to, "reason": reason} for reason in reasons))
    with transaction.atomic():
        held = Case.objects.filter(pk=case.pk, state=Case.State.OPEN)
        if not offices.is_operator(by):
            held = held.filter(leases.free_for(by, now))
        if not held.update(assignee=to, lease_until=now + settings.DESK_HANDED_LEASE, held_until=None, hold_reason=""):
            raise _lost(case, by)
        _record("case handed over", case.pk, by=by.pk, to=to.pk)
        able = skills.of(to)
        if skills.load(to, now) > able.cap:
            raise DecisionRefused(skills.full(able, to))
        if to.pk != by.pk:
            notices.tell(to, NoticeKind.CASE_HANDED, {"number": case.number, "name": str(by)}, offices.case_url(case))
    return _again(case)


def take_back(case: Case, by: Any) -> Case:
    """An operator takes a case out of somebody's hands; whoever had it is told. Raises DecisionRefused, CaseClosed."""
    if not offices.is_operator(by):
        raise DecisionRefused(_("只有运营人员可以收回别人正在办理的案件"))
    before = _again(case)
    with transaction.atomic():
        held = Case.objects.filter(pk=case.pk, state=Case.State.OPEN, assignee=before.assignee_id).exclude(assignee=None)
        if not held.update(assignee=None, lease_until=None):
            raise (
                CaseClosed(case.number)
                if _again(case).state == Case.State.CLOSED
                else DecisionRefused(_("这个案件现在没有人认领"))
            )
        _record("claim taken back", case.pk, by=by.pk, holder=before.assignee_id)
        notices.tell(
            before.assignee, NoticeKind.CASE_TAKEN_BACK, {"number": case.number, "name": str(by)}, offices.case_url(case)
        )
    return _again(case)


def expire(now: datetime.datetime) -> int:
    """Put every case whose lease ran out back into its queue; what is claimed anew meanwhile stays."""
    done = 0
    lapsed = Case.objects.filter(leases.run_out(now), state=Case.State.OPEN, assignee__isnull=False)
    for pk, holder, until in list(lapsed.values_list("pk", "assignee", "lease_until")):
        with transaction.atomic():
            if Case.objects.filter(pk=pk, state=Case.State.OPEN, assignee=holder, lease_until=until).update(
                assignee=None, lease_until=None
            ):
                _record("claim ran out", pk, holder=holder)
                done += 1
    return done


def _objections(case: Case, user: Any) -> list[str]:
    reasons = offices.objections(user, case.content(), None, case)
    able = skills.objection(skills.of(user), case, user)
    if case.opinions.filter(by=user).exists():
        reasons = [*reasons, _("已经对这个案件给出意见，请由另一位审核员处理")]
    return [*reasons, able] if able else reasons


def _lost(case: Case, user: Any) -> Exception:
    """What to tell somebody whose update found nothing."""
    row = _again(case)
    if row.state == Case.State.CLOSED:
        return CaseClosed(case.number)
    taken = leases.refusal(case, user)
    return DecisionRefused(taken or _("这个案件现在不在您手里，请先认领"))


def _again(case: Case) -> Case:
    return Case.objects.select_related("assignee").get(pk=case.pk)


def _record(kind: str, pk: int, **data: int | None) -> None:
    type_id, object_id = Case.objects.values_list("content_type", "object_id").get(pk=pk)
    ledger.append_about(kind, type_id, object_id, "", {"case": pk, **data})
