"""The history of a published article: every version that was live, opened or compared with another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.attribution.proof import notes

from .. import article
from ..versions import Version, compared, frozen, versions_of
from .articles import gone_or_missing, revalidated
from .proof import published_page


@require_safe
def every(request: HttpRequest, identity: str) -> HttpResponse:
    """The list; with `?from=1&to=2` what changed between the two, character by character."""
    page = published_page(identity)
    if page is None:
        return gone_or_missing(request, identity)
    found = versions_of(page)
    earlier, later = _named(found, request.GET.get("from")), _named(found, request.GET.get("to"))
    context = {"page": page, "versions": found, "notes": notes.of_page(page.pk), "asked": "from" in request.GET}
    if earlier and later and not earlier.closed and not later.closed and earlier.number != later.number:
        earlier, later = sorted((earlier, later), key=lambda version: version.number)
        context |= {"earlier": earlier, "later": later, "changes": compared(earlier, later)}
    elif len(found) > 1:
        context |= {"earlier": earlier or found[1], "later": later or found[0]}
    return revalidated(render(request, "reading/versions.html", context))


@require_safe
def one(request: HttpRequest, identity: str, number: int) -> HttpResponse:
    """One version as it read; places that were masked since are said to be."""
    page = published_page(identity)
    if page is None:
        return gone_or_missing(request, identity)
    version = _named(versions_of(page), str(number))
    if version is None:
        raise Http404
    context = {"page": page, "version": version, "notes": notes.of_page(page.pk)}
    if not version.closed:
        then, masked = frozen(version)
        context |= {"then": then, "parts": article.Parts(then), "masked": masked}
    return revalidated(render(request, "reading/version.html", context))


def _named(found: list[Version], number: str | None) -> Version | None:
    return next((version for version in found if str(version.number) == number), None)
