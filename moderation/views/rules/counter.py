"""Answers, while a term is being typed, what it would newly match."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ...engine import RulesetError
from ...rules import counting
from .access import for_editors

LONGEST = 200


@require_GET
@for_editors
def count(request: HttpRequest) -> HttpResponse:
    term, code = request.GET.get("term", "")[:LONGEST], request.GET.get("code", "")
    try:
        tally = counting.count(term, code)
    except RulesetError:
        return JsonResponse({"error": _("这个词不能用于这条规则")}, status=400)
    return JsonResponse({**tally.as_json(), "words": words(tally)})


def words(tally: counting.Tally) -> str:
    """One sentence for the person who types."""
    if not tally.matching:
        return _("已公开的内容里没有这个词。")
    facts = {"matching": tally.matching, "articles": tally.articles, "looked": tally.looked_at, "newly": tally.newly}
    if tally.looked_at < tally.matching:
        return (
            _("已公开的内容里有 %(matching)d 段（%(articles)d 篇）含有它；抽看其中 %(looked)d 段，会新命中 %(newly)d 段。")
            % facts
        )
    return _("会新命中 %(newly)d 段已公开的文字；含有它的共 %(matching)d 段（%(articles)d 篇）。") % facts
