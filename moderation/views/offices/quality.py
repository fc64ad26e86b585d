"""质检: how far reviewers agree with each other and with agreed answers; operators see all, a reviewer their own row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ... import reasons
from ...cases import DecisionRefused
from ...desk import golden, offices, scores
from ...models import Case, GoldenCase
from ...models.quality import ANSWERS
from ..access import for_operators, is_moderator
from ..rail import rail


def sees_quality(user: Any) -> bool:
    return is_moderator(user) or offices.is_operator(user)


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    if not sees_quality(request.user):
        messages.error(request, _("质检只对审核员和运营人员开放"))
        return redirect("wagtailadmin_home")
    return page(request)


def page(request: HttpRequest, problems: Any = ()) -> HttpResponse:
    """With problems it answers 422 and keeps what was typed."""
    operator = offices.is_operator(request.user)
    context: dict[str, Any] = {
        **rail(request.user, "quality"),
        "operator": operator,
        "people": scores.reviewers(None if operator else request.user),
        "problems": list(problems),
        "answers": ANSWERS,
        "typed": {name: request.POST.get(name, "") for name in ("number", "verb", "why")},
    }
    if operator:
        context["rules"] = [{"score": score, "name": reasons.name_of(score.code)} for score in scores.rules()]
        context["goldens"] = GoldenCase.objects.select_related("source", "by").prefetch_related("checks__case__opinions")
    return render(request, "moderation/offices/quality.html", context, status=422 if problems else 200)


@require_POST
@for_operators
def mark(request: HttpRequest) -> HttpResponse:
    """Keep a decided case as golden."""
    number = request.POST.get("number", "").strip()[:40].replace("\x00", "")
    case = Case.objects.select_related("submission").filter(number=number).first()
    try:
        if case is None:
            raise DecisionRefused(_("没有这个编号的案件：%(number)s") % {"number": number or "—"})
        golden.mark(case, request.POST.get("verb", ""), request.POST.get("why", ""), request.user)
    except DecisionRefused as refused:
        return page(request, refused.reasons)
    messages.success(request, _("已标记为金标准，会不加标识地放进队列。"))
    return redirect("moderation_quality")


@require_POST
@for_operators
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    golden.retire(get_object_or_404(GoldenCase, pk=pk), request.user)
    messages.success(request, _("已停用，已有的答案仍然计入。"))
    return redirect("moderation_quality")
