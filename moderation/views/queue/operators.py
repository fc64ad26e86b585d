"""What operators see to: questions that moderators handed up, what each is offered, and when the desk works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ...desk import calendar, leases, lights
from ...models import Case
from ..access import for_desk_operators
from ..rail import rail

MOST = 200


@require_GET
@for_desk_operators
def escalated(request: HttpRequest) -> HttpResponse:
    """Cases that wait for an answer, the longest first, and cases in somebody's hands that may be taken back."""
    hours = calendar.current()
    open_cases = Case.objects.filter(state=Case.State.OPEN).select_related("assignee").prefetch_related("sources")
    asked = open_cases.filter(escalated_at__isnull=False).order_by("escalated_at")[:MOST]
    worked = open_cases.filter(leases.running(leases.clock()), escalated_at=None).order_by("lease_until")[:MOST]
    context = {
        **rail(request.user, "escalated"),
        "asked": [{"case": case, "light": lights.of(case, hours)} for case in asked],
        "worked": [{"case": case, "light": lights.of(case, hours)} for case in worked],
    }
    return render(request, "moderation/queue/escalated.html", context)
