"""An author asks for people (申请人工复核), and two people answer each of the blocks."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import reasons
from ...desk import disputes, opinions
from ...desk.disputes import Verdicts
from ...models import Case, Submission
from ...models.reference import key
from ...overruling import FALSE_ALARM, STANDS
from ...submissions import SubmissionRefused
from ..access import own_work
from ..submit import screen, submit_url

GROUND = re.compile(r"ground-(\d{1,18})", re.ASCII)
VERDICT = re.compile(r"dispute-verdict-(\d{1,18})", re.ASCII)


@require_POST
def ask(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    instance = own_work(request, app_label, model_name, pk)
    refused = Submission.objects.filter(**key(instance)).first()
    said = {int(found[1]): request.POST[name] for name in request.POST if (found := GROUND.fullmatch(name))}
    try:
        if refused is None:
            raise SubmissionRefused(_("还没有提交过，没有可以复核的拦截"))
        case = disputes.ask(refused, request.user, said)
    except SubmissionRefused as problem:
        return screen(request, instance, refusals=problem.reasons)
    messages.success(
        request, _("已申请人工复核，案件编号 %(number)s。两位审核员会各自判断，结果会发到您的消息里。") % {"number": case.number}
    )
    return redirect(submit_url(instance))


def context(case: Case, user: Any) -> dict[str, Any]:
    """What the review page shows of a dispute: the author's grounds, one's own opinion, and everybody's once it is closed."""
    closed = case.state != Case.State.OPEN
    mine = opinions.own(case, user)
    shown = list(case.opinions.select_related("by")) if closed else [mine] if mine else []
    rows = [
        {
            "ground": ground,
            "name": reasons.name_of(ground.finding.code),
            "said": [(opinion.by, *opinion.typed["verdicts"][str(ground.finding_id)]) for opinion in shown],
        }
        for ground in case.grounds.select_related("finding")
    ]
    return {
        "dispute_rows": rows,
        "mine": mine,
        "closed": closed,
        "given": case.opinions.count(),
        "false_alarm": FALSE_ALARM,
        "stands": STANDS,
    }


def judge(case: Case, user: Any, post: QueryDict) -> str:
    """The button under the findings of a dispute. Raises DecisionRefused, CaseClosed."""
    verdicts: Verdicts = {
        int(found[1]): (post.get(name, ""), post.get(f"dispute-reason-{found[1]}", ""))
        for name in post
        if (found := VERDICT.fullmatch(name))
    }
    outcome = disputes.judge(case, user, verdicts)
    if outcome == "set aside":
        return _("判断一致：误报。拦截已撤销，稿件进入待审。")
    if outcome == "returned":
        return _("拦截成立，已退回作者。")
    return _("您的判断已记录，等另一位审核员各自判断。")
