"""One article, all articles, and an article's record for machines."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from articles.models import ArticlePage
from search.related import related as related_to

from .. import article, cards, complained, etags, lookup, people, records, stamps

# How long a rendered page is kept for the next reader; what changed has another stamp and is rendered anew at once.
KEPT_SECONDS = 3600


@require_safe
def one(request: HttpRequest, identity: str) -> HttpResponse:
    """The article; 304 before anything is rendered when the reader's copy is right, 410 when it was withdrawn."""
    stamp = stamps.stamp_of(identity)
    if stamp is None:
        return gone_or_missing(request, identity)
    accounts = people.accounts(stamp.accounts)
    etag = etags.of_article(stamp, accounts)
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if etag in asked or f"W/{etag}" in asked or "*" in asked:
        response = HttpResponseNotModified()
    else:
        kept = "article:" + identity + ":" + etag.strip('"')
        html = cache.get(kept)
        if html is None:
            page = lookup.page_with(identity, stamp)
            if page is None:  # published anew or withdrawn a moment ago
                return one(request, identity)
            html = render(request, "articles/article_page.html", {"page": page, "parts": article.Parts(page, accounts)}).content
            # The stamp names everything the page shows, so a kept page is never a stale one; it is asked for anew each time.
            cache.set(kept, html, KEPT_SECONDS)
        response = HttpResponse(html)
    response.headers["ETag"] = etag
    return revalidated(response)


def revalidated(response: HttpResponse) -> HttpResponse:
    """A copy may be kept and must be asked about each time, so that nobody reads what was withdrawn."""
    patch_cache_control(response, public=True, no_cache=True)
    return response


def gone_or_missing(request: HttpRequest, identity: str) -> HttpResponse:
    taken_down = complained.in_place_of(request, ArticlePage, slug=identity, first_published_at__isnull=False)
    if taken_down is not None:
        return taken_down
    if lookup.was_public(identity):
        return revalidated(render(request, "articles/gone.html", {"ended": lookup.has_ended(identity)}, status=410))
    raise Http404


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All articles, the newest reviewed first."""
    page = cards.page_of(cards.newest(), request.GET.get("page"))
    return revalidated(render(request, "reading/articles.html", {"articles": page}))


@require_safe
def related(request: HttpRequest, identity: str) -> HttpResponse:
    """What to read next: a part that the article's page fetches when a reader comes near its end, else a page of its own.

    Kept apart, so that a withdrawn article is not offered by kept pages, and an article costs nothing more to read."""
    stamp = stamps.stamp_of(identity)
    if stamp is None:
        return gone_or_missing(request, identity)
    found = cards.cards(related_to(stamp.values["pk"]))
    part = request.GET.get("part") == "1"
    if part and not found:
        return revalidated(HttpResponse(status=204))
    return revalidated(render(request, f"articles/related{'_part' if part else ''}.html", {"cards": found, "identity": identity}))


@require_safe
def attribution(request: HttpRequest, identity: str) -> HttpResponse:
    """JSON: the attribution record of the published version; 410 when it was withdrawn."""
    stamp = stamps.stamp_of(identity)
    page = lookup.page_with(identity, stamp) if stamp else None
    if page is None:
        gone = lookup.was_public(identity)
        return JsonResponse({"error": "gone" if gone else "not found", "id": identity}, status=410 if gone else 404)
    return revalidated(JsonResponse(records.attribution(page), json_dumps_params={"ensure_ascii": False}))
