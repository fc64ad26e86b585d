"""Golden cases: past ones whose answer is agreed, put among the others so that nobody can tell them apart before answering."""

import datetime
import random
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger
from ..cases import DecisionRefused
from ..models import Case, CaseParticipant, GoldenCase, Kind, LedgerHead, Opinion, QualityCheck, Verb
from . import offices
from .sampling import week_of


def mark(case: Case, verb: str, why: str, by: Any) -> GoldenCase:
    """Keep a decided case with the answer that the reviewers agreed on. Raises DecisionRefused."""
    reasons = []
    if not offices.is_operator(by):
        reasons.append(_("只有运营人员可以标记金标准"))
    decided = case.state == Case.State.CLOSED and case.outcome in ("approved", "returned")
    if case.kind != Kind.SUBMISSION or not decided or QualityCheck.objects.filter(case=case).exists():
        reasons.append(_("只有已办结的投稿可以作金标准"))
    elif case.submission is None or case.submission.revision_id is None:
        reasons.append(_("这一件的原文没有保存，不能作金标准"))
    elif by.pk in offices.participants(case.content(), case.submission):
        reasons.append(_("自己参与的内容不能由自己标记"))
    if verb not in (Verb.APPROVE, Verb.RETURN):
        reasons.append(_("请选择约定的答案：通过或退回"))
    if not why.strip():
        reasons.append(_("请写明为什么是这个答案"))
    if reasons:
        raise DecisionRefused(*reasons)
    try:
        with transaction.atomic():
            golden = GoldenCase.objects.create(source=case, verb=verb, why=why.strip()[:400], by=by)
            data = {"golden": golden.pk, "case": case.pk, "by": by.pk}
            ledger.append_about("golden marked", case.content_type_id, case.object_id, "", data)
    except IntegrityError as twice:
        raise DecisionRefused(_("这一件已经是金标准")) from twice
    return golden


def retire(golden: GoldenCase, by: Any) -> None:
    """Take it out of use; answers that were given count on. Raises DecisionRefused."""
    if not offices.is_operator(by):
        raise DecisionRefused(_("只有运营人员可以停用金标准"))
    with transaction.atomic():
        if GoldenCase.objects.filter(pk=golden.pk, retired_at=None).update(retired_at=timezone.now()):
            source = golden.source
            data = {"golden": golden.pk, "by": by.pk}
            ledger.append_about("golden retired", source.content_type_id, source.object_id, "", data)


def plant(now: datetime.datetime) -> int:
    """Put one golden case among the others, as long as this week has fewer than the setting says."""
    week = week_of(timezone.localdate(now))
    planted = QualityCheck.objects.filter(week=week, golden__isnull=False).count()
    if planted >= settings.GOLDEN_PER_WEEK:
        return 0
    ready = list(GoldenCase.objects.filter(retired_at=None).select_related("source__submission", "source__scan").order_by("pk"))
    lots = random.Random(ledger.commitment(f"{week} {planted}", "golden"))  # noqa: S311  (repeatable; the seed is keyed)
    lots.shuffle(ready)
    return int(any(_plant(golden, week) for golden in ready))


def _plant(golden: GoldenCase, week: str) -> bool:
    """A case like that of any submission, about the same frozen words; false where it would stand in the way, or for nobody."""
    source = golden.source
    instance, submission = source.content(), source.submission
    if instance is None or submission is None:
        return False
    known = set(Opinion.objects.filter(case__quality__golden=golden).values_list("by", flat=True)) | {golden.by_id}
    known |= set(source.opinions.values_list("by", flat=True)) | {source.decided_by_id or 0}
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        about = {"content_type": source.content_type, "object_id": source.object_id, "kind": Kind.SUBMISSION}
        fresh = [one for one in offices.moderators() if one.pk not in known and not offices.objections(one, instance, submission)]
        if not fresh or Case.objects.filter(**about, state=Case.State.OPEN).exists():
            return False
        more: dict[str, Any] = {
            "submission": submission,
            "scan": source.scan,
            "title": source.title,
            "first_reviewer": source.decided_by,
        }
        case = cases.open_case(Kind.SUBMISSION, instance, _("作者提交"), **more)
        CaseParticipant.objects.bulk_create(
            [CaseParticipant(case=case, user_id=identity) for identity in known if identity], ignore_conflicts=True
        )
        check = QualityCheck.objects.create(case=case, golden=golden, expected=golden.verb, week=week)
        ledger.append("quality drawn", instance, submission.digest, {"case": case.pk, "check": check.pk})
    return True
