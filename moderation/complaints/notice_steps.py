"""The machinery under the course of a notice of infringement: from which state a step may start, and how it moves once."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cases, ledger
from ..decisions import DecisionRefused
from ..models import Case, Complaint, ComplaintState, Decision, InfringementNotice, NoticeState, Verb
from . import course
from .deciding import check

State = NoticeState
# While a notice stands in one of these, the page stays away because of it.
HOLDING = (State.MEASURED, State.COUNTERED, State.WAITING, State.SUED)
# Which states each step may start from.
STARTS: Mapping[str, Sequence[str]] = {
    "incomplete": (State.RECEIVED,),
    "refuse": (State.RECEIVED, State.INCOMPLETE),
    "measure": (State.RECEIVED, State.INCOMPLETE),
    "counter": (State.MEASURED,),
    "forward": (State.COUNTERED,),
    "sue": (State.MEASURED, State.COUNTERED, State.WAITING),
    "restore": (State.MEASURED, State.WAITING, State.SUED, State.WITHDRAWN),
    "keep": (State.MEASURED, State.WAITING, State.SUED),
}


def move(notice: InfringementNotice, step: str, to: str, **fields: Any) -> None:
    """In the caller's transaction. Raises DecisionRefused when the notice stands elsewhere by now."""
    moved = InfringementNotice.objects.filter(pk=notice.pk, state__in=STARTS[step]).update(state=to, **fields)
    notice.refresh_from_db()
    if not moved:
        raise DecisionRefused(_("这份通知现在是“%(state)s”，不能再做这一步") % {"state": notice.get_state_display()})


@contextmanager
def step(notice: InfringementNotice, name: str, to: str, by: Any, **fields: Any) -> Iterator[None]:
    """A transaction in which a moderator who may decide takes one step. Raises DecisionRefused."""
    check(case_of(notice), by)
    with transaction.atomic():
        move(notice, name, to, **fields)
        yield


def case_of(notice: InfringementNotice) -> Case:
    """The case as it stands now."""
    return Case.objects.get(complaints=notice.complaint_id)


def page_of(notice: InfringementNotice) -> Any:
    """The page as it stands now. Raises DecisionRefused when it exists no more."""
    found = case_of(notice).content()
    if found is None:
        raise DecisionRefused(_("这一页已经不存在"))
    return found


def settle(notice: InfringementNotice, what: str, outcome: str, reason: str, by: Any) -> None:
    """The complaint behind the notice gets its outcome; one that was taken back keeps its state and learns what was done."""
    Complaint.objects.filter(pk=notice.complaint_id, state=ComplaintState.OPEN).update(
        state=ComplaintState.DECIDED, outcome=outcome, reason=reason, decided_at=timezone.now()
    )
    course.tell(notice.complaint, what, reason, by)


def close_when_last(notice: InfringementNotice, by: Any, outcome: str, reason: str) -> None:
    """The case ends with the last of its notices; the decision says why. Raises CaseClosed."""
    case = case_of(notice)
    if InfringementNotice.objects.filter(complaint__case=case, closed_at=None).exists() or case.state == Case.State.CLOSED:
        return
    cases.close(case, outcome, by)
    if outcome != "restored":
        about = {"content_type": case.content_type, "object_id": case.object_id}
        verb = Verb.DISMISS if outcome == "dismissed" else Verb.UPHOLD
        Decision.objects.create(**about, verb=verb, case=case, by=by, note=reason)


def record(kind: str, notice: InfringementNotice, by: Any) -> None:
    case = case_of(notice)
    data = {"notice": notice.pk, "case": case.pk, "by": by.pk if by else None}
    ledger.append_about(kind, case.content_type_id, case.object_id, "", data)


def author_url(notice: InfringementNotice) -> str:
    return reverse("moderation_infringement", args=[notice.pk])


def day(moment: datetime.datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""
