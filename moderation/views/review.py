"""One case: the sheet as readers will see it, the findings beside it, and the decision."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from .. import cards, reasons
from ..cases import CaseClosed
from ..decisions import DecisionRefused
from ..desk import lights, parts
from ..desk.offices import moderators
from ..gate import PublicationBlocked
from ..models import Case, FindingReview
from ..presentation import outcome_words, specialty_words
from ..rules import reviewing
from . import dossier
from .access import for_moderators
from .deciding import VERBS, already_done, closing_decision, decide, last_live_digest
from .rail import rail
from .sheets import frozen_object
from .submit import live_url
from .typed import VERDICTS, Typed

# Offered while typing; a moderator's own words are as good.
USUAL_REASONS = (
    gettext_lazy("文中已给出可核对的出处"),
    gettext_lazy("语境是辟谣或提醒，不是推荐"),
    gettext_lazy("是医学术语的固定用法"),
    gettext_lazy("说的是群体情况，认不出具体的人"),
)


@require_http_methods(["GET", "POST"])
@for_moderators
def review(request: HttpRequest, number: str) -> HttpResponse:
    case = get_object_or_404(_cases(), number=number)
    return _decided(request, case) if request.method == "POST" else screen(request, case)


def _cases() -> Any:
    return Case.objects.select_related("submission__revision", "submission__submitted_by", "scan", "assignee", "content_type")


def _decided(request: HttpRequest, case: Case) -> HttpResponse:
    instance = case.content()
    if instance is None:
        raise Http404
    if case.submission is not None and request.POST.get("action") == "approve" and case.state == Case.State.OPEN:
        # Before the form is read, so that what is typed about a finding stays with it under the newer scan.
        reviewing.bring_up_to_date(case.submission)
        case = _cases().get(pk=case.pk)
    found = cards.of_scan(case.scan, frozen_object(case, instance), ())
    typed = Typed.read(request.POST, found, case.scan)
    act = next((part.actions[typed.action] for part in parts.of(case.kind) if typed.action in part.actions), None)
    if case.state == Case.State.CLOSED and not typed.about_live:
        return _too_late(request, case, typed)
    if typed.about_live and already_done(case, request.user, typed):
        return _recorded_before(request, case)
    try:
        done = act(case, request.user, request.POST) if act else decide(case, request.user, typed, found)
    except DecisionRefused as refused:
        return screen(request, case, typed, refused.reasons)
    except PublicationBlocked as blocked:
        return screen(request, case, typed, blocked.reasons)
    except CaseClosed:
        return _too_late(request, _cases().get(pk=case.pk), typed)
    messages.success(request, done)
    return redirect("moderation_review", number=case.number)


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


def screen(request: HttpRequest, case: Case, typed: Typed | None = None, refusals: Iterable[str] = ()) -> HttpResponse:
    instance = case.content()
    if instance is None:
        raise Http404
    frozen = frozen_object(case, instance)
    passages = frozen.surface().passages
    found = cards.of_scan(case.scan, frozen, passages)
    typed = typed or Typed()
    contributors = set(frozen.contributor_accounts()) | ({case.submission.submitted_by_id} if case.submission else set())
    unchecked = case.scan.unchecked if case.scan else []
    reviews = list(FindingReview.objects.filter(finding__scan=case.scan).select_related("by")) if case.scan else []
    hit = sorted({(card.code, card.name) for card in found})
    context = {
        **rail(request.user, case.kind if case.state == Case.State.OPEN else "closed"),
        **dossier.tabs(case, frozen),
        "case": case,
        "instance": instance,
        "frozen": frozen,
        "open": case.state == Case.State.OPEN,
        "of_submission": case.submission is not None,
        "specialty": specialty_words(case),
        "awaits": instance.awaits() if case.state == Case.State.OPEN else (),
        "light": lights.of(case),
        "rows": [_row(card, typed, reviews) for card in found],
        "counts": cards.counts(found),
        "change": reviewing.change(case),
        "unchecked": cards.unchecked_words(unchecked),
        "look_at_pictures": "pictures" in unchecked,
        "verdicts": VERDICTS,
        "usual_reasons": USUAL_REASONS,
        "reason_groups": [(_("本次命中的规则"), hit), *reasons.groups()] if hit else reasons.groups(),
        "places": [(passage.path, f"{cards.field_label(frozen, passage.path)} · {passage.text[:24]}") for passage in passages],
        "typed": typed,
        "refusals": list(refusals),
        "own": request.user.pk in contributors,
        "deciders": [person for person in moderators() if person.pk not in contributors],
        "decision": closing_decision(case),
        "outcome": outcome_words(case.outcome),
        "live_url": live_url(instance, request),
        "restorable": bool(last_live_digest(instance)),
        "next": _next(case),
    }
    context["parts"] = [_part(request, case, part, context) for part in parts.of(case.kind)]
    return render(request, "moderation/desk/review.html", context, status=422 if refusals else 200)


def _part(request: HttpRequest, case: Case, part: parts.Part, context: dict[str, Any]) -> str:
    """What a kind of case adds; `posted` is the form as it was sent, so that nothing typed into the part is lost either."""
    more = part.context(case, request.user)
    return render_to_string(part.template, {**context, "posted": request.POST, **more}, request)


def _row(card: cards.Card, typed: Typed, reviews: Iterable[FindingReview]) -> dict[str, Any]:
    """A finding, what is typed about it now, and what was said of it before."""
    said = [review for review in reviews if review.finding_id == card.identity]
    return {"card": card, "answer": typed.answers.get(card.identity, ("", "")), "reviews": said}


def _next(case: Case) -> Case | None:
    """The most urgent other case of the same queue."""
    waiting = Case.objects.filter(state=Case.State.OPEN, kind=case.kind).exclude(pk=case.pk)
    if case.state == Case.State.OPEN:
        later = waiting.filter(due_at__gte=case.due_at).exclude(due_at=case.due_at, pk__lt=case.pk)
        return later.first() or waiting.first()
    return waiting.first()
