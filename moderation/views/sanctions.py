"""Sanctions: who is under which, an account's ladder and strikes, a new one, its end; and what the account itself reads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import reasons
from ..cases import DecisionRefused
from ..desk import appeals
from ..models import Case, Kind, Sanction, Step
from ..models.reference import key
from ..sanctions import hiding, imposing, ladder, strikes
from .access import for_moderators
from .rail import rail

PER_PAGE = 30
FOUND = 12


@require_GET
@for_moderators
def sanctions(request: HttpRequest) -> HttpResponse:
    """What stands, the unreviewed first; and accounts by name."""
    words = request.GET.get("q", "").strip()[:60]
    found = Sanction.objects.select_related("account", "decided_by", "reviewed_by")
    standing = found.filter(state__in=(Sanction.State.PROPOSED, Sanction.State.IN_FORCE))
    past = found.exclude(state__in=(Sanction.State.PROPOSED, Sanction.State.IN_FORCE))
    accounts = get_user_model().objects.filter(Q(name__icontains=words) | Q(email__iexact=words))[:FOUND] if words else ()
    context = {
        **rail(request.user, "sanctions"),
        "words": words,
        "accounts": accounts,
        "standing": [_row(one) for one in standing.order_by("reviewed_by_id", "review_by")],
        "past": Paginator(past, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "moderation/sanctions/list.html", context)


@require_http_methods(["GET", "POST"])
@for_moderators
def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(get_user_model(), pk=pk)
    if request.method == "GET":
        return _account_screen(request, account)
    days = request.POST.get("days", "")
    act = imposing.impose_at_once if "at_once" in request.POST else imposing.propose
    try:
        made = act(
            account,
            request.POST.get("step", ""),
            request.POST.getlist("codes"),
            request.POST.get("reason", ""),
            int(days) if days.isascii() and days.isdigit() and len(days) < 5 else None,
            request.user,
        )
    except DecisionRefused as refused:
        return _account_screen(request, account, refused.reasons)
    in_force = made.state == Sanction.State.IN_FORCE
    messages.success(
        request, _("已执行，须在 72 小时内由另一位审核员复核。") if in_force else _("已提交，由另一位审核员复核后生效。")
    )
    return redirect("moderation_sanctions_of", pk=account.pk)


@require_POST
@for_moderators
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    sanction = get_object_or_404(Sanction.objects.select_related("account"), pk=pk)
    try:
        imposing.lift(sanction, request.user, request.POST.get("note", ""))
    except DecisionRefused as refused:
        return _account_screen(request, sanction.account, refused.reasons)
    messages.success(request, _("已解除。"))
    return redirect("moderation_sanctions_of", pk=sanction.account_id)


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What the account itself reads: every step that was ever in force, and how to appeal."""
    mine = Sanction.objects.filter(account=request.user.pk, starts_at__isnull=False)
    rows = [{**_row(one), "appeal": _may_appeal(one, request.user)} for one in mine]
    total = strikes.total(request.user)
    context = {"rows": rows, "total": total, "strikes": strikes.standing(request.user), "window": ladder.window_days()}
    return render(request, "moderation/sanctions/own.html", context)


def _may_appeal(sanction: Sanction, user: Any) -> bool:
    return appeals.refusal(sanction, user) == ""


def _account_screen(request: HttpRequest, account: Any, refusals: Any = ()) -> HttpResponse:
    total = strikes.total(account)
    suggested = ladder.suggested(total)
    context = {
        **rail(request.user, "sanctions"),
        "account": account,
        "rows": [_row(one) for one in Sanction.objects.filter(account=account).select_related("decided_by", "reviewed_by")],
        "strikes": strikes.standing(account),
        "total": total,
        "suggested": Step(suggested).label if suggested else "",
        "steps": [(value, label, ladder.longest(value), value in imposing.URGENT) for value, label in Step.choices],
        "reason_groups": reasons.groups(),
        "would_hide": hiding.live_of(account),
        "typed": request.POST,
        "typed_codes": request.POST.getlist("codes"),
        "refusals": list(refusals),
        "own": account.pk == request.user.pk,
    }
    return render(request, "moderation/sanctions/account.html", context, status=422 if refusals else 200)


def _row(sanction: Sanction) -> dict[str, Any]:
    case = Case.objects.filter(**key(sanction), kind=Kind.SANCTION).order_by("-pk").first()
    return {"sanction": sanction, "names": [reasons.name_of(code) for code in sanction.codes], "case": case}
