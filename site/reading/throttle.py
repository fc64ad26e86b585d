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
# They have limits of their own, which count once.
OWN = ("/api/search", "/api/suggest")
BEARER = "bearer "
ERRORS = {401: "unauthorised", 403: "out_of_scope", 429: "too_many_requests"}
# Where each question costs a signature's check, and a file may be sent.
VERIFYING = "/verify/"


class PublicRates:
    """Before sessions and languages, so that a refusal costs next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith((*PAGES, *MACHINES)):
            return self.get_response(request)
        for_machines = path.startswith(MACHINES)
        key = request.META.get("HTTP_AUTHORIZATION", "")
        if key[: len(BEARER)].lower() == BEARER:
            return self._licensed(request, key[len(BEARER) :].strip())
        if path not in OWN:
            seconds = _wait(request, for_machines)
            if seconds is not None and not crawlers.is_known(request):
                return refusal(request, 429, _("访问太频繁，请稍后再试"), seconds, for_machines)
        return self.get_response(request)

    def _licensed(self, request: HttpRequest, key: str) -> HttpResponse:
        """Metered by the day and above the limit of everybody; each answer leads to the terms.

        A key that does not hold counts as a question without one, so that nobody goes round the limit with invented keys.
        """
        try:
            client = clients.admit(key)
            clients.check_scope(client, request.path_info)
        except clients.Refused as refused:
            seconds = rates.wait(request, "api", settings.API_RATE_PER_MINUTE) if refused.status == 401 else None
            if seconds is not None:
                return refusal(request, 429, _("访问太频繁，请稍后再试"), seconds, True)
            return refusal(request, refused.status, refused.reason, refused.seconds, True)
        request.licensed_client = client  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["Link"] = '</api/licence>; rel="license"'
        response.headers["Cache-Control"] = "private, no-cache"
        return response


def _wait(request: HttpRequest, for_machines: bool) -> int | None:
    """Seconds until this address may ask again, if it has to wait."""
    if for_machines:
        return rates.wait(request, "api", settings.API_RATE_PER_MINUTE)
    if request.path_info.startswith(VERIFYING) and (request.method == "POST" or request.GET):
        return rates.wait(request, "verify", settings.VERIFY_RATE_PER_MINUTE)
    return rates.wait(request, "page", settings.PAGE_RATE_PER_MINUTE)


def refusal(request: HttpRequest, status: int, reason: str, seconds: int | None, for_machines: bool) -> HttpResponse:
    """In the language of whoever asks: JSON for machines, a page for people; both say whom to ask for a licence."""
    response: HttpResponse
    if for_machines:
        told = {
            "error": ERRORS[status],
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
