"""Draws a share of every reviewer's decisions of a week, by a seed that nobody can guess and everybody can check afterwards."""

import datetime
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger
from ..models import Case, CaseParticipant, Decision, Kind, LedgerHead, QualityCheck, Verb
from . import staffing


def week_of(day: datetime.date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


def draw(now: datetime.datetime) -> int:
    """Open a blind case for each decision drawn of the last full week; run again it opens only what could not be opened before."""
    monday = timezone.localdate(now) - datetime.timedelta(days=timezone.localdate(now).weekday() + 7)
    begin = timezone.make_aware(datetime.datetime.combine(monday, datetime.time.min))
    week = week_of(monday)
    return sum(_open(decision, week) for decision in drawn(week, begin, begin + datetime.timedelta(days=7)))


def drawn(week: str, begin: datetime.datetime, end: datetime.datetime) -> list[Decision]:
    """The decisions of this span that are to be checked, reviewer by reviewer."""
    by_reviewer: dict[int, list[Decision]] = defaultdict(list)
    made = Decision.objects.filter(at__gte=begin, at__lt=end, verb__in=(Verb.APPROVE, Verb.RETURN), case__kind=Kind.SUBMISSION)
    made = made.filter(by__isnull=False, submission__revision__isnull=False, reversed_by=None)
    for decision in made.select_related("submission", "scan", "case", "by").order_by("pk"):
        by_reviewer[decision.by_id or 0].append(decision)
    return [decision for reviewer, theirs in sorted(by_reviewer.items()) for decision in _some(week, reviewer, theirs)]


def _some(week: str, reviewer: int, decisions: Sequence[Decision]) -> list[Decision]:
    """The set share of them, at least one; with the same key and the same decisions always the same."""
    number = math.ceil(len(decisions) * settings.SAMPLE_SHARE)
    lots = random.Random(ledger.commitment(f"{week} {reviewer}", "quality sample"))  # noqa: S311  (repeatable; the seed is keyed)
    return lots.sample(list(decisions), min(number, len(decisions)))


def _open(decision: Decision, week: str) -> bool:
    instance = decision.content()
    if instance is None or QualityCheck.objects.filter(decision=decision).exists():
        return False
    with transaction.atomic():
        LedgerHead.objects.select_for_update().get(pk=1)
        about = {"content_type": decision.content_type, "object_id": decision.object_id}
        if Case.objects.filter(**about, kind=Kind.SAMPLE, state=Case.State.OPEN).exists():
            return False
        submission = decision.submission
        assert submission is not None
        more: dict[str, Any] = {
            "submission": submission,
            "scan": decision.scan,
            "title": submission.title,
            "first_reviewer": decision.by,
        }
        case = cases.open_case(Kind.SAMPLE, instance, _("每周抽检"), **more)
        gave = decision.case.opinions.values_list("by", flat=True) if decision.case else ()
        CaseParticipant.objects.bulk_create([CaseParticipant(case=case, user_id=by) for by in gave], ignore_conflicts=True)
        check = QualityCheck.objects.create(case=case, decision=decision, expected=decision.verb, week=week)
        ledger.append("quality drawn", instance, submission.digest, {"case": case.pk, "check": check.pk, "decision": decision.pk})
        staffing.escalate_if_nobody(case)
    return True
