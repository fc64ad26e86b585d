"""Who holds the rights in an article, on one page that prints, and as one file; every look is on record."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from moderation import ledger
from moderation.presentation import ledger_words
from moderation.views.access import is_moderator, sees_duties

from ..attribution.dossier.collecting import dossier
from ..attribution.dossier.packing import packed
from ..attribution.similarity import kept, side_by_side
from ..attribution.similarity.left_out import text_of
from ..models import ArticlePage, SimilarityReport
from . import seen

View = Callable[[HttpRequest, ArticlePage], HttpResponse]


def _for_staff(kind: str) -> Callable[[View], Callable[[HttpRequest, int], HttpResponse]]:
    """To everybody else it does not exist. The ledger names the account by its id."""

    def guard(view: View) -> Callable[[HttpRequest, int], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int) -> HttpResponse:
            page = ArticlePage.objects.filter(pk=pk).first()
            staff = is_moderator(request.user) or sees_duties(request.user)
            if page is None or not staff or seen.handed_in(page) is None:  # a draft is its author's alone
                raise Http404
            ledger.append(kind, page, page.live_digest, {"by": request.user.pk})
            return view(request, page)

        return guarded

    return guard


@require_GET
@_for_staff("dossier opened")
def overview(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    report = (
        SimilarityReport.objects.filter(submission__digest=page.live_digest, object_id=page.pk).first() if page.live else None
    )
    rows = []
    if report is not None:
        entries = [kept.entry_of(entry) for entry in report.entries]
        rows = side_by_side.rows(page, entries, dict(text_of(page).passages))
    whole = dossier(page)
    entries_in_words = [{**entry, "words": ledger_words(entry["kind"])} for entry in whole["ledger"]]
    context = {"page": page, "dossier": whole, "rows": rows, "ledger": entries_in_words}
    return render(request, "articles/similarity/dossier.html", context)


@require_GET
@_for_staff("dossier downloaded")
def download(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    response = HttpResponse(packed(page), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="dossier-{page.slug}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
