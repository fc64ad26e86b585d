"""人员与职责: which offices the site can fill today, and what to do about those it cannot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ...desk import roster
from ..access import for_operators


@require_GET
@for_operators
def staffing(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/offices/staffing.html", {"offices": roster.offices_now(), "stuck": roster.stuck()})
