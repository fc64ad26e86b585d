"""All rulesets, and where a new draft begins."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ... import asked
from ...models import Ruleset
from ...rules import lifecycle, standing
from ...rules.pointer import RulesetRefused
from .access import context, for_editors, for_readers
from .words import STATE_TONES

PER_PAGE = 30


@require_GET
@for_readers
def rulesets(request: HttpRequest) -> HttpResponse:
    rows = Ruleset.objects.select_related("made_by", "approved_by").defer("layer", "trial")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    now = standing.current()
    return render(
        request,
        "moderation/rules/rulesets.html",
        {
            **context(request, "rulesets"),
            "page": page,
            "rows": [{"ruleset": row, "tone": STATE_TONES[row.state]} for row in page],
            "faults": now.faults,
            "version": now.base.version,
            "unfounded": now.base.pk is None,
        },
    )


@require_POST
@for_editors
def create(request: HttpRequest) -> HttpResponse:
    like = Ruleset.objects.filter(pk=asked.whole(request.POST.get("like"))).select_related("shipped").first()
    try:
        made = lifecycle.draft(request.user, request.POST.get("title", ""), like)
    except RulesetRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return redirect("moderation_rulesets")
    return redirect("moderation_ruleset", pk=made.pk)
