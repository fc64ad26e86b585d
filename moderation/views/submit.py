"""The author's screen before, during and after the decision: findings, mending, handing in, taking back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from .. import cards, endings, reasons, submissions
from ..models import Case, Kind, Submission, Verb
from ..models.reference import key
from ..submissions import SubmissionRefused
from .access import is_author, may_mend, own_work
from .forms import WARRANTY, HandInForm, WithdrawForm
from .offices import offering


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    instance = own_work(request, app_label, model_name, pk)
    if request.method == "POST":
        return _hand_in(request, instance)
    return screen(request, instance)


def screen(
    request: HttpRequest,
    instance: Any,
    form: HandInForm | None = None,
    withdrawing: WithdrawForm | None = None,
    refusals: Iterable[str] = (),
) -> HttpResponse:
    """The whole screen; with refusals it answers 422 and keeps what was typed."""
    draft, surface, report = submissions.check(instance)
    found = cards.of_draft(report, draft, surface.passages)
    mine = Submission.objects.filter(**key(instance)).select_related("submitted_by")
    last = mine.first()
    ticked = set(request.POST.getlist("confirm"))
    ended = endings.ending(instance)
    returned = _return_of(last, draft)
    context = {
        "instance": instance,
        "draft": draft,
        "cards": found,
        "counts": cards.counts(found),
        "unchecked": cards.unchecked_words(report.unchecked),
        "obstacles": _obstacles(draft),
        "form": form or HandInForm(),
        "withdrawing": withdrawing or WithdrawForm(),
        "refusals": list(refusals),
        "warranty": WARRANTY,
        "confirmations": [(name, sentence, name in ticked) for name, sentence in draft.confirmations()],
        "hand_in_parts": draft.hand_in_parts(),
        "waiting_parts": draft.waiting_parts(),
        "last": last,
        "pending": last if last and last.state in submissions.PENDING else None,
        "case": _case_of(last) if last else None,
        "dispute": offering.offer(request, instance, last, surface.digest()),
        "returned": returned,
        "appeal_return": offering.appeal_of(request.user, returned["decision"] if returned else None),
        "appeal_end": offering.appeal_of(request.user, ended),
        "earlier": mine[:10],
        "ended": ended,
        "ended_codes": [(code, reasons.name_of(code)) for code in ended.reason_codes] if ended else [],
        "shown_digest": surface.digest(),
        "unchanged": draft.live and draft.live_digest == surface.digest(),
        "is_author": is_author(request.user, instance),
        "may_mend": may_mend(request.user, instance),
        "awaits": draft.awaits(),
        "live_url": live_url(instance, request),
        "edit_url": edit_url(instance),
        "app_label": instance._meta.app_label,
        "model_name": instance._meta.model_name,
        "sheet_url": _sheet_url(request, instance, last),
        "sheet_place": "#finding-mended" if "mended" in request.GET else "",
    }
    return render(request, "moderation/submit.html", context, status=422 if refusals else 200)


def _hand_in(request: HttpRequest, instance: Any) -> HttpResponse:
    form = HandInForm(request.POST)
    if not form.is_valid():
        return screen(request, instance, form, refusals=[str(error) for errors in form.errors.values() for error in errors])
    draft = instance.get_latest_revision_as_object()
    asked = draft.confirmations()
    open_still = [sentence for name, sentence in asked if name not in request.POST.getlist("confirm")]
    if open_still and not submissions.pending(instance):
        return screen(request, instance, form, refusals=[_("请先确认：%(what)s") % {"what": what} for what in open_still])
    shown = request.POST.get("shown", "")
    if not shown and not submissions.pending(instance):
        return screen(request, instance, form, refusals=[_("请在这一页看过要提交的内容，再从这里提交")])
    warranty = "\n".join([str(WARRANTY), *(str(sentence) for _name, sentence in asked)])
    if asked and is_author(request.user, instance):
        draft.keep_confirmed(request.user, request.POST.getlist("confirm"))
    try:
        submission = submissions.submit(instance, request.user, warranty, form.cleaned_data["publish_at"], shown)
    except SubmissionRefused as refused:
        return screen(request, instance, form, refusals=refused.reasons)
    if submission.state == Submission.State.REFUSED:
        messages.error(request, _("这一版没有交给审核员：还有必须先修改的地方，已在右侧逐条列出"))
    else:
        case = _case_of(submission)
        messages.success(request, _("已提交审核，案件编号 %(number)s") % {"number": case.number if case else submission.pk})
    return redirect(submit_url(instance))


def _case_of(submission: Submission) -> Case | None:
    """The case in which people decide about what was handed in, the newest first; checks of the deciders are none of its."""
    return (
        Case.objects.filter(submission=submission, kind__in=(Kind.SUBMISSION, Kind.DISPUTE), quality=None).order_by("-pk").first()
    )


def _obstacles(draft: Any) -> list[str]:
    """What would stop the words even after approval, said before they are handed in."""
    found = draft.obstacles(timezone.now())
    return [*found.to_show, *found.to_publish]


def _return_of(submission: Submission | None, draft: Any) -> dict[str, Any] | None:
    if submission is None or submission.state != Submission.State.RETURNED:
        return None
    decision = submission.decisions.filter(verb=Verb.RETURN).first()
    if decision is None:
        return None
    notes = [{"field": cards.field_label(draft, anchor.get("path", "")), **anchor} for anchor in decision.anchors]
    return {"decision": decision, "codes": [(code, reasons.name_of(code)) for code in decision.reason_codes], "notes": notes}


def _sheet_url(request: HttpRequest, instance: Any, last: Submission | None) -> str:
    address = reverse("moderation_draft_sheet", args=_address(instance))
    asked = {"mended": request.GET["mended"]} if "mended" in request.GET else {}
    if last is not None and last.state == Submission.State.RETURNED:
        asked["notes"] = str(last.decisions.values_list("pk", flat=True).first() or "")
    return f"{address}?{urlencode(asked)}" if asked else address


def _address(instance: Any) -> list[Any]:
    return [instance._meta.app_label, instance._meta.model_name, instance.pk]


def submit_url(instance: Any) -> str:
    return reverse("moderation_submit", args=_address(instance))


def edit_url(instance: Any) -> str:
    """Where the object is edited; empty when it has no editor."""
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    view_set = getattr(type(instance), "snippet_viewset", None)
    return reverse(view_set.get_url_name("edit"), args=[instance.pk]) if view_set else ""


def live_url(instance: Any, request: HttpRequest) -> str:
    """Where readers find it; empty while they cannot."""
    if not instance.live:
        return ""
    if isinstance(instance, Page):
        return instance.get_url(request) or ""
    return instance.get_absolute_url() if hasattr(instance, "get_absolute_url") else ""
