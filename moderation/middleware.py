"""Turns refusals of the gate into answers that a person can use, and keeps out values that no database can hold."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from . import asked
from .gate import PublicationBlocked
from .views import refusals


class StorableValues:
    """No database keeps a NUL or an identity beyond its widest column: such an address does not exist, such a form is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, places: Any, named: dict[str, Any]) -> None:
        """Raises Http404 or BadRequest. In a question a NUL is nothing, and is left out; of what somebody wrote nothing is."""
        for value in (*places, *named.values()):
            if (isinstance(value, int) and value > asked.MOST) or (isinstance(value, str) and "\0" in value):
                raise Http404
        if _holds_nul(request.GET):
            plain = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                plain.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
            request.GET = plain  # type: ignore[assignment]
        if _holds_nul(request.POST):
            raise BadRequest("a NUL")


def _holds_nul(form: QueryDict) -> bool:
    return any("\0" in text for name, values in form.lists() for text in (name, *values))


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
