"""From one case to the next, to the one before, and back to a decision of a moment ago."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..cases import CaseClosed, DecisionRefused
from ..desk import choosing, leases, undoing
from ..models import Case, Decision
from .access import for_moderators

ID_LIMIT = 10**18


def onward(request: HttpRequest, case: Case, done: str) -> HttpResponse:
    """After a decision: the next case of the same queue, already claimed; the same one while it stays open or none waits."""
    row = Case.objects.get(pk=case.pk)
    if row.state == Case.State.OPEN:
        messages.success(request, done)
        return redirect("moderation_review", number=case.number)
    messages.success(request, f"{case.number}《{case.title}》：{done}")
    following = None
    try:
        following = choosing.claim_next(request.user, row, Q(kind=row.kind))
    except (DecisionRefused, CaseClosed) as refused:
        for reason in getattr(refused, "reasons", ()):
            messages.info(request, reason)
    return redirect("moderation_review", number=(following or row).number)


@require_GET
@for_moderators
def step(request: HttpRequest, number: str, where: str) -> HttpResponse:
    """The next or the previous case that this person may work on, in the same queue; nothing is claimed by looking."""
    case = get_object_or_404(Case, number=number)
    if where == "next":
        found = choosing.next_case(request.user, case, Q(kind=case.kind))
    elif where == "previous":
        found = _before(request.user, case)
    else:
        raise Http404
    if found is None:
        messages.info(request, _("这个队列里现在没有别的案件等您处理。"))
        return redirect(f"{reverse('moderation_desk')}?queue={case.kind}")
    return redirect("moderation_review", number=found.number)


def _before(user: Any, case: Case) -> Case | None:
    """The nearest one that is due before this one, else the last of the queue."""
    waiting = choosing.open_to(user, leases.clock()).filter(kind=case.kind).exclude(pk=case.pk).order_by("-due_at", "-pk")
    earlier = waiting.filter(due_at__lte=case.due_at).exclude(due_at=case.due_at, pk__gt=case.pk)
    return earlier.first() or waiting.first()


@require_POST
@for_moderators
def undo(request: Any, pk: int) -> HttpResponse:
    """Take one's own decision of a moment ago back and return to its case."""
    decision = Decision.objects.select_related("case").filter(pk=pk, by=request.user).first() if pk < ID_LIMIT else None
    if decision is None or decision.case is None:
        raise Http404
    try:
        case = undoing.undo(decision, request.user)
    except DecisionRefused as refused:
        for reason in refused.reasons:
            messages.warning(request, reason)
        return redirect("moderation_review", number=decision.case.number)
    messages.success(request, _("决定已收回，案件重新打开并由您办理。"))
    return redirect("moderation_review", number=case.number)
