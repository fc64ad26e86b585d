"""The results page and the two addresses that machines ask."""

import re
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import emergencies, engine, highlight, offering, rates, text
from .query import FACETS, Query, Results
from .staff import log

_WHOLE = re.compile("-?[0-9]{1,11}")
# So much of what was left out of a long question is shown.
LEFT_OUT = 60


def _number(request: HttpRequest, name: str, default: int) -> int:
    """A whole number from the address; what is none counts as not given."""
    given = request.GET.get(name, "")
    return int(given) if _WHOLE.fullmatch(given) else default


def _query(request: HttpRequest, size: int = 10) -> Query:
    return Query(
        request.GET.get("q", ""),
        _number(request, "page", 1),
        size,
        {name: tuple(request.GET.getlist(name)) for name in FACETS},
        as_written=request.GET.get("exact") == "1",
    )


def _note(query: Query, found: Results, request: HttpRequest) -> None:
    """Count what readers ask for; whoever has signed in is at work here and no reader."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        log.note(query, found, request)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What readers see; an empty question and one that finds nothing show where else to look."""
    query = _query(request)
    found = engine.search(query)
    _note(query, found, request)
    given = text.clean(request.GET.get("q", ""))
    context = {
        "query": query,
        "asked": query.text,
        "left_out": given[text.QUERY_LIMIT :][:LEFT_OUT],
        "found": found,
        "emergency": emergencies.card(query.text),
        "groups": offering.groups(found),
        "direct": offering.direct(query, found),
        "chips": offering.chips(query, found),
        "pages": offering.pages(query, found),
        "also": offering.written(found) if found.hits else "",
        "address": offering.address(replace(query, filters={})),
        "other_reading": offering.address(replace(query, as_written=not query.as_written)),
    }
    if query.text and not found.hits and not found.total:
        whole = engine.search(Query(query.text, size=1)).total if query.filters else 0
        context |= {"unfiltered": whole, "shorter": offering.shorter(query), "places": offering.places(query)}
    return render(request, "search/results.html", context)


@require_safe
def api_search(request: HttpRequest) -> JsonResponse:
    # A licensed client is metered by the day before it gets here.
    licensed = getattr(request, "licensed_client", None)
    if licensed is None and (seconds := rates.wait(request)) is not None:
        return _refused(seconds)
    query = _query(request, _number(request, "size", 10))
    found = engine.search(query)
    _note(query, found, request)
    told = _as_json(query, found, licensed is None or licensed.may_read_texts)
    return _fresh(JsonResponse(told, json_dumps_params={"ensure_ascii": False}))


def _as_json(query: Query, found: Results, with_passages: bool) -> dict[str, Any]:
    """Passages are words of the text, which not every licensed client may have."""
    emergency = emergencies.card(query.text)
    return {
        "query": query.text,
        "total": found.total,
        "took_ms": found.took_ms,
        "engine": found.engine,
        "degraded": found.degraded,
        "approximate": found.approximate,
        "meaning": found.meaning,
        "emergency": emergency.as_json() if emergency else None,
        "results": [hit.as_json(with_passages) for hit in found.hits],
        "facets": found.facets,
        "suggestion": found.suggestion,
        "expansions": [asdict(expansion) for expansion in found.expansions],
    }


@require_safe
def api_suggest(request: HttpRequest) -> JsonResponse:
    """What to offer while somebody types; `marks` are the places in the words that were typed."""
    licensed = getattr(request, "licensed_client", None)
    if licensed is None and (seconds := rates.wait(request, "suggest", settings.SUGGEST_RATE_PER_MINUTE)) is not None:
        return _refused(seconds)
    typed = Query(request.GET.get("q", "")).text
    parsed = text.parse(typed)
    rows = [
        {
            "text": row.text,
            "kind": row.kind,
            "url": row.url,
            "marks": highlight.spans(row.text, parsed),
            "noted": asdict(row.noted) if row.noted else None,
        }
        for row in engine.suggest(typed)
    ]
    emergency = emergencies.card(typed)
    told = {"suggestions": rows, "emergency": emergency.as_json() if emergency and emergency.clear else None}
    return _fresh(JsonResponse(told, json_dumps_params={"ensure_ascii": False}))


def _refused(seconds: int) -> JsonResponse:
    refused = JsonResponse({"error": "too_many_requests", "message": _("查询太频繁，请稍后再试")}, status=429)
    refused.headers["Retry-After"] = str(seconds)
    return _fresh(refused)


def _fresh(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
