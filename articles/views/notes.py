"""The screen where moderators put a correction, a concern or a retraction on a published article."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from moderation.views.access import for_moderators

from ..attribution.proof import notes
from ..models import ArticlePage, NoteKind, NoteVoice, PublicNote
from . import seen


class NoteForm(forms.Form):
    """A sentence or two for readers; what a scan says of it is added as errors."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=[one for one in NoteKind.choices if one[0] != NoteKind.REINSTATED]
    )
    voice = forms.ChoiceField(label=gettext_lazy("由谁说明"), choices=NoteVoice.choices, initial=NoteVoice.EDITORS)
    text = forms.CharField(
        label=gettext_lazy("说明"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": PublicNote._meta.get_field("text").max_length}),
        help_text=gettext_lazy("写清哪里不对、现在是什么、读者该怎么做；发布后不能修改"),
    )
    accepted = forms.BooleanField(label=gettext_lazy("我看过扫描提示，确认可以发布"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(ArticlePage, pk=pk)
    if seen.handed_in(page) is None:  # a draft is its author's alone
        raise Http404
    form = NoteForm(request.POST or None)
    asks = False
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            notes.add(page, request.user, said["kind"], said["text"], said["voice"], said["accepted"])
        except notes.NoteRefused as refused:
            asks = bool(refused.findings)
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("说明已经发布，读者现在就能看到。"))
            return redirect("articles_notes", pk=pk)
    shows_tick = asks or bool(request.POST.get("accepted"))
    if not shows_tick:
        form.fields.pop("accepted")
    context: dict[str, Any] = {"page": page, "form": form, "notes": notes.of_page(pk), "asks": asks}
    return render(request, "articles/notes_form.html", context)
