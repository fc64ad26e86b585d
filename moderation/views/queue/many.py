"""One act on many cases: the count and what would become of each, the act with its reason, the result, and undoing it."""

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ...cases import DecisionRefused
from ...desk import bulk, filters, skills
from ...desk.bulk import Order
from ...desk.offices import moderators
from ...models import BulkRun, Case
from ..access import for_desk
from ..rail import rail


@require_POST
@for_desk
def many(request: HttpRequest) -> HttpResponse:
    """Look first; with `sure` do it."""
    form = request.POST
    name = form.get("act", "")
    back = _list_url(form)
    if name not in bulk.ACTS:
        messages.warning(request, _("请选择要对选中的案件做什么"))
        return redirect(back)
    chosen = list(_chosen(request, form)[: bulk.MOST + 1])
    if not chosen or len(chosen) > bulk.MOST:
        sentence = _("请先勾选案件") if not chosen else _("一次最多 %(most)s 件，请缩小范围") % {"most": bulk.MOST}
        messages.warning(request, sentence)
        return redirect(back)
    order = Order(request.user, form.get("reason", "").strip(), _person(form), _moment(form))
    refusals: list[str] = []
    if form.get("sure"):
        try:
            done = bulk.run(name, chosen, order)
            return redirect("moderation_bulk_run", pk=done.pk)
        except DecisionRefused as refused:
            refusals = list(refused.reasons)
    return _preview(request, name, chosen, order, refusals)


@require_GET
@for_desk
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of each case of one's own run."""
    done = get_object_or_404(BulkRun, pk=pk, by=request.user)
    context = {
        **rail(request.user, ""),
        "run": done,
        "label": bulk.ACTS[done.act].label,
        "went": [row for row in done.rows if not row["said"]],
        "refused": [row for row in done.rows if row["said"]],
        "undoable": bulk.last(request.user) == done,
    }
    return render(request, "moderation/queue/bulk_result.html", context)


@require_POST
@for_desk
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    done = get_object_or_404(BulkRun, pk=pk, by=request.user)
    try:
        said = bulk.undo(done, request.user)
    except DecisionRefused as refused:
        messages.warning(request, "；".join(refused.reasons))
    else:
        for sentence in said:
            messages.warning(request, sentence)
        messages.success(request, _("成批操作已撤销") if not said else _("其余案件已撤销"))
    return redirect("moderation_bulk_run", pk=pk)


def _preview(request: HttpRequest, name: str, chosen: list[Case], order: Order, refusals: list[str]) -> HttpResponse:
    act = bulk.ACTS[name]
    ready = not ("to" in act.asks and order.to is None) and not ("moment" in act.asks and order.moment is None)
    looked = bulk.look(name, chosen, Order(order.by, order.reason or "-", order.to, order.moment)) if ready else []
    default = timezone.localtime(timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    context = {
        **rail(request.user, ""),
        "act": act,
        "name": name,
        "chosen": chosen,
        "ready": ready,
        "went": [row for row in looked if row.fine],
        "refused": [row for row in looked if not row.fine],
        "refusals": refusals,
        "reason": order.reason,
        "moment": request.POST.get("moment") or default,
        "people": moderators() if "to" in act.asks else [],
        "to": request.POST.get("to", ""),
        "back": _list_url(request.POST),
        "query": _list_url(request.POST).partition("?")[2],
    }
    return render(request, "moderation/queue/bulk.html", context, status=422 if refusals else 200)


def _chosen(request: HttpRequest, form: QueryDict) -> QuerySet[Case]:
    """What was ticked, or everything that the list's filters find."""
    cases = (
        Case.objects.filter(state=Case.State.OPEN)
        .select_related("assignee", "submission", "content_type")
        .order_by("due_at", "pk")
    )
    if form.get("all"):
        return cases.filter(_filters(form).condition(request.user, timezone.now()))
    return cases.filter(number__in=form.getlist("case")[: bulk.MOST + 1])


def _filters(form: QueryDict) -> filters.Filters:
    return filters.read(QueryDict(form.get("query", "")), skills.specialty_choices())[0]


def _list_url(form: QueryDict) -> str:
    return f"{reverse('moderation_desk')}?{_filters(form).query()}"


def _person(form: QueryDict) -> Any:
    return next((one for one in moderators() if str(one.pk) == form.get("to", "")), None)


def _moment(form: QueryDict) -> datetime.datetime | None:
    try:
        moment = parse_datetime(form.get("moment", ""))
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment
