"""How the engines are, and another try for what was given up."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles.models import ArticlePage
from moderation import duties, ledger
from moderation.presentation import length

from ... import outbox
from ..access import for_tenders
from ..standing import standing
from ..tabs import frame


@require_GET
@for_tenders
def engines(request: HttpRequest) -> HttpResponse:
    now = standing()
    labels = {duty.name: duty.label for duty in duties.all_duties()}
    context = {
        **frame(request, "engines"),
        "now": now,
        "age": length(now.age) if now.waiting else "",
        "duties": [(labels.get(run.name, run.name), run) for run in now.duties],
    }
    return render(request, "search/staff/engines.html", context)


@require_POST
@for_tenders
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Try to deliver this article again."""
    with transaction.atomic():
        released = outbox.release([pk])
        if released:
            kind = ContentType.objects.get_for_model(ArticlePage)
            ledger.append_about("search row released", kind.pk, pk, "", {"by": request.user.pk})
    if released:
        messages.success(request, _("已重新排队，几秒后再看结果。"))
    else:
        messages.info(request, _("这一篇已经不在停放的里面了。"))
    return redirect("search_engines")
