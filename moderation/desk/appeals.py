"""申诉: whoever a return, a takedown or a sanction concerns asks for another look, once, within fifteen days.

Somebody who did not decide the first time decides (the database holds it), and takes the measure back by a new decision only.
Other parts of the desk say with `register` what of theirs may be appealed against.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger, notices, redaction, scanning
from ..cases import DecisionRefused
from ..models import Appeal, Case, CaseParticipant, Decision, Kind, LedgerHead, Scan, Submission, Verb
from ..models.notice import NoticeKind
from ..models.reference import key
from . import leases, offices, staffing

TERM = datetime.timedelta(days=15)


class AppealRefused(Exception):
    """Nothing was lodged. The sentence is for the person who tried."""


@dataclass(frozen=True)
class Ground:
    """One measure as an appeal needs it: whom it concerns, who took it and when, and how it is taken back.

    `overturn(case, by, note)` runs in the transaction of the decision and answers a sentence for the appellant. It may raise
    DecisionRefused or PublicationBlocked, and then nothing was decided.
    """

    concerns: frozenset[int]
    what: str
    reason: str
    at: datetime.datetime
    instance: models.Model
    overturn: Callable[[Case, Any, str], str]
    decided_by: Any = None
    # Others who took part in the decision: none of them decides the appeal.
    also: frozenset[int] = frozenset()
    submission: Submission | None = None
    scan: Scan | None = None
    # What the decision about the appeal takes back, if the measure is one.
    decision: Decision | None = None
    fields: dict[str, Any] = field(default_factory=dict)


_grounds: dict[type[models.Model], Callable[[Any], Ground | None]] = {}


def register(model: type[models.Model], ground_of: Callable[[Any], Ground | None]) -> None:
    """Say what of this model may be appealed against; `ground_of` answers None for a row that may not. Apps call it when ready."""
    _grounds[model] = ground_of


def ground(measure: models.Model | None) -> Ground | None:
    """What an appeal against this row would be about; None where there is none."""
    ground_of = _grounds.get(type(measure)) if measure is not None else None
    return ground_of(measure) if ground_of else None


def of(measure: models.Model) -> Appeal | None:
    """The appeal against this row, if one was lodged."""
    kind = ContentType.objects.get_for_model(type(measure))
    return Appeal.objects.filter(measure_type=kind, measure_id=measure.pk).select_related("case").first()


def refusal(measure: models.Model, user: Any, now: datetime.datetime | None = None) -> str:
    """Why this person cannot appeal against this now, as a sentence; empty while they can."""
    found = ground(measure)
    if found is None or user.pk not in found.concerns:
        return _("这个决定不能由您申诉")
    if of(measure) is not None:
        return _("已经就这个决定申诉过，一个决定只能申诉一次")
    if (now or timezone.now()) > found.at + TERM:
        return _("申诉期为决定之后 15 天，已于 %(day)s 结束") % {"day": timezone.localtime(found.at + TERM).strftime("%Y-%m-%d")}
    return ""


def lodge(measure: models.Model, user: Any, reason: str) -> Case:
    """Open a case against a measure, for somebody else than who decided it. Raises AppealRefused."""
    refused = refusal(measure, user)
    found = ground(measure)
    if refused or found is None:
        raise AppealRefused(refused)
    if not reason.strip():
        raise AppealRefused(_("请写明申诉的理由"))
    words = redaction.masked_text(reason.strip(), scanning.scanner())[:4000]
    try:
        with transaction.atomic():
            # Two at once wait for each other here, so that no two appeals fold into one case.
            LedgerHead.objects.select_for_update().get(pk=1)
            if Case.objects.filter(**key(found.instance), kind=Kind.APPEAL, state=Case.State.OPEN).exists():
                raise AppealRefused(_("对这篇内容的另一件申诉还在办理，请等它有了结果再提出"))
            about = {"submission": found.submission, "scan": found.scan, "first_reviewer": found.decided_by, **found.fields}
            case = cases.open_case(Kind.APPEAL, found.instance, _("对%(what)s的申诉") % {"what": found.what}, **about)
            rows = [CaseParticipant(case=case, user_id=identity) for identity in found.also | found.concerns]
            CaseParticipant.objects.bulk_create(rows, ignore_conflicts=True)
            kind = ContentType.objects.get_for_model(type(measure))
            Appeal.objects.create(case=case, measure_type=kind, measure_id=measure.pk, by=user, reason=words)
            data = {"case": case.pk, "measure": measure.pk, "by": user.pk}
            ledger.append("appeal lodged", found.instance, "", data)
            staffing.escalate_if_nobody(case)
    except IntegrityError as twice:
        raise AppealRefused(_("已经就这个决定申诉过，一个决定只能申诉一次")) from twice
    return case


def decide(case: Case, by: Any, overturned: bool, note: str) -> str:
    """Keep the measure, or take it back; the sentence says what came of it. Raises DecisionRefused, CaseClosed, PublicationBlocked."""
    appeal = Appeal.objects.filter(case=case).select_related("by").first()
    measure = appeal.measure() if appeal else None
    found = ground(measure)
    if appeal is None or measure is None or found is None:
        raise DecisionRefused(_("申诉所指的决定已经不在，不能办理；请在“升级”里交给运营人员"))
    reasons = offices.objections(by, found.instance, found.submission, case)
    if taken := leases.refusal(case, by):
        reasons = [*reasons, taken]
    if not note.strip():
        reasons = [*reasons, _("请写明理由，申诉人会看到")]
    if reasons:
        raise DecisionRefused(*reasons)
    with transaction.atomic():
        cases.close(case, "overturned" if overturned else "affirmed", by)
        decision = Decision.objects.create(
            **key(found.instance),
            verb=Verb.OVERTURN if overturned else Verb.AFFIRM,
            digest=found.submission.digest if found.submission else "",
            case=case,
            submission=found.submission,
            by=by,
            note=note.strip(),
            reverses=found.decision if overturned else None,
        )
        data = {"case": case.pk, "decision": decision.pk, "by": by.pk}
        ledger.append("appeal overturned" if overturned else "appeal affirmed", found.instance, decision.digest, data)
        came = found.overturn(case, by, note.strip()) if overturned else ""
        context = {"what": found.what, "reason": f"{came}{note.strip()}"}
        told = NoticeKind.APPEAL_WON if overturned else NoticeKind.APPEAL_KEPT
        notices.tell(appeal.by, told, context, offices.appeal_url(measure))
    return _("原决定已改变。%(came)s") % {"came": came} if overturned else _("维持原决定，申诉人会看到理由。")
