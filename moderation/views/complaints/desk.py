"""The desk's own pages of complaints: the list, and the words as they came, each reading on record."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ... import ledger
from ...complaints import receipts, sealing
from ...complaints.rights import works_on
from ...models import Complaint, ComplaintKind, ComplaintState
from ...presentation import time_left
from ...vault.cipher import Unreadable
from ..access import for_moderators
from ..rail import rail

SIZE = 30


@require_GET
@for_moderators
def every(request: Any) -> HttpResponse:
    """All complaints but those about oneself, the open ones first, the most urgent before all."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "receipt")}
    found = Complaint.objects.select_related("case__assignee").exclude(case__about_user=request.user)
    if asked["state"] in ComplaintState.values:
        found = found.filter(state=asked["state"])
    if asked["kind"] in ComplaintKind.values:
        found = found.filter(kind=asked["kind"])
    if asked["receipt"]:
        found = found.filter(receipt=receipts.read(asked["receipt"]) or "-")
    page = Paginator(found.order_by("-state", "due_at", "pk"), SIZE).get_page(request.GET.get("page"))
    open_now = Complaint.objects.filter(state=ComplaintState.OPEN)
    context: dict[str, Any] = {
        **rail(request.user, "complaints"),
        "page": page,
        "rows": [(one, time_left(one.due_at) if one.state == ComplaintState.OPEN else None) for one in page],
        "asked": asked,
        "states": ComplaintState.choices,
        "kinds": ComplaintKind.choices,
        "open_now": open_now.count(),
        "overdue": open_now.filter(due_at__lt=timezone.now()).count(),
    }
    return render(request, "moderation/complaints/list.html", context)


@never_cache
@require_POST
@for_moderators
def reveal(request: Any, pk: int) -> HttpResponse:
    """The words and the contact as they came, for whoever has the case; to everybody else they do not exist."""
    complaint = get_object_or_404(Complaint.objects.select_related("case"), pk=pk)
    if not works_on(request.user, complaint.case):
        raise Http404
    ledger.append("complaint revealed", complaint, "", {"complaint": complaint.pk, "by": request.user.pk})
    try:
        private = sealing.private_of(complaint)
        texts = [(text, sealing.words_of(text)) for text in complaint.texts.all()]
    except Unreadable:
        private, texts = {}, []
    context = {**rail(request.user, "complaints"), "complaint": complaint, "private": private, "texts": texts}
    return render(request, "moderation/complaints/revealed.html", context)
