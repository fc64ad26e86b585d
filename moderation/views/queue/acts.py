"""What one person does with one case besides deciding it: claim, keep, hand over, give back, set aside, ask, answer."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ...cases import CaseClosed, DecisionRefused
from ...desk import claiming, holding, leases, offices
from ...models import Case
from ..access import for_desk, hide_from_whom_it_is_about, is_moderator
from ..rail import rail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Run = Callable[[Case, Any, QueryDict], Case]


@dataclass(frozen=True)
class Act:
    """`asks` names the fields that its form shows; an act that asks nothing is done by its button alone."""

    label: "StrOrPromise"
    done: "StrOrPromise"
    run: Run
    asks: tuple[str, ...] = ()


def _hand_over(case: Case, by: Any, form: QueryDict) -> Case:
    return claiming.hand_over(case, by, _person(form))


def _hold(case: Case, by: Any, form: QueryDict) -> Case:
    return holding.hold(case, by, _moment(form), form.get("reason", ""))


ACTS: dict[str, Act] = {
    "claim": Act(gettext_lazy("认领"), gettext_lazy("案件已由您认领。"), lambda case, by, form: claiming.claim(case, by)),
    "extend": Act(gettext_lazy("延长"), gettext_lazy("认领已延长。"), lambda case, by, form: claiming.extend(case, by)),
    "release": Act(gettext_lazy("交还"), gettext_lazy("案件已交还队列。"), lambda case, by, form: claiming.release(case, by)),
    "take_back": Act(
        gettext_lazy("收回"),
        gettext_lazy("案件已收回队列，原来的办理人会收到消息。"),
        lambda case, by, form: claiming.take_back(case, by),
    ),
    "hand_over": Act(gettext_lazy("转交案件"), gettext_lazy("案件已转交，对方会收到消息。"), _hand_over, ("to",)),
    "hold": Act(gettext_lazy("搁置案件"), gettext_lazy("案件已搁置，到时会回到队列。"), _hold, ("until", "reason")),
    "resume": Act(gettext_lazy("取消搁置"), gettext_lazy("案件已回到队列。"), lambda case, by, form: holding.resume(case, by)),
    "escalate": Act(
        gettext_lazy("升级给运营人员"),
        gettext_lazy("案件已升级，运营人员会收到消息。"),
        lambda case, by, form: holding.escalate(case, by, form.get("reason", "")),
        ("reason",),
    ),
    "answer": Act(
        gettext_lazy("答复升级"),
        gettext_lazy("答复已记入案件，案件回到队列。"),
        lambda case, by, form: holding.answer(case, by, form.get("reason", "")),
        ("reason",),
    ),
}


@require_http_methods(["GET", "POST"])
@for_desk
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A form where the act asks something; a script gets JSON with the seconds that are left."""
    return _act(request, number, name)


def _act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    case = get_object_or_404(Case.objects.select_related("assignee"), number=number)
    hide_from_whom_it_is_about(request.user, case)
    if request.method == "GET":
        return _form(request, case, name)
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        case = ACTS[name].run(case, request.user, request.POST)
    except DecisionRefused as refused:
        return _refused(request, case, name, refused.reasons, as_json)
    except CaseClosed:
        return _refused(request, case, name, [_("这个案件已经办结，没有改动")], as_json)
    if as_json:
        standing = leases.standing(case, request.user)
        until = timezone.localtime(standing.until).strftime("%H:%M") if standing.until else ""
        return JsonResponse({"seconds": standing.seconds, "until": until, "words": str(ACTS[name].done)})
    messages.success(request, str(ACTS[name].done))
    return HttpResponseRedirect(_back(request, case))


@require_POST
@for_desk
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Claim by the address that pages have always used."""
    return _act(request, number, "claim")


def _refused(request: HttpRequest, case: Case, name: str, reasons: Iterable[str], as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"reasons": list(reasons)}, status=409)
    if ACTS[name].asks:
        return _form(request, case, name, reasons)
    for reason in reasons:
        messages.warning(request, reason)
    return HttpResponseRedirect(_back(request, case))


def _form(request: HttpRequest, case: Case, name: str, refusals: Iterable[str] = ()) -> HttpResponse:
    refusals = list(refusals)
    default = timezone.localtime(timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    context = {
        **rail(request.user, case.kind),
        "case": case,
        "act": ACTS[name],
        "name": name,
        "refusals": refusals,
        "people": [one for one in offices.eligible(case) if one.pk != case.assignee_id] if "to" in ACTS[name].asks else [],
        "typed": {
            "reason": request.POST.get("reason", ""),
            "until": request.POST.get("until", default),
            "to": request.POST.get("to", ""),
        },
        "back": _back(request, case),
    }
    return render(request, "moderation/queue/act.html", context, status=422 if refusals else 200)


def _back(request: HttpRequest, case: Case) -> str:
    """Where the person came from, within this site; operators, who do not open cases, come back to their list."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return offices.case_url(case) if is_moderator(request.user) else reverse("moderation_escalated")


def _person(form: QueryDict) -> Any:
    """Raises DecisionRefused."""
    chosen = next((one for one in offices.moderators() if str(one.pk) == form.get("to", "")), None)
    if chosen is None:
        raise DecisionRefused(_("请选择要转交给谁"))
    return chosen


def _moment(form: QueryDict) -> datetime.datetime:
    """Raises DecisionRefused."""
    try:
        moment = parse_datetime(form.get("until", ""))
    except ValueError:
        moment = None
    if moment is None:
        raise DecisionRefused(_("请选择搁置到什么时候"))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
