"""人员与职责: which offices the site can fill today, and what to do about those it cannot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ...desk import roster
from ..access import for_operators
from ..rail import rail


@require_GET
@for_operators
def staffing(request: HttpRequest) -> HttpResponse:
    context = {**rail(request.user, "staffing"), "offices": roster.offices_now(), "stuck": roster.stuck()}
    return render(request, "moderation/offices/staffing.html", context)
