"""Proposing, reviewing, imposing at once, and ending a sanction; every step by people, in one transaction each."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger, notices, reasons
from ..cases import DecisionRefused
from ..desk import offices
from ..models import Case, Kind, Sanction, Step
from ..models.notice import NoticeKind
from ..models.reference import key
from . import hiding, ladder

# What is in force unreviewed ends after this (R30); what is proposed and not reviewed is escalated by its case's term.
EMERGENCY = datetime.timedelta(hours=72)
# Steps that may be imposed before a second person has looked.
URGENT = (Step.NO_PUBLISHING, Step.HIDE, Step.SUSPEND)


def propose(account: Any, step: str, codes: Sequence[str], reason: str, days: int | None, by: Any) -> Sanction:
    """Ask a second person for this step. Raises DecisionRefused."""
    return _make(account, step, codes, reason, days, by, emergency=False)


def impose_at_once(account: Any, step: str, codes: Sequence[str], reason: str, days: int | None, by: Any) -> Sanction:
    """In force now, without notice beforehand; told at once, reviewed within 72 hours or over. Raises DecisionRefused."""
    if step not in URGENT:
        raise DecisionRefused(_("这一级处置不能紧急执行，请提交复核"))
    with transaction.atomic():
        sanction = _make(account, step, codes, reason, days, by, emergency=True)
        _take_force(sanction, by)
    return sanction


def confirm(sanction: Sanction, by: Any, note: str = "") -> Sanction:
    """The second person agrees. Raises DecisionRefused."""
    _check_reviewer(sanction, by)
    now = timezone.now()
    waiting = Sanction.objects.filter(
        pk=sanction.pk, reviewed_by=None, state__in=(Sanction.State.PROPOSED, Sanction.State.IN_FORCE)
    )
    with transaction.atomic():
        was_in_force = sanction.state == Sanction.State.IN_FORCE
        waiting = waiting.filter(state=sanction.state)
        if was_in_force:
            waiting = waiting.filter(review_by__gt=now)
        if not waiting.update(reviewed_by=by, reviewed_at=now, state=Sanction.State.IN_FORCE):
            raise DecisionRefused(_("这项处置刚刚已有结果，请刷新后再看"))
        sanction.refresh_from_db()
        _close_case(sanction, "confirmed", by)
        _record("sanction confirmed", sanction, by)
        if not was_in_force:
            _take_force(sanction, by)
    return sanction


def refuse(sanction: Sanction, by: Any, note: str) -> Sanction:
    """The second person does not agree: nothing comes of it, and an emergency ends at once. Raises DecisionRefused."""
    _check_reviewer(sanction, by)
    if not note.strip():
        raise DecisionRefused(_("请写明不同意的理由"))
    standing = Sanction.objects.filter(pk=sanction.pk, reviewed_by=None, state=sanction.state)
    with transaction.atomic():
        changed = standing.filter(state__in=(Sanction.State.PROPOSED, Sanction.State.IN_FORCE)).update(
            state=Sanction.State.REFUSED,
            reviewed_by=by,
            reviewed_at=timezone.now(),
            ended_at=timezone.now(),
            ended_by=by,
            end_reason=note.strip()[:2000],
        )
        if not changed:
            raise DecisionRefused(_("这项处置刚刚已有结果，请刷新后再看"))
        sanction.refresh_from_db()
        _close_case(sanction, "refused", by)
        _record("sanction refused", sanction, by)
        if sanction.starts_at is not None:
            hiding.show_again(sanction, by, note.strip())
            _tell(sanction, NoticeKind.SANCTION_ENDED, note.strip())
    return sanction


def lift(sanction: Sanction, by: Any, note: str) -> Sanction:
    """End a sanction before its term, as an appeal or later knowledge asks. Raises DecisionRefused."""
    _check_person(sanction.account, by)
    if not note.strip():
        raise DecisionRefused(_("请写明解除的理由"))
    with transaction.atomic():
        if not _end(sanction, Sanction.State.LIFTED, by, note.strip(), timezone.now()):
            raise DecisionRefused(_("这项处置已经结束"))
        left = hiding.show_again(sanction, by, note.strip())
        # Two people agreed to it and one ends it: never quietly.
        _tell_operators(sanction, NoticeKind.SANCTION_LIFTED, _("%(name)s提前解除") % {"name": by.name}, left)
    return sanction


def end_what_ran_out(now: datetime.datetime) -> int:
    """End terms that are over and emergencies that nobody reviewed; what they hid comes back, operators hear of the second."""
    done = 0
    for sanction in Sanction.objects.filter(state=Sanction.State.IN_FORCE, reviewed_by=None, review_by__lte=now):
        done += _run_out(sanction, Sanction.State.LAPSED, _("紧急处置在 72 小时内没有复核，自动解除"), now)
    for sanction in Sanction.objects.filter(state=Sanction.State.IN_FORCE, ends_at__lte=now):
        done += _run_out(sanction, Sanction.State.ENDED, _("处置期满"), now)
    return done


def _run_out(sanction: Sanction, state: str, note: str, now: datetime.datetime) -> bool:
    """Words come back in the name of whoever took them away: that decision was for a time from the start."""
    with transaction.atomic():
        if not _end(sanction, state, None, note, now):
            return False
        kept_away = hiding.show_again(sanction, sanction.decided_by, note)
        if state == Sanction.State.LAPSED or kept_away:
            _tell_operators(sanction, NoticeKind.SANCTION_LAPSED, note, kept_away)
    return True


def _make(account: Any, step: str, codes: Sequence[str], reason: str, days: int | None, by: Any, emergency: bool) -> Sanction:
    _check_person(account, by)
    known = reasons.known(list(codes))
    lacking = []
    if step not in Step.values:
        lacking.append(_("请选择处置"))
    if not known:
        lacking.append(_("请选择依据"))
    if not reason.strip():
        lacking.append(_("请写明理由和事实"))
    longest = ladder.longest(step) if step in Step.values else None
    if longest and (days is None or not 0 < days <= longest):
        lacking.append(_("请填写 1 到 %(days)d 天的期限") % {"days": longest})
    if lacking:
        raise DecisionRefused(*lacking)
    now = timezone.now()
    try:
        with transaction.atomic():
            sanction = Sanction.objects.create(
                account=account,
                step=step,
                codes=known,
                reason=reason.strip()[:4000],
                days=days if longest else None,
                decided_by=by,
                decided_at=now,
                review_by=now + EMERGENCY,
                emergency=emergency,
            )
            what = _("紧急处置待复核：%(step)s") if emergency else _("处置待复核：%(step)s")
            cases.open_case(
                Kind.SANCTION,
                sanction,
                what % {"step": sanction.get_step_display()},
                title=f"{account.name} · {sanction.get_step_display()}",
                about_user=account,
                first_reviewer=by,
                risk="high" if emergency else "normal",
                due_at=now + EMERGENCY,
            )
            _record("sanction proposed", sanction, by)
    except IntegrityError as twice:
        raise DecisionRefused(_("对这个账号已有同样的处置在执行或待复核")) from twice
    return sanction


def _take_force(sanction: Sanction, by: Any) -> None:
    now = timezone.now()
    ends = now + datetime.timedelta(days=sanction.days) if sanction.days else None
    Sanction.objects.filter(pk=sanction.pk).update(state=Sanction.State.IN_FORCE, starts_at=now, ends_at=ends)
    sanction.refresh_from_db()
    _record("sanction in force", sanction, by)
    left = hiding.hide(sanction, by) if "show" in ladder.stops(sanction.step) else []
    if left:
        _tell_operators(sanction, NoticeKind.SANCTION_LEFT, _("没能全部下架"), left)
    _tell(sanction, NoticeKind.SANCTIONED, sanction.reason)


def _end(sanction: Sanction, state: str, by: Any, note: str, now: datetime.datetime) -> bool:
    standing = Sanction.objects.filter(pk=sanction.pk, state=Sanction.State.IN_FORCE)
    if not standing.update(state=state, ended_at=now, ended_by=by, end_reason=note):
        return False
    sanction.refresh_from_db()
    _close_case(sanction, "lapsed" if state == Sanction.State.LAPSED else "ended", by)
    _record(f"sanction {state}", sanction, by)
    _tell(sanction, NoticeKind.SANCTION_ENDED, note)
    return True


def _check_person(account: Any, by: Any) -> None:
    if not by.is_active or not by.has_perm("moderation.work_the_desk"):
        raise DecisionRefused(_("您没有审核的权限"))
    if by.pk == account.pk:
        raise DecisionRefused(_("不能处置自己的账号"))


def _check_reviewer(sanction: Sanction, by: Any) -> None:
    _check_person(sanction.account, by)
    if by.pk == sanction.decided_by_id:
        raise DecisionRefused(_("提出处置的人不能复核，请由另一位审核员处理"))


def _close_case(sanction: Sanction, outcome: str, by: Any) -> None:
    case = Case.objects.filter(**key(sanction), kind=Kind.SANCTION, state=Case.State.OPEN).first()
    if case is not None:
        cases.close(case, outcome, by)


def _record(kind: str, sanction: Sanction, by: Any) -> None:
    data = {"account": sanction.account_id, "step": sanction.step, "codes": list(sanction.codes), "by": by.pk if by else None}
    ledger.append(kind, sanction, "", data)


def _tell(sanction: Sanction, kind: str, reason: str) -> None:
    until = timezone.localtime(sanction.ends_at).strftime("%Y-%m-%d %H:%M") if sanction.ends_at else _("没有期限")
    codes = "、".join(reasons.name_of(code) for code in sanction.codes)
    context = {"step": str(sanction.get_step_display()), "codes": codes, "reason": reason, "until": until}
    notices.tell(sanction.account, kind, context, reverse("moderation_own_sanctions"), about=sanction)


def _tell_operators(sanction: Sanction, kind: str, what: str, left: Sequence[str]) -> None:
    """Once to each; `left` are the pages that did not follow, as sentences."""
    for operator in offices.operators():
        context = {"name": sanction.account.name, "what": what, "left": "；".join(left)[:400]}
        notices.tell(operator, kind, context, url(sanction), once=f"sanction {sanction.pk} {kind} {operator.pk}")


def url(sanction: Sanction) -> str:
    return reverse("moderation_sanctions_of", args=[sanction.account_id])
