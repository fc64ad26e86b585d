"""The results page and the two addresses that machines ask."""

import re
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import emergencies, engine, rates
from .query import FACETS, Query, Results

_WHOLE = re.compile("-?[0-9]{1,11}")


def _number(request: HttpRequest, name: str, default: int) -> int:
    """A whole number from the address; what is none counts as not given."""
    given = request.GET.get(name, "")
    return int(given) if _WHOLE.fullmatch(given) else default


def _query(request: HttpRequest) -> Query:
    return Query(
        request.GET.get("q", ""),
        _number(request, "page", 1),
        _number(request, "size", 10),
        {name: tuple(request.GET.getlist(name)) for name in FACETS},
    )


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What readers see; an empty question shows where else to look."""
    query = _query(request)
    found = engine.search(query)
    pages = max(1, -(-found.total // query.size))
    context = {"query": query, "found": found, "pages": pages, "emergency": emergencies.line(query.text)}
    context |= {
        "previous": query.page - 1 if 1 < query.page <= pages else None,
        "next": query.page + 1 if query.page < pages else None,
    }
    return render(request, "search/results.html", context)


@require_safe
def api_search(request: HttpRequest) -> JsonResponse:
    # A licensed client is metered by the day before it gets here.
    licensed = getattr(request, "licensed_client", None)
    if licensed is None and (seconds := rates.wait(request)) is not None:
        refused = JsonResponse({"error": "too_many_requests", "message": _("查询太频繁，请稍后再试")}, status=429)
        refused.headers["Retry-After"] = str(seconds)
        return _fresh(refused)
    query = _query(request)
    told = _as_json(query, engine.search(query), licensed is None or licensed.may_read_texts)
    return _fresh(JsonResponse(told, json_dumps_params={"ensure_ascii": False}))


def _as_json(query: Query, found: Results, with_passages: bool) -> dict[str, Any]:
    """Passages are words of the text, which not every licensed client may have."""
    return {
        "query": query.text,
        "total": found.total,
        "took_ms": found.took_ms,
        "engine": found.engine,
        "degraded": found.degraded,
        "approximate": found.approximate,
        "results": [hit.as_json(with_passages) for hit in found.hits],
        "facets": found.facets,
        "suggestion": found.suggestion,
        "expansions": [asdict(expansion) for expansion in found.expansions],
    }


@require_safe
def api_suggest(request: HttpRequest) -> JsonResponse:
    offered = engine.suggest(request.GET.get("q", ""))
    rows = [
        {"text": row.text, "kind": row.kind, "url": row.url, "noted": asdict(row.noted) if row.noted else None} for row in offered
    ]
    return _fresh(JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False}))


def _fresh(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
