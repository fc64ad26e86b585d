"""Turns refusals of the gate into answers that a person can use, and keeps out values that no database can hold."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from . import asked
from .gate import PublicationBlocked
from .views import refusals


class StorableValues:
    """No database keeps a NUL or an identity beyond its widest column: such an address does not exist, such a form is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, places: Any, named: dict[str, Any]) -> HttpResponse | None:
        """Raises Http404 or BadRequest; machines are told in JSON."""
        for value in (*places, *named.values()):
            if (isinstance(value, int) and value > asked.MOST) or (isinstance(value, str) and "\0" in value):
                raise Http404
        sent = (request.GET, request.POST)
        if not any("\0" in text for form in sent for name, values in form.lists() for text in (name, *values)):
            return None
        if request.path_info.startswith("/api/"):
            told = {"error": "bad_request", "message": _("参数里有不能识别的字符")}
            return JsonResponse(told, status=400, json_dumps_params={"ensure_ascii": False})
        raise BadRequest("a NUL")


class PoliteRefusals:
    """A `PublicationBlocked` that no view caught becomes a page or JSON that says why and what to do, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PublicationBlocked):
            return refusals.publication_blocked(request, exception)
        return None
