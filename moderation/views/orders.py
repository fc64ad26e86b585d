"""A regulator's orders: entering one over a set of pages, executing it, and the receipt that prints."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import reasons
from ..cases import DecisionRefused
from ..models import Order
from ..sanctions import orders as ordering
from .access import for_moderators
from .found import addressed, titled
from .rail import rail


@require_GET
@for_moderators
def orders(request: HttpRequest) -> HttpResponse:
    context = {**rail(request.user, "orders"), "orders": Order.objects.prefetch_related("items")}
    return render(request, "moderation/sanctions/orders.html", context)


@require_http_methods(["GET", "POST"])
@for_moderators
def enter(request: HttpRequest) -> HttpResponse:
    """Pages are found by title and ticked; what was ticked stays ticked over further searches."""
    chosen = addressed(request.POST.getlist("object"))
    if request.method == "POST" and "enter" in request.POST:
        received, due = _moment(request.POST.get("received_at", "")), _moment(request.POST.get("due_at", ""))
        try:
            if received is None or due is None:
                raise DecisionRefused(_("请填写收到时间和执行期限"))
            authority, number, demand = (request.POST.get(name, "") for name in ("authority", "number", "demand"))
            order = ordering.enter(authority[:120], number[:80], received, due, demand[:8000], chosen, request.user)
        except DecisionRefused as refused:
            return _form(request, chosen, refused.reasons)
        return redirect("moderation_order", pk=order.pk)
    return _form(request, chosen)


@require_GET
@for_moderators
def order(request: HttpRequest, pk: int) -> HttpResponse:
    return _order(request, get_object_or_404(Order, pk=pk))


@require_POST
@for_moderators
def execute(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Order, pk=pk)
    try:
        ordering.execute(found, reasons.known(request.POST.getlist("codes")), request.user)
    except DecisionRefused as refused:
        return _order(request, found, refused.reasons)
    messages.success(request, _("已执行，逐项结果见下表。"))
    return redirect("moderation_order", pk=found.pk)


def _order(request: HttpRequest, found: Order, refusals: Any = ()) -> HttpResponse:
    context = {
        **rail(request.user, "orders"),
        "order": found,
        "items": found.items.select_related("decision__by"),
        "left": ordering.left(found),
        "reason_groups": reasons.groups(),
        "refusals": list(refusals),
        "overdue": found.executed_at is None and found.due_at < timezone.now(),
    }
    return render(request, "moderation/sanctions/order.html", context, status=422 if refusals else 200)


def _form(request: HttpRequest, chosen: list[Any], refusals: Any = ()) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:80]
    held = {(type(one), one.pk) for one in chosen}
    context = {
        **rail(request.user, "orders"),
        "typed": request.POST,
        "words": words,
        "chosen": chosen,
        "found": [one for one in titled(words, only_shown=True) if (type(one), one.pk) not in held] if words else [],
        "refusals": list(refusals),
    }
    return render(request, "moderation/sanctions/order_form.html", context, status=422 if refusals else 200)


def _moment(text: str) -> Any:
    """A time as the browser's own field sends it, in the site's time zone; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found is not None and timezone.is_naive(found) else found
