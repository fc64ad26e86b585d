"""An appeal from both sides: the page of whoever a measure concerns, and the buttons of whoever decides."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...desk import appeals, offices
from ...desk.appeals import AppealRefused
from ...models import Appeal, Case, Decision, Verb
from ...presentation import outcome_words


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """What was decided, until when one may appeal, and what came of it; for others than those concerned it does not exist."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as unknown:
        raise Http404 from unknown
    measure = model._base_manager.filter(pk=pk).first()
    found = appeals.ground(measure)
    if measure is None or found is None or request.user.pk not in found.concerns:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            case = appeals.lodge(measure, request.user, request.POST.get("reason", ""))
        except AppealRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("已收到您的申诉，案件编号 %(number)s，由另一位审核员办理。") % {"number": case.number})
            return redirect(offices.appeal_url(measure))
    lodged = appeals.of(measure)
    context = {
        "found": found,
        "until": found.at + appeals.TERM,
        "lodged": lodged,
        "answer": _answer(lodged.case) if lodged else None,
        "outcome": outcome_words(lodged.case.outcome) if lodged else "",
        "closed_to": "" if lodged else appeals.refusal(measure, request.user),
        "problem": problem,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "moderation/offices/appeal.html", context, status=422 if problem else 200)


def _answer(case: Case) -> Decision | None:
    return case.decisions.filter(verb__in=(Verb.AFFIRM, Verb.OVERTURN)).first()


def context(case: Case, user: Any) -> dict[str, Any]:
    """What the review page shows of an appeal: the measure, its reasons, and what the appellant says."""
    lodged = Appeal.objects.filter(case=case).select_related("by").first()
    return {
        "appeal": lodged,
        "ground": appeals.ground(lodged.measure()) if lodged else None,
        "answer": _answer(case),
        "closed": case.state != Case.State.OPEN,
        "may": not offices.objections(user, case.content(), case.submission, case),
    }


def affirm(case: Case, user: Any, post: QueryDict) -> str:
    return appeals.decide(case, user, overturned=False, note=post.get("appeal_note", ""))


def overturn(case: Case, user: Any, post: QueryDict) -> str:
    return appeals.decide(case, user, overturned=True, note=post.get("appeal_note", ""))
