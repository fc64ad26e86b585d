"""One act on many cases: looked at before, each row in a savepoint of its own, with what came of it, and undone as a whole."""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import cases, decisions, ledger
from ..cases import CaseClosed, DecisionRefused
from ..gate import PublicationBlocked
from ..models import BulkRun, Case, Kind
from . import claiming, holding, leases, offices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# More than this in one go is a mistake rather than work.
MOST = 500
# What an act may change and an undoing puts back.
KEPT = ("assignee_id", "lease_until", "held_until", "hold_reason", "escalated_at", "escalation", "due_at")
TIMES = ("lease_until", "held_until", "escalated_at", "due_at")
DISMISS = "dismiss"


@dataclass(frozen=True)
class Order:
    """What was asked for: who, until when, why."""

    by: Any
    reason: str
    to: Any = None
    moment: datetime.datetime | None = None


@dataclass(frozen=True)
class Act:
    """`asks` names what its form needs: to, moment."""

    label: "StrOrPromise"
    run: Callable[[Case, Order], Any]
    asks: tuple[str, ...] = ()


@dataclass
class Row:
    """One case of a run, before or after: `said` is empty when it went through."""

    case: Case
    said: list[str]

    @property
    def fine(self) -> bool:
        return not self.said


def _assign(case: Case, order: Order) -> None:
    if order.to is None:
        raise DecisionRefused(_("请选择指派给谁"))
    claiming.hand_over(case, order.by, order.to)


def _release(case: Case, order: Order) -> None:
    if offices.is_operator(order.by) and case.assignee_id != order.by.pk:
        claiming.take_back(case, order.by)
    else:
        claiming.release(case, order.by)


def _hold(case: Case, order: Order) -> None:
    holding.hold(case, order.by, _moment(order), order.reason)


def _change_due(case: Case, order: Order) -> None:
    """Raises DecisionRefused where the new time has passed, or where the term is the law's."""
    moment = _moment(order)
    if moment <= timezone.now():
        raise DecisionRefused(_("新的应办结时间已经过去"))
    if not offices.is_operator(order.by):
        reasons = offices.objections(order.by, case.content(), None, case)
        if taken := leases.refusal(case, order.by):
            reasons = [*reasons, taken]
        if reasons:
            raise DecisionRefused(*reasons)
    if moment > case.due_at and case.kind in (Kind.COMPLAINT, Kind.INFRINGEMENT):
        raise DecisionRefused(_("投诉和侵权通知的期限是法律和公示的承诺，只能提前，不能推迟"))
    if not Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(due_at=moment):
        raise CaseClosed(case.number)
    data = {"case": case.pk, "by": order.by.pk, "due": moment.isoformat()}
    ledger.append_about("due time changed", case.content_type_id, case.object_id, "", data)


def _dismiss(case: Case, order: Order) -> None:
    if case.kind != Kind.SAMPLE:
        raise DecisionRefused(_("只有抽检可以成批不予处理，其他案件请逐件决定"))
    decisions.dismiss(case, order.by, order.reason)


ACTS: Mapping[str, Act] = {
    "assign": Act(gettext_lazy("指派"), _assign, ("to",)),
    "release": Act(gettext_lazy("交还或收回"), _release),
    "hold": Act(gettext_lazy("搁置"), _hold, ("moment",)),
    "resume": Act(gettext_lazy("取消搁置"), lambda case, order: holding.resume(case, order.by)),
    "escalate": Act(gettext_lazy("升级"), lambda case, order: holding.escalate(case, order.by, order.reason)),
    "due": Act(gettext_lazy("更改应办结时间"), _change_due, ("moment",)),
    DISMISS: Act(gettext_lazy("抽检不予处理"), _dismiss),
}


class _Looked(Exception):
    """Takes back what a preview did."""


def look(name: str, chosen: Iterable[Case], order: Order) -> list[Row]:
    """What the act would do with each case: done and taken back again, so it says exactly what a run would."""
    rows: list[Row] = []
    try:
        with transaction.atomic():
            rows += [Row(case, _one(name, case, order)) for case in chosen]
            raise _Looked
    except _Looked:
        return rows


def run(name: str, chosen: Iterable[Case], order: Order) -> BulkRun:
    """Carry the act out, row by row; one that is refused stops no other. Raises DecisionRefused when no reason is given."""
    if not order.reason.strip():
        raise DecisionRefused(_("请写明原因，它会和每个案件一起留存"))
    kept = []
    with transaction.atomic():
        for case in chosen:
            before = _state(case.pk)
            said = _one(name, case, order)
            row = {"case": case.pk, "number": case.number, "title": case.title, "said": said}
            kept.append(row if said else {**row, "before": before, "after": _state(case.pk)})
        return BulkRun.objects.create(by=order.by, act=name, reason=order.reason.strip()[:400], rows=_plain(kept))


def last(user: Any) -> BulkRun | None:
    """The run that this person may still undo."""
    newest = BulkRun.objects.filter(by=user).first()
    return newest if newest is not None and newest.undone_at is None else None


def undo(done: BulkRun, by: Any) -> list[str]:
    """Put back what the run changed, except where somebody has gone on since; sentences about those. Raises DecisionRefused.

    A decision stands: a dismissed sample is drawn again as a new case.
    """
    if done.by_id != by.pk or last(by) != done:
        raise DecisionRefused(_("只能撤销自己最近一次成批操作，而且只能撤销一次"))
    said = []
    with transaction.atomic():
        if not BulkRun.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now()):
            raise DecisionRefused(_("这次成批操作已经撤销过了"))
        for row in (row for row in done.rows if not row["said"]):
            with transaction.atomic():
                fault = _draw_again(row, by) if done.act == DISMISS else _put_back(row, by)
            said += [f"{row['number']}：{fault}"] if fault else []
    return said


def _one(name: str, case: Case, order: Order) -> list[str]:
    """Why the act was refused for this case; empty when it was done."""
    try:
        with transaction.atomic():
            ACTS[name].run(case, order)
    except (DecisionRefused, PublicationBlocked) as refused:
        return list(refused.reasons)
    except CaseClosed:
        return [_("已经办结")]
    return []


def _put_back(row: Mapping[str, Any], by: Any) -> str:
    if _plain(_state(row["case"])) != row["after"]:
        return _("之后又有人改动，没有撤销")
    before = {name: parse_datetime(value) if value and name in TIMES else value for name, value in row["before"].items()}
    Case.objects.filter(pk=row["case"], state=Case.State.OPEN).update(**before)
    case = Case.objects.get(pk=row["case"])
    ledger.append_about("bulk act undone", case.content_type_id, case.object_id, "", {"case": case.pk, "by": by.pk})
    return ""


def _draw_again(row: Mapping[str, Any], by: Any) -> str:
    case = Case.objects.get(pk=row["case"])
    content = case.content()
    if content is None:
        return _("内容已经不存在，没有重新抽检")
    cases.open_case(Kind.SAMPLE, content, _("撤销成批不予处理，重新抽检"), scan=case.scan, title=case.title)
    return ""


def _moment(order: Order) -> datetime.datetime:
    if order.moment is None:
        raise DecisionRefused(_("请选择时间"))
    return order.moment


def _state(pk: int) -> dict[str, Any]:
    return {**Case.objects.filter(pk=pk).values("state", *KEPT).get()}


def _plain(value: Any) -> Any:
    """As it will be read back from a JSON column."""
    return json.loads(json.dumps(value, default=datetime.datetime.isoformat))
