"""Cases that check the deciders: their answer is kept as an opinion, and nothing that readers see ever changes by one."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .. import cases, ledger
from ..models import Case, CaseParticipant, Kind, QualityCheck, Verb
from . import opinions

OUTCOMES = {Verb.APPROVE: "approved", Verb.RETURN: "returned"}


def of(case: Case) -> QualityCheck | None:
    return QualityCheck.objects.filter(case=case).select_related("decision", "golden").first()


def cutoff(case: Case) -> datetime.datetime | None:
    """While a check is open its page shows what was known when the words were handed in, and nothing later; None for other cases."""
    if case.state != Case.State.OPEN or case.submission is None or of(case) is None:
        return None
    return case.submission.submitted_at


def answered(case: Case, by: Any, verb: str, note: str, typed: Mapping[str, Any]) -> bool:
    """Keep this answer if the case is a check, and close it; False for every other case. Raises CaseClosed, DecisionRefused."""
    check = of(case)
    if check is None:
        return False
    with transaction.atomic():
        opinions.give(case, by, verb, note, typed)
        cases.close(case, OUTCOMES[Verb(verb)], by)
        data = {"case": case.pk, "check": check.pk, "by": by.pk, "agrees": verb == check.expected}
        ledger.append_about("quality answered", case.content_type_id, case.object_id, "", data)
        if check.decision is not None and check.expected == Verb.APPROVE and verb == Verb.RETURN:
            _look_again(check, by, note)
    return True


def _look_again(check: QualityCheck, by: Any, note: str) -> None:
    """Readers see what a second person would not have let pass: a third looks, and may take it down."""
    decision = check.decision
    instance = decision.content() if decision else None
    if decision is None or instance is None or not instance.live or instance.live_digest != decision.digest:
        return
    what = _("抽检意见不一致：%(note)s") % {"note": note.strip() or _("第二位审核员会退回这一篇")}
    case = cases.open_case(Kind.RESCAN, instance, what, scan=decision.scan, first_reviewer=decision.by)
    # Into an open case it folds, whose first reviewer stays as it was.
    for person in (by, decision.by):
        CaseParticipant.objects.get_or_create(case=case, user=person)


def told() -> str:
    """What whoever answered a check is told."""
    return _("您的判断已记录。这是一件质检案件，不会改变读者看到的内容。")
