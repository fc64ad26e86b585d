"""One-click mending, and taking back what was handed in or published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import cards, decisions, submissions
from ..cards import Card
from ..decisions import DecisionRefused
from ..models import Verb
from ..submissions import SubmissionRefused
from .access import is_author, may_mend, own_work
from .forms import WithdrawForm
from .submit import screen, submit_url


@require_POST
def exchange(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Put the proposed words at one place of the newest draft, if the place still says what was found there."""
    instance = own_work(request, app_label, model_name, pk)
    if not may_mend(request.user, instance):
        messages.warning(request, _("只有作者本人可以直接替换草稿里的文字；您可以提修改建议，由作者逐处决定。"))
        return redirect(submit_url(instance))
    draft, surface, report = submissions.check(instance)
    card = _asked_for(request, cards.of_draft(report, draft, surface.passages))
    if card is None or card.replacement is None:
        messages.warning(request, _("这一处刚刚有过改动，没有替换。下面是按最新草稿重新检查的结果。"))
        return redirect(submit_url(instance))
    try:
        draft.exchange_words(card.path, card.start, card.end, card.replacement)
    except (LookupError, ValueError):
        messages.warning(request, _("这一处不能自动替换，请打开编辑器修改。"))
        return redirect(submit_url(instance))
    draft.save_revision(user=request.user, log_action=True, clean=False)
    messages.success(request, _("已替换并存为新的草稿，下面是重新检查的结果。"))
    mended = f"{card.path}:{card.start}:{card.start + len(card.replacement)}"
    return redirect(f"{submit_url(instance)}?{urlencode({'mended': mended})}")


def _asked_for(request: HttpRequest, found: list[Card]) -> Card | None:
    """The finding of the fresh scan that has the same rule, place and words as the one on the screen."""
    asked: Any = request.POST
    for card in found:
        place = (card.code, card.path, str(card.start), str(card.end), card.key)
        if card.key and place == tuple(asked.get(name, "") for name in ("code", "path", "start", "end", "key")):
            return card
    return None


@require_POST
def withdraw_submission(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Take back what waits for a decision or for its time."""
    instance = own_work(request, app_label, model_name, pk)
    pending = submissions.pending(instance)
    if pending is None:
        messages.info(request, _("没有等待审核或等待发布的提交，不需要撤回。"))
        return redirect(submit_url(instance))
    try:
        submissions.withdraw(pending, request.user)
    except SubmissionRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("已撤回。草稿还在，修改后可以再次提交。"))
    return redirect(submit_url(instance))


@require_POST
def withdraw_live(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """An author takes a published piece away from readers."""
    instance = own_work(request, app_label, model_name, pk)
    form = WithdrawForm(request.POST)
    if not is_author(request.user, instance):
        return screen(request, instance, withdrawing=form, refusals=[_("只有作者本人可以撤下；审核员请在审核台下架。")])
    if not instance.live:
        messages.info(request, _("这篇内容现在没有公开，不需要撤下。"))
        return redirect(submit_url(instance))
    if not form.is_valid():
        return screen(request, instance, withdrawing=form, refusals=[str(error) for error in form.errors["reason"]])
    try:
        decisions.take_down(instance, request.user, Verb.WITHDRAW, [], form.cleaned_data["reason"])
    except DecisionRefused as refused:
        return screen(request, instance, withdrawing=form, refusals=refused.reasons)
    messages.success(request, _("已撤下，读者不再能看到。修改后再次提交并通过审核，即可重新发布。"))
    return redirect(submit_url(instance))
