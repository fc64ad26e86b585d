"""What a moderator decides on a complaint: each act is one transaction that every complainant of the case learns of."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, clearance, decisions, ledger
from ..decisions import DecisionRefused
from ..desk import leases, offices
from ..models import Case, CaseSource, Complaint, Correction, Decision, InfringementNotice, NoticeState, Outcome, Verb
from ..models.decision import CLEARING, ENDING
from ..models.notice import NoticeKind
from ..models.reference import key
from . import authors, course
from .sealing import masked_text
from .siblings import Sibling
from .terms import CORRECTION_DAYS


def dismiss(case: Case, by: Any, reason: str, groundless: Iterable[int] = ()) -> Decision:
    """Not upheld, with a reason that complainants read. Raises DecisionRefused, CaseClosed."""
    reason = reasoned(reason)
    with transaction.atomic():
        course.settle(case, "dismissed", Outcome.DISMISSED, reason, by, groundless)
        decision = decisions.dismiss(case, by, reason)
        _end_what_waits(case)
        authors.tell(case.content(), NoticeKind.COMPLAINT, outcome=str(Outcome.DISMISSED.label))
    return decision


def take_down(case: Case, by: Any, codes: Sequence[str], reason: str, siblings: Sequence[Sibling] = ()) -> list[Decision]:
    """Upheld: the page and each chosen sibling leave readers at once. Raises DecisionRefused, CaseClosed."""
    reason = reasoned(reason)
    instance = case.content()
    check(case, by)
    if not codes:
        raise DecisionRefused(_("请选择下架的原因"))
    if not getattr(instance, "live", False):
        raise DecisionRefused(_("读者现在看不到这一页，不需要下架；可以选“成立，已处理”"))
    with transaction.atomic():
        done = [decisions.take_down(instance, by, Verb.TAKEDOWN, codes, reason, case)]
        done += [decisions.take_down(one.instance, by, Verb.TAKEDOWN, codes, reason) for one in siblings if one.instance.live]
        _end_what_waits(case)
    return done


def uphold(case: Case, by: Any, reason: str, outcome: str = Outcome.UPHELD, what: str = "upheld") -> Decision:
    """Upheld without a page to take down: what was done stands in the reason. Raises DecisionRefused, CaseClosed."""
    reason = reasoned(reason)
    check(case, by)
    with transaction.atomic():
        course.settle(case, what, outcome, reason, by)
        cases.close(case, "upheld", by)
        about = {"content_type": case.content_type, "object_id": case.object_id}
        decision = Decision.objects.create(**about, verb=Verb.UPHOLD, case=case, by=by, note=reason)
        data = {"case": case.pk, "decision": decision.pk, "by": by.pk, "outcome": outcome}
        ledger.append_about("complaint upheld", case.content_type_id, case.object_id, "", data)
        _end_what_waits(case)
        authors.tell(case.content(), NoticeKind.COMPLAINT, outcome=str(Outcome(outcome).label))
    return decision


def ask_correction(case: Case, by: Any, words: str, days: int = CORRECTION_DAYS) -> Correction:
    """Upheld, and the author mends it until a day; the case waits meanwhile. Raises DecisionRefused."""
    words = reasoned(words, _("请写明要更正什么"))
    instance = case.content()
    check(case, by)
    if not getattr(instance, "live", False):
        raise DecisionRefused(_("读者现在看不到这一页，不需要更正"))
    if not 1 <= days <= 60:
        raise DecisionRefused(_("更正的期限在 1 到 60 天之间"))
    due_at = timezone.now() + datetime.timedelta(days=days)
    with transaction.atomic():
        waiting = wait(case, due_at, _("等待作者更正"))
        if not waiting or case.corrections.filter(state="asked").exists():
            raise DecisionRefused(_("已经要求作者更正，正在等待；或者案件已经办结"))
        row = type(instance)._base_manager.get(pk=instance.pk)
        correction = Correction.objects.create(case=case, digest=row.live_digest, words=words, by=by, due_at=due_at)
        ledger.append("correction asked", instance, row.live_digest, {"case": case.pk, "by": by.pk, "correction": correction.pk})
        day = timezone.localtime(due_at).strftime("%Y-%m-%d")
        course.tell_all(case, "correction_asked", _("期限 %(day)s") % {"day": day}, by)
        authors.tell(instance, NoticeKind.CORRECTION, reason=words, day=day)
    return correction


def confirm_correction(case: Case, by: Any, reason: str) -> Decision:
    """The author's new words are what was asked for. Raises DecisionRefused, CaseClosed."""
    if not case.corrections.exclude(state="asked").exists():
        raise DecisionRefused(_("作者还没有发布更正后的内容"))
    return uphold(case, by, reason or _("作者已更正，经核对属实"), Outcome.CORRECTED, "corrected")


