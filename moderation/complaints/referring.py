"""Hands a case to the institution that it concerns, by a link for its officer, and takes the answer in."""

import datetime
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..decisions import DecisionRefused
from ..models import Case, Referral
from ..models.notice import NoticeKind
from . import authors, course, mail, sealing
from .deciding import check, wait, wake
from .terms import REFERRAL_DAYS

SALT = "complaint referral"


def refer(case: Case, by: Any, institution: str, address: str, summary: str, days: int = REFERRAL_DAYS) -> Referral:
    """Send the masked summary; the case waits for the answer. Raises DecisionRefused."""
    institution, address = institution.strip()[:80], sealing.mail_in(address)
    if not institution or not address or not summary.strip():
        raise DecisionRefused(_("转交需要写明机构名称、机构联系人的邮箱和要转交的内容"))
    if not 1 <= days <= 60:
        raise DecisionRefused(_("答复的期限在 1 到 60 天之间"))
    check(case, by)
    summary, due_at = sealing.masked_text(summary.strip())[:4_000], timezone.now() + datetime.timedelta(days=days)
    try:
        with transaction.atomic():
            if not wait(case, due_at, _("等待机构答复")):
                raise DecisionRefused(_("案件已经办结，没有转交"))
            sealed = sealing.sealed({"mail": address}, f"referral {case.pk}")
            referral = Referral.objects.create(
                case=case, institution=institution, mail=sealed, summary=summary, by=by, due_at=due_at
            )
            day = timezone.localtime(due_at).strftime("%Y-%m-%d")
            course.tell_all(case, "referred", _("%(who)s，答复期限 %(day)s") % {"who": institution, "day": day}, by)
            outcome = _("已转交%(who)s，请配合核实") % {"who": institution}
            authors.tell(case.content(), NoticeKind.COMPLAINT, outcome=outcome)
            ledger.append("referred", case, "", {"case": case.pk, "referral": referral.pk, "by": by.pk})
            mail.to_institution(address, institution, path_of(referral), day)
    except IntegrityError as waiting:
        raise DecisionRefused(_("已经转交过，正在等待答复")) from waiting
    return referral


def path_of(referral: Referral) -> str:
    """The address of the officer's page; whoever has it may answer."""
    return reverse("complaint_institution", args=[signing.dumps(referral.pk, salt=SALT)])


def of_token(token: str) -> Referral | None:
    try:
        identity = signing.loads(token[:200], salt=SALT)
    except signing.BadSignature:
        return None
    return Referral.objects.select_related("case").filter(pk=identity).first()


def answer(referral: Referral, words: str, name: str) -> None:
    """The institution's answer, once, also after its deadline. Raises DecisionRefused."""
    if not words.strip() or not name.strip():
        raise DecisionRefused(_("请写明答复和答复人"))
    masked = sealing.masked_text(words.strip())[:5_000]
    with transaction.atomic():
        answered = Referral.objects.filter(pk=referral.pk, state__in=("sent", "late")).update(
            state="answered", answer=masked, answered_by=name.strip()[:80], answered_at=timezone.now()
        )
        if not answered:
            raise DecisionRefused(_("这件转交已经答复或结束，没有重复记录"))
        course.tell_all(referral.case, "referral_answered", masked)
        wake(referral.case, _("%(who)s 已答复") % {"who": referral.institution})
        ledger.append("referral answered", referral.case, "", {"case": referral.case_id, "referral": referral.pk})
