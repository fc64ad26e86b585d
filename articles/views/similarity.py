"""The author's page of what a draft has in common with other texts, and with a source that is pasted in."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from moderation.views.access import takes_part

from ..attribution.similarity import facts, side_by_side
from ..attribution.similarity.left_out import of_passages
from ..attribution.similarity.searching import against
from ..models import ArticlePage


class PastedForm(forms.Form):
    """The words of a cited source or of the original work; compared once and not kept."""

    text = forms.CharField(
        label=_("来源或原作品的文字"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("粘贴之后和草稿逐字比对，只在这一次显示，不保存"),
    )


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever takes part; a draft does not exist to anybody else."""
    page = ArticlePage.objects.filter(pk=pk).first()
    if page is None or not takes_part(request.user, page):
        raise Http404
    draft = page.get_latest_revision_as_object()
    report = facts.report_of(draft)
    passages = dict(report.passages)
    form = PastedForm(request.POST or None)
    context: dict[str, Any] = {"page": page, "draft": draft, "report": report, "form": form}
    context["rows"] = side_by_side.rows(draft, report.entries, passages)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        entry = against(facts.subject_of(draft), of_passages([("text", text)]))
        context["pasted"] = side_by_side.rows(draft, [entry], passages, text) if entry else []
    return render(request, "articles/similarity/overview.html", context, status=422 if form.errors else 200)
