"""The moderators' list: cases of one queue, the most urgent first."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import cases
from ..models import Case, Kind
from ..presentation import outcome_words, specialty_words, time_left
from ..shown import shown
from ..triggers import moderated_models
from .access import for_moderators, moderated_object
from .rail import QUEUES, rail

PER_PAGE = 50
LIVE_FOUND = 8


@require_GET
@for_moderators
def desk(request: HttpRequest) -> HttpResponse:
    queue = request.GET.get("queue", "")
    queue = queue if queue in QUEUES else Kind.SUBMISSION.value
    words = request.GET.get("q", "").strip()
    found = _cases(queue, request.user)
    if words:
        found = found.filter(Q(number__icontains=words) | Q(title__icontains=words))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    label, empty = QUEUES[queue]
    context = {
        **rail(request.user, queue),
        "queue": queue,
        "label": label,
        "empty": empty,
        "words": words,
        "page": page,
        "rows": [_row(case) for case in page],
        "live": _live(words) if words else [],
    }
    return render(request, "moderation/desk/list.html", context)


@require_POST
@for_moderators
def look_into(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Open a case about something that readers see, on a moderator's own motion; one that is open already is shown instead."""
    instance = moderated_object(app_label, model_name, pk)
    case = cases.open_case(Kind.SAMPLE, instance, _("审核员 %(name)s 主动查看") % {"name": request.user})
    return redirect("moderation_review", number=case.number)


def _live(words: str) -> list[Any]:
    """What readers see under a title or name that contains these words."""
    found: list[Any] = []
    for model in moderated_models():
        field = next((name for name in ("title", "name") if name in {column.name for column in model._meta.get_fields()}), None)
        if field and len(found) < LIVE_FOUND:
            found += shown(model._base_manager.filter(**{f"{field}__icontains": words}))[: LIVE_FOUND - len(found)]
    return [
        {"title": str(one), "kind": one._meta.verbose_name, "address": [one._meta.app_label, one._meta.model_name, one.pk]}
        for one in found
    ]


def _cases(queue: str, user: Any) -> QuerySet[Case]:
    cases = Case.objects.select_related("assignee", "submission__submitted_by", "content_type")
    if queue == "closed":
        return cases.filter(state=Case.State.CLOSED).order_by("-closed_at", "-pk")
    cases = cases.filter(state=Case.State.OPEN)
    return cases.filter(assignee=user) if queue == "mine" else cases.filter(kind=queue)


def _row(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "light": time_left(case.due_at) if case.state == Case.State.OPEN else None,
        "outcome": outcome_words(case.outcome),
        "specialty": specialty_words(case),
        "author": case.submission.submitted_by if case.submission else None,
    }
