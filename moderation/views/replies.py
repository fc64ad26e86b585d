"""The replies that a team keeps ready: listed, written, changed and retired by the moderators themselves."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from .. import reasons
from ..models import SavedReply
from .access import for_moderators
from .rail import rail


class ReplyForm(forms.ModelForm[SavedReply]):
    """A reply goes with a code that may be chosen, or with none."""

    class Meta:
        model = SavedReply
        fields = ("title", "code", "zh", "en", "specialty", "retired")
        widgets: ClassVar[dict[str, Any]] = {
            "zh": forms.Textarea({"rows": 4, "maxlength": 2000}),
            "en": forms.Textarea({"rows": 4, "maxlength": 2000}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(name, [(code, f"{words}（{code}）") for code, words, _clause in codes]) for name, codes in reasons.groups()]
        self.fields["code"] = forms.ChoiceField(choices=[("", _("不带原因编码")), *groups], required=False, label=_("原因编码"))
        self.fields["title"].error_messages["unique"] = _("已经有一条同名的常用回复，请换一个名称")


@require_GET
@for_moderators
def replies(request: HttpRequest) -> HttpResponse:
    rows = [{"reply": reply, "code": reasons.name_of(reply.code) if reply.code else ""} for reply in SavedReply.objects.all()]
    return render(request, "moderation/replies/list.html", {**rail(request.user, "replies"), "rows": rows})


@require_http_methods(["GET", "POST"])
@for_moderators
def reply(request: Any, pk: int = 0) -> HttpResponse:
    """Write one, or change it; a mistake keeps everything typed."""
    row = get_object_or_404(SavedReply, pk=pk) if pk else SavedReply()
    form = ReplyForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        kept.changed_by = request.user
        kept.save()
        messages.success(request, _("常用回复“%(title)s”已保存。") % {"title": kept.title})
        return redirect("moderation_replies")
    context = {**rail(request.user, "replies"), "form": form, "row": row}
    return render(request, "moderation/replies/one.html", context, status=422 if form.errors else 200)
