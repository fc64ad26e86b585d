"""What the desk shows of a sanction that waits for a second person, and of an account whose strikes reached a threshold."""

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from .. import cases, ledger, reasons
from ..cases import DecisionRefused
from ..desk import offices, parts
from ..models import Case, Decision, Kind, Sanction, Verb
from . import imposing, strikes


def register() -> None:
    actions = {"sanction_confirm": _confirm, "sanction_refuse": _refuse, "sanction_none": _no_step}
    parts.register(Kind.SANCTION, parts.Part("moderation/sanctions/part.html", _context, actions, decides=True))


def _context(case: Case, user: Any) -> dict[str, Any]:
    sanction = _sanction(case)
    account = sanction.account if sanction else case.content()
    return {
        "sanction": sanction,
        "sanction_names": [reasons.name_of(code) for code in sanction.codes] if sanction else [],
        "sanction_account": account,
        "sanction_strikes": strikes.standing(account),
        "sanction_total": strikes.total(account),
        "sanction_history": Sanction.objects.filter(account=account).exclude(pk=sanction.pk if sanction else 0)[:10],
        "sanction_may_review": bool(
            sanction and sanction.reviewed_by_id is None and user.pk not in (sanction.decided_by_id, sanction.account_id)
        ),
    }


def _no_step(case: Case, by: Any, post: QueryDict) -> str:
    """An account whose strikes were looked at, and nothing follows. A proposed sanction closes with its own review."""
    note = post.get("sanction_note", "").strip()
    lacking = offices.objections(by, case.content(), None, case)
    if _sanction(case) is not None:
        lacking = [_("这个案件有待复核的处置")]
    elif not note:
        lacking = [*lacking, _("请写明不处置的理由")]
    if lacking:
        raise DecisionRefused(*lacking)
    with transaction.atomic():
        cases.close(case, "dismissed", by)
        about = {"content_type": case.content_type, "object_id": case.object_id}
        decision = Decision.objects.create(**about, verb=Verb.DISMISS, case=case, by=by, note=note[:2000])
        data = {"case": case.pk, "decision": decision.pk, "by": by.pk}
        ledger.append_about("dismissed", case.content_type_id, case.object_id, "", data)
    return _("已记录为不处置，案件办结。")


def _sanction(case: Case) -> Sanction | None:
    content = case.content()
    return content if isinstance(content, Sanction) else None


def _confirm(case: Case, by: Any, post: QueryDict) -> str:
    sanction = _sanction(case)
    if sanction is None:
        raise DecisionRefused(_("这个案件没有待复核的处置"))
    imposing.confirm(sanction, by)
    return _("已复核同意，处置生效。")


def _refuse(case: Case, by: Any, post: QueryDict) -> str:
    sanction = _sanction(case)
    if sanction is None:
        raise DecisionRefused(_("这个案件没有待复核的处置"))
    imposing.refuse(sanction, by, post.get("sanction_note", ""))
    return _("已记录不同意；已经执行的部分随即解除。")