def last_shown(instance: Any) -> str:
    """The digest that the newest takedown took away; empty when readers see the page or nothing was taken."""
    if instance is None or getattr(instance, "live", True):
        return ""
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
    if newest is None or newest.verb not in ENDING or clearance.cleared_scan(instance, newest.digest) is None:
        return ""
    return newest.digest


def standing_notice(instance: Any) -> InfringementNotice | None:
    """A notice of infringement because of which the page is away."""
    about = {f"complaint__{name}": value for name, value in key(instance).items()}
    held = (NoticeState.MEASURED, NoticeState.COUNTERED, NoticeState.WAITING, NoticeState.SUED)
    return InfringementNotice.objects.filter(**about, state__in=held).select_related("complaint").first()


def against_restoring(instance: Any) -> list[str]:
    """What stands against showing a page again: a notice of infringement that is not at its end."""
    if standing_notice(instance) is None:
        return []
    return [_("这一页有侵权通知正在办理，请在侵权通知的案件里决定恢复还是维持")]


def concern(case: Case, by: Any, person: Any) -> None:
    """Say which moderator a complaint is about; from then on that person neither sees nor decides it. Raises DecisionRefused."""
    check(case, by)
    with transaction.atomic():
        named = (
            Case.objects.filter(pk=case.pk, state=Case.State.OPEN, about_user=None)
            .exclude(first_reviewer=person)
            .update(about_user=person, assignee=None if person.pk == case.assignee_id else case.assignee_id)
        )
        if not named:
            raise DecisionRefused(_("已经认定过涉及的人，或者案件已经办结"))
        ledger.append("complaint concerns", case, "", {"case": case.pk, "about": person.pk, "by": by.pk})


def check(case: Case, by: Any) -> None:
    """Raises DecisionRefused with every reason why this person may not decide here."""
    reasons = offices.objections(by, case.content(), None, case)
    if taken := leases.refusal(case, by):
        reasons.append(taken)
    if reasons:
        raise DecisionRefused(*reasons)


def reasoned(reason: str, lacking: str = "") -> str:
    """What complainants and readers will see, with everything personal in it masked."""
    if not reason.strip():
        raise DecisionRefused(lacking or _("请写明理由，投诉人会看到"))
    return masked_text(reason.strip())[:2_000]


def wait(case: Case, until: datetime.datetime, why: str) -> int:
    """Put an open case aside until a day; it is due shortly after."""
    return Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(
        held_until=until, hold_reason=why, due_at=until + datetime.timedelta(days=2), escalated_at=None, escalation=""
    )


def wake(case: Case, what: str, at: datetime.datetime | None = None) -> None:
    """Bring a waiting case up again, with a line that says why; it is due a day later."""
    if case.state == Case.State.OPEN:
        CaseSource.objects.create(case=case, what=what[:200])
        Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(
            held_until=None, hold_reason="", due_at=(at or timezone.now()) + datetime.timedelta(hours=24)
        )


def _end_what_waits(case: Case) -> None:
    case.corrections.filter(state="asked").update(state="late")
    case.referrals.filter(state="sent").update(state="ended")


def of_case(case: Case) -> list[Complaint]:
    return list(case.complaints.prefetch_related("texts", "files__file", "events").order_by("pk"))
