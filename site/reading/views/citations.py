"""Downloads for reference managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import article, citation, lookup, people, stamps
from .articles import gone_or_missing, revalidated


@require_safe
def one(request: HttpRequest, identity: str, form: str) -> HttpResponse:
    """The published version in one format, read today; 410 when it was withdrawn."""
    if form not in citation.FORMATS:
        raise Http404
    stamp = stamps.stamp_of(identity)
    page = lookup.page_with(identity, stamp) if stamp else None
    if page is None or stamp is None:
        return gone_or_missing(request, identity)
    rows = [(f"contributors.{block}", row) for block, row in article.stream_rows(page.contributors)]
    named = people.people_of(page.byline, rows, people.accounts(stamp.accounts))
    work = citation.reference_of(
        page, (person.name for person in named if person.is_author), article.address_of(page), timezone.localdate()
    )
    response = HttpResponse(citation.exported(work, form, identity), content_type=citation.FORMATS[form][1])
    response.headers["Content-Disposition"] = f'attachment; filename="xinglin-{identity}.{form}"'
    return revalidated(response)
