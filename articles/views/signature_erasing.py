"""Where operators take the contact details of a person who signed away, at that person's request."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from moderation.views.access import for_operators, sees_duties

from ..attribution.signatures import erasing, mailing
from ..models.signature import Signature

MOST = 50


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("姓名或邮箱"),
        max_length=254,
        help_text=gettext_lazy("写全：只找完全一样的姓名或邮箱，不能用来翻看别人的资料"),
    )


class EraseForm(forms.Form):
    ground = forms.ChoiceField(label=gettext_lazy("依据"), choices=erasing.Ground.choices)
    signatures = forms.ModelMultipleChoiceField(
        Signature.objects.none(),
        label=gettext_lazy("签署"),
        error_messages={
            "required": gettext_lazy("请勾选要抹除的签署"),
            "invalid_choice": gettext_lazy("有一条已经不在结果里，请重新查找"),
            "invalid_pk_value": gettext_lazy("有一条已经不在结果里，请重新查找"),
        },
    )

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatures"].queryset = rows  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_operators
def screen(request: HttpRequest) -> HttpResponse:
    """Find, tick, erase. A refusal answers 422 and keeps the ticks."""
    asked = SearchForm(request.GET or None)
    words = asked.cleaned_data["q"].strip() if asked.is_bound and asked.is_valid() else ""
    found = erasing.found(words)
    form = EraseForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["signatures"]
        count = sum(erasing.erase(one, request.user, form.cleaned_data["ground"]) for one in chosen)
        messages.success(request, _("已抹除 %(count)s 个签署里的姓名、邮箱和话；签署的指纹、日期和存证保留。") % {"count": count})
        return redirect("articles_signatures_erase")
    ticked = request.POST.getlist("signatures")
    rows = [{"one": one, "email": mailing.masked(one.email), "ticked": str(one.pk) in ticked} for one in found[:MOST]]
    context = {"asked": asked, "words": words, "rows": rows, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "articles/signatures/erase.html", context, status=status)


class EraseSignaturesItem(MenuItem):
    def __init__(self) -> None:
        address = reverse_lazy("articles_signatures_erase")
        super().__init__(gettext_lazy("抹除签署资料"), address, name="erase-signatures", icon_name="bin", order=9600)

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_duties(request.user)
