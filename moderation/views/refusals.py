"""Answers to what may not be done: polite, in the reader's language, with a next step."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..gate import PublicationBlocked


def publication_blocked(request: HttpRequest, refusal: PublicationBlocked) -> HttpResponse:
    """403 with the reasons; the draft that was tried is kept."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "publication_blocked", "reasons": list(refusal.reasons)}, status=403)
    return render(request, "moderation/blocked.html", {"reasons": refusal.reasons}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired session or a form sent from elsewhere; what was typed stays in the browser's history."""
    return render(request, "moderation/expired.html", {"title": _("登录状态已过期")}, status=403)
