"""The moderators' list: cases of one queue, the most urgent first."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..models import Case, Kind
from ..presentation import outcome_words, specialty_words, time_left
from .access import for_moderators
from .rail import QUEUES, rail

PER_PAGE = 50


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
    }
    return render(request, "moderation/desk/list.html", context)


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
