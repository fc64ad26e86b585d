"""Where the officer of an institution reads what was handed over, and answers, by a signed link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ... import addresses
from ...complaints import limits, referring
from ...complaints.terms import LONGEST_TEXT
from ...decisions import DecisionRefused
from .taking_in import public_form


@public_form
@require_http_methods(["GET", "POST"])
def institution(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is not ours, or over, says so and nothing else."""
    refusal, status = "", 200
    try:
        limits.check_lookups(addresses.client_address(request))
        referral = referring.of_token(token)
    except limits.TooOften as often:
        referral, refusal, status = None, str(often), 429
    if referral is None:
        return render(request, "moderation/complaints/institution.html", {"refusal": refusal}, status=status if refusal else 404)
    typed = {"answer": str(request.POST.get("answer", "")), "name": str(request.POST.get("name", ""))}
    if request.method == "POST":
        try:
            if len(typed["answer"]) > LONGEST_TEXT:
                raise DecisionRefused(f"{len(typed['answer']):,} / {LONGEST_TEXT:,}")
            referring.answer(referral, typed["answer"], typed["name"])
            return redirect("complaint_institution", token=token)
        except DecisionRefused as refused:
            refusal, status = str(refused), 422
    context = {"referral": referral, "typed": typed, "refusal": refusal, "waiting": referral.state in ("sent", "late")}
    return render(request, "moderation/complaints/institution.html", context, status=status)
