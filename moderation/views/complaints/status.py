"""What came of a complaint, for whoever holds its receipt; and the door where a receipt is typed in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ... import addresses
from ...complaints import course, following, infringement, limits, places, receipts
from ...complaints.notice_steps import STARTS
from ...complaints.terms import bodies_of, term_of
from ...decisions import DecisionRefused
from ...models import Complaint, ComplaintState, InfringementNotice, NoticeState
from ...presentation import time_left
from ...vault import VaultFault, filing, kinds
from . import taking_in
from .forms import AdditionForm
from .taking_in import Taken, public_form

AFTER_FORWARDING = (NoticeState.WAITING, NoticeState.SUED, NoticeState.RESTORED, NoticeState.KEPT)


@public_form
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Receipts are typed here; a wrong one is told kindly, and nobody may try many."""
    typed, refusal = "", ""
    if request.method == "POST":
        typed = str(request.POST.get("receipt", ""))[:100]
        try:
            limits.check_lookups(addresses.client_address(request))
            complaint = Complaint.objects.filter(receipt=receipts.read(typed) or "-").first()
            if complaint is not None:
                return redirect("complaint_status", receipt=complaint.receipt)
            refusal = _("没有找到这个回执号。回执号是 16 位字母和数字，请对照回执再输一遍。")
        except limits.TooOften as often:
            refusal = str(often)
    context = {"typed": typed, "refusal": refusal, "mail": settings.COMPLAINTS_MAIL}
    return render(request, "moderation/complaints/door.html", context, status=422 if refusal else 200)


@public_form
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, receipt: str) -> HttpResponse:
    try:
        limits.check_lookups(addresses.client_address(request))
    except limits.TooOften as often:
        return render(
            request, "moderation/complaints/door.html", {"refusal": str(often), "mail": settings.COMPLAINTS_MAIL}, status=429
        )
    complaint = _complaint(receipt)
    if request.method != "POST":
        return _page(request, complaint, AdditionForm(), taking_in.opened())
    action = request.POST.get("action")
    if action == "withdraw":
        return _withdraw(request, complaint)
    return _add(request, complaint, is_suit=action == "sue")


def _complaint(receipt: str) -> Complaint:
    found = Complaint.objects.filter(receipt=receipts.read(receipt) or "-").select_related("case").first()
    if found is None:
        raise Http404
    return found


def _withdraw(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    if not request.POST.get("sure"):
        found = taking_in.opened()
        found.refusals.append(_("要撤回的话，请先勾选“我确定撤回”。"))
        return _page(request, complaint, AdditionForm(), found, 422)
    try:
        following.withdraw(complaint)
    except following.TooLate as late:
        messages.warning(request, str(late))
    return redirect("complaint_status", receipt=complaint.receipt)


def _add(request: HttpRequest, complaint: Complaint, is_suit: bool) -> HttpResponse:
    notice = InfringementNotice.objects.filter(complaint=complaint).first()
    roles = ("evidence", "authority", "ownership") if notice else ("evidence",)
    found, form = taking_in.taken(request, roles), AdditionForm(request.POST)
    if not form.is_valid() or found.refusals:
        return _page(request, complaint, form, found, 422)
    text = form.cleaned_data["text"]
    try:
        if is_suit and notice is not None:
            infringement.sue(notice, text)
        else:
            following.add(complaint, {"text": text}, found.identity)
    except (following.TooLate, DecisionRefused) as refused:
        found.refusals.append(str(refused))
        return _page(request, complaint, form, found, 422)
    return redirect("complaint_status", receipt=complaint.receipt)


def _page(request: HttpRequest, complaint: Complaint, form: AdditionForm, found: Taken, status: int = 200) -> HttpResponse:
    notice = InfringementNotice.objects.filter(complaint=complaint).first()
    forwarded = notice is not None and notice.state in AFTER_FORWARDING
    shown_voices = ["complainant", "author"] if forwarded else ["complainant"]
    place = places.recognise(complaint.address) if complaint.address else None
    case = complaint.case
    # While somebody else has to answer, the next date is the one that counts.
    due_at = case.due_at if case is not None and case.held_until else complaint.due_at
    context: dict[str, Any] = {
        **taking_in.context(found),
        "complaint": complaint,
        "receipt": receipts.written(complaint.receipt),
        "term": term_of(complaint.kind),
        "due_at": due_at,
        "light": time_left(due_at),
        "waits_until": case.held_until if case is not None else None,
        "open": complaint.state == ComplaintState.OPEN,
        "steps": course.told(complaint),
        "texts": complaint.texts.filter(voice__in=shown_voices),
        "files": complaint.files.exclude(role="counter").count(),
        "counter_files": list(complaint.files.filter(role="counter").select_related("file")) if forwarded else [],
        "bodies": bodies_of(complaint.kind),
        "notice": notice,
        "may_sue": notice is not None and notice.state in STARTS["sue"],
        "page_url": place.address if place else "",
        "form": form,
        "mail": settings.COMPLAINTS_MAIL,
    }
    return render(request, "moderation/complaints/status.html", context, status=status)


@never_cache
@require_GET
def counter_file(request: HttpRequest, receipt: str, token: str) -> HttpResponseBase:
    """A proof that came with the author's statement, for the rights holder to whom it was forwarded."""
    try:
        limits.check_lookups(addresses.client_address(request))
    except limits.TooOften as often:
        raise Http404 from often
    complaint = _complaint(receipt)
    found = complaint.files.filter(role="counter", file__token=token, complaint__notice__state__in=AFTER_FORWARDING).first()
    if found is None or found.file.erased_at is not None:
        raise Http404
    try:
        clear = filing.read(found.file, None)
    except VaultFault as broken:
        raise Http404 from broken
    ending = kinds.ENDINGS.get(found.file.media_type, "bin")
    response = FileResponse(
        clear, as_attachment=True, filename=f"counter-{found.pk}.{ending}", content_type=found.file.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
