"""Limits against scraping: readers by address, licensed clients by key, known search engines not at all."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from search import rates

from . import clients, crawlers

PAGES = ("/articles/", "/topics/", "/departments/", "/doctors/", "/search/", "/verify/")
MACHINES = ("/api/", "/feed/", "/sitemap.xml")
# It has a limit of its own, which counts once.
OWN = "/api/search"
BEARER = "bearer "


class PublicRates:
    """Before sessions and languages, so that a refusal costs next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith((*PAGES, *MACHINES)):
            return self.get_response(request)
        for_machines = path.startswith(MACHINES)
        key = request.META.get("HTTP_AUTHORIZATION", "") if for_machines else ""
        if key[: len(BEARER)].lower() == BEARER:
            return self._licensed(request, key[len(BEARER) :].strip())
        if path != OWN:
            name, most = ("api", settings.API_RATE_PER_MINUTE) if for_machines else ("page", settings.PAGE_RATE_PER_MINUTE)
            seconds = rates.wait(request, name, most)
            if seconds is not None and not crawlers.is_known(request):
                return refusal(request, 429, _("访问太频繁，请稍后再试"), seconds, for_machines)
        return self.get_response(request)

    def _licensed(self, request: HttpRequest, key: str) -> HttpResponse:
        """Metered by the day and above the limit of everybody; each answer leads to the terms."""
        try:
            client = clients.admit(key)
        except clients.Refused as refused:
            return refusal(request, refused.status, refused.reason, refused.seconds, True)
        request.licensed_client = client  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["Link"] = '</api/licence>; rel="license"'
        response.headers["Cache-Control"] = "private, no-cache"
        return response


def refusal(request: HttpRequest, status: int, reason: str, seconds: int | None, for_machines: bool) -> HttpResponse:
    """In the language of whoever asks: JSON for machines, a page for people; both say whom to ask for a licence."""
    response: HttpResponse
    if for_machines:
        error = "too_many_requests" if status == 429 else "unauthorised"
        told = {
            "error": error,
            "message": reason,
            "licence": _("批量使用请联系我们取得许可"),
            "contact": settings.COMPLAINTS_MAIL,
        }
        response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        told = {"reason": reason, "seconds": str(seconds or ""), "contact": settings.COMPLAINTS_MAIL}
        response = render(request, "429.html", told, status=status)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="xinglin"'
    response.headers["Cache-Control"] = "no-store"
    return response
