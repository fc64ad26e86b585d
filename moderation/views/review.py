"""One case: shown with everything that is needed to decide it, decided, and left for the next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import cards
from ..cases import CaseClosed, DecisionRefused
from ..desk import notes, parts
from ..gate import PublicationBlocked
from ..models import Case
from ..moderated import Moderated
from ..presentation import outcome_words
from ..rules import reviewing
from .access import for_moderators, hide_from_whom_it_is_about
from .deciding import VERBS, already_done, closing_decision, decide
from .rail import rail
from .screen import screen
from .sheets import frozen_object
from .stepping import onward
from .typed import Typed


@require_http_methods(["GET", "POST"])
@for_moderators
def review(request: HttpRequest, number: str) -> HttpResponse:
    case = get_object_or_404(_cases(), number=number)
    hide_from_whom_it_is_about(request.user, case)
    return _decided(request, case) if request.method == "POST" else screen(request, case)


def _cases() -> Any:
    return Case.objects.select_related("submission__revision", "submission__submitted_by", "scan", "assignee", "content_type")


def _decided(request: HttpRequest, case: Case) -> HttpResponse:
    instance = case.content()
    moderated = isinstance(instance, Moderated)
    if moderated and case.submission and request.POST.get("action") == "approve" and case.state == Case.State.OPEN:
        # Before the form is read, so that what is typed about a finding stays with it under the newer scan.
        reviewing.bring_up_to_date(case.submission)
        case = _cases().get(pk=case.pk)
    found = cards.of_scan(case.scan, frozen_object(case, instance), ()) if moderated else []
    typed = Typed.read(request.POST, found, case.scan)
    if typed.action == "note":
        return _noted(request, case, typed)
    act = next((part.actions[typed.action] for part in parts.of(case.kind) if typed.action in part.actions), None)
    about_live = typed.about_live and moderated
    if case.state == Case.State.CLOSED and not about_live:
        return _too_late(request, case, typed)
    if about_live and already_done(case, request.user, typed):
        return _recorded_before(request, case)
    if instance is None and act is None and typed.action != "dismiss":
        return screen(request, case, typed, [_("内容已经删除，只能结案")])
    try:
        if act is None and parts.decides(case.kind) and typed.action != "restore":
            raise DecisionRefused(_("这类案件请用它自己的按钮决定"))
        done = act(case, request.user, request.POST) if act else decide(case, request.user, typed, found)
    except DecisionRefused as refused:
        return screen(request, case, typed, refused.reasons)
    except PublicationBlocked as blocked:
        return screen(request, case, typed, blocked.reasons)
    except CaseClosed:
        return _too_late(request, _cases().get(pk=case.pk), typed)
    return onward(request, case, done)


def _noted(request: HttpRequest, case: Case, typed: Typed) -> HttpResponse:
    """An internal note; the page comes back with everything else that was typed, a script gets only the list of notes."""
    try:
        notes.write(case, request.user, typed.case_note)
        refusals: list[str] = []
    except DecisionRefused as refused:
        refusals = list(refused.reasons)
    if "application/json" in request.headers.get("Accept", ""):
        context = {"notes": case.notes.select_related("by")}
        listed = render_to_string("moderation/desk/_notes.html", context, request)
        return JsonResponse({"html": listed, "reasons": refusals}, status=422 if refusals else 200)
    return screen(request, case, typed if refusals else typed.without_note(), refusals)


def _too_late(request: HttpRequest, case: Case, typed: Typed) -> HttpResponse:
    """The case was closed meanwhile: by the same person with the same button, or by somebody else."""
    decision = closing_decision(case)
    if decision is not None and decision.by_id == request.user.pk and decision.verb == VERBS.get(typed.action):
        return _recorded_before(request, case)
    context = {
        **rail(request.user, case.kind),
        "case": case,
        "decision": decision,
        "typed": typed,
        "outcome": outcome_words(case.outcome),
    }
    return render(request, "moderation/desk/closed.html", context, status=409)


def _recorded_before(request: HttpRequest, case: Case) -> HttpResponse:
    messages.info(request, _("这个决定已经记录过了，没有重复记录。"))
    return redirect("moderation_review", number=case.number)
