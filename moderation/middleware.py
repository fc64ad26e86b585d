"""Turns refusals of the gate into answers that a person can use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .gate import PublicationBlocked
from .views import refusals


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
