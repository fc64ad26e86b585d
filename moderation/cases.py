"""Opens and closes cases of every kind; duplicates fold into the open one."""

import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from . import ledger
from .models import Case, CaseSource, LedgerHead, Scan, Submission
from .models.reference import key
from .moderated import Moderated

# Hours until a case should be closed, by risk; a later issue brings working hours and holidays as data.
HOURS = {"high": 24, "normal": 72}


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
            fields.setdefault("due_at", now + datetime.timedelta(hours=HOURS[fields["risk"]]))
            case = Case.objects.create(**fields)
            ledger.append("case opened", instance, scan.digest if scan else "", {"case": case.pk, "kind": kind})
        CaseSource.objects.create(case=case, what=what[:200])
    return case


def close(case: Case, outcome: str, by: Any = None) -> None:
    """Close exactly once, whoever comes second is told; `by` is who decided it, if a person did. Raises CaseClosed."""
    closed = Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(
        state=Case.State.CLOSED, outcome=outcome, closed_at=timezone.now(), decided_by=by, lease_until=None, held_until=None
    )
    if not closed:
        raise CaseClosed(case.number)


def take(case: Case, user: models.Model) -> bool:
    """Note that somebody works on an unassigned open case; true if it is theirs afterwards."""
    Case.objects.filter(pk=case.pk, state=Case.State.OPEN, assignee=None).update(assignee=user)
    case.refresh_from_db(fields=["assignee", "state"])
    return case.assignee_id == user.pk
