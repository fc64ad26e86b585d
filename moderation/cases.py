"""Opens and closes cases of every kind; duplicates fold into the open one."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from . import ledger
from .desk import leases, offices, terms
from .models import Case, CaseParticipant, CaseSource, LedgerHead, QualityCheck, Scan, Submission
from .models.reference import key
from .moderated import Moderated


class DecisionRefused(Exception):
    """Nothing was decided or done. `reasons` are sentences for the moderator."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = reasons
        super().__init__("；".join(reasons))


class CaseClosed(Exception):
    """Somebody else closed this case first."""


def open_case(
    kind: str,
    instance: Any,
    what: str,
    *,
    submission: Submission | None = None,
    scan: Scan | None = None,
    title: str = "",
    at: datetime.datetime | None = None,
    **more: Any,
) -> Case:
    """The open case of this kind about this object, made if there is none; `what` is kept as one of its sources.

    `more` sets further fields of a new case, such as `about_user`, `first_reviewer`, `needs`, `risk`, `due_at`.
    """
    now = at or timezone.now()
    with transaction.atomic():
        # Numbers of a day follow each other, so writers queue here.
        LedgerHead.objects.select_for_update().get(pk=1)
        case = Case.objects.filter(**key(instance), kind=kind, state=Case.State.OPEN).first()
        if case is not None and QualityCheck.objects.filter(case=case).exists():
            # A check steps aside for the real thing, and never takes its sources in.
            close(case, "withdrawn")
            case = None
        if case is None:
            day = timezone.localtime(now).strftime("%Y-%m%d")
            moderated = isinstance(instance, Moderated)
            fields: dict[str, Any] = {
                **key(instance),
                "number": f"{day}-{Case.objects.filter(number__startswith=day).count() + 1:03}",
                "kind": kind,
                "title": (title or str(instance))[:255],
                "submission": submission,
                "scan": scan,
                "risk": instance.risk_level() if moderated else "normal",
                "specialty": instance.specialty_code() if moderated else "",
                **more,
            }
            if "due_at" not in fields:
                fields["due_at"] = terms.due_at(kind, fields["risk"], now)
            case = Case.objects.create(**fields)
            ledger.append("case opened", instance, scan.digest if scan else "", {"case": case.pk, "kind": kind})
        CaseSource.objects.create(case=case, what=what[:200])
        _keep_participants(case, offices.participants(instance, submission))
    return case


def _keep_participants(case: Case, people: set[int]) -> None:
    """So that the queue offers the case to none of them without asking each object."""
    standing = get_user_model().objects.filter(pk__in=people).values_list("pk", flat=True) if people else ()
    rows = [CaseParticipant(case=case, user_id=identity) for identity in standing]
    CaseParticipant.objects.bulk_create(rows, ignore_conflicts=True)


def close(case: Case, outcome: str, by: Any = None) -> None:
    """Close exactly once, whoever comes second is told; `by` is who decided it, if a person did.

    A person needs no claim to decide, but closes nothing under somebody else's running lease. Raises CaseClosed, DecisionRefused.
    """
    now = leases.clock()
    still = Case.objects.filter(pk=case.pk, state=Case.State.OPEN)
    fields: dict[str, Any] = {"state": Case.State.CLOSED, "outcome": outcome, "closed_at": now, "decided_by": by}
    fields |= {"lease_until": None, "held_until": None}
    if by is not None:
        still = still.filter(leases.free_for(by, now))
        fields["assignee"] = by
    if not still.update(**fields):
        taken = leases.refusal(case, by) if by is not None else ""
        if taken:
            raise DecisionRefused(taken)
        raise CaseClosed(case.number)
