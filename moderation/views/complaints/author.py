"""Where an author reads a notice of infringement about a page, and states that nothing was infringed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...complaints import attachments, course, filing, infringement, proof
from ...complaints.rights import FORWARDED, answers_for
from ...complaints.terms import MOST_FILES
from ...decisions import DecisionRefused
from ...models import InfringementNotice, NoticeState
from ...vault import VaultRefused
from ...vault.filing import name_of
from .forms import AdditionForm

NOT_FORWARDED = (NoticeState.RECEIVED, NoticeState.INCOMPLETE, NoticeState.REFUSED)


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To everybody but the page's authors, and before it was forwarded, the notice does not exist."""
    found = get_object_or_404(InfringementNotice.objects.select_related("complaint__case"), pk=pk)
    case = found.complaint.case
    instance = case.content() if case else None
    if instance is None or found.state in NOT_FORWARDED or not answers_for(request.user, instance):
        raise Http404
    form, refusals = AdditionForm(request.POST or None), []
    ticket = str(request.POST.get("ticket", "")) or proof.ticket()
    if request.method == "POST":
        refusals = _keep_files(request, ticket)
        if not request.POST.get("true"):
            refusals.append(_("请确认声明真实"))
        if form.is_valid() and not refusals:
            try:
                infringement.counter(found, request.user, form.cleaned_data["text"], proof.ticket_id(ticket))
                messages.success(request, _("声明已提交，审核员会转送权利人。"))
                return redirect("moderation_infringement", pk=pk)
            except DecisionRefused as refused:
                refusals = list(refused.reasons)
    context: dict[str, Any] = {
        "notice": found,
        "complaint": found.complaint,
        "instance": instance,
        "texts": found.complaint.texts.filter(voice__in=("complainant", "author")),
        "files": found.complaint.files.filter(role__in=FORWARDED).select_related("file"),
        "steps": course.told(found.complaint),
        "may_counter": found.state == NoticeState.MEASURED,
        "form": form,
        "ticket": ticket,
        "waiting_files": [(one, name_of(one.file)) for one in filing.files_waiting(proof.ticket_id(ticket))],
        "refusals": refusals,
        "most_files": MOST_FILES,
    }
    return render(request, "moderation/complaints/author.html", context, status=422 if refusals or form.errors else 200)


def _keep_files(request: HttpRequest, ticket: str) -> list[str]:
    """Refusals, each by its file's name."""
    identity, refusals = proof.ticket_id(ticket), []
    for upload in request.FILES.getlist("evidence"):
        try:
            if len(filing.files_waiting(identity)) >= MOST_FILES or not identity:
                raise VaultRefused(_("一共最多 %(most)d 个文件") % {"most": MOST_FILES})
            attachments.keep(upload, "counter", identity, request.user)
        except VaultRefused as refused:
            refusals.append(_("“%(name)s”没有收下：%(why)s") % {"name": upload.name, "why": refused})
    return refusals
