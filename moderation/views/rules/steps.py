"""The buttons of a ruleset's page; each is one step of its life, and says in a sentence why it was not taken."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import asked
from ...models import ArchiveRun, Ruleset
from ...rules import backtest, lifecycle, runs
from ...rules.pointer import RulesetRefused
from .access import for_editors
from .ruleset import one, screen


@require_POST
@for_editors
def step(request: HttpRequest, pk: int) -> HttpResponse:
    row, name = one(pk), request.POST.get("step", "")
    if name not in STEPS:
        return redirect("moderation_ruleset", pk=pk)
    try:
        said = STEPS[name](request, row)
    except RulesetRefused as refused:
        return screen(request, one(pk), refused.reasons)
    messages.success(request, said)
    return redirect("moderation_ruleset", pk=pk)


def _try(request: HttpRequest, row: Ruleset) -> str:
    outcome = lifecycle.try_out(row)
    facts = {"run": outcome.run, "failed": len(outcome.failed), "waived": outcome.waived}
    if outcome.green:
        return _("%(run)d 个例句全部通过（其中放弃 %(waived)d 个）") % facts
    return _("%(run)d 个例句中有 %(failed)d 个没有通过，见下表") % facts


def _shadow(request: HttpRequest, row: Ruleset) -> str:
    lifecycle.to_shadow(row, request.user)
    return _("已开始影子运行：和现行规则并排检查，不影响任何决定。内容从此固定，改动请另起草稿。")


def _approve(request: HttpRequest, row: Ruleset) -> str:
    share = _share(request)
    lifecycle.approve(row, request.user, share)
    if share == 100:
        return _("已生效。已公开的内容会按新规则复扫，有新命中的开立案件，不会自动下架。")
    return _("已对 %(share)d%% 的内容生效。") % {"share": share}


def _set_share(request: HttpRequest, row: Ruleset) -> str:
    share = _share(request)
    lifecycle.set_share(row, request.user, share)
    return _("放量已调到 %(share)d%%。") % {"share": share}


def _roll_back(request: HttpRequest, row: Ruleset) -> str:
    if row.state != Ruleset.State.LIVE:
        raise RulesetRefused(_("这个规则集没有在生效"))
    now = lifecycle.roll_back(request.user)
    return _("已回退，现在生效的是 %(version)s。") % {"version": now.version if now else ""}


def _retire(request: HttpRequest, row: Ruleset) -> str:
    lifecycle.retire(row, request.user)
    return _("已停用。它的内容和记录都还在。")


def _backtest(request: HttpRequest, row: Ruleset) -> str:
    backtest.ask(row, request.user)
    return _("已开始回测全部存档，进度见下。")


def _rescan(request: HttpRequest, row: Ruleset) -> str:
    if row.state != Ruleset.State.LIVE:
        raise RulesetRefused(_("只有生效的规则集才能复扫"))
    runs.queue_rescan(row, request.user, 0, row.share)
    return _("已开始复扫，进度见下。")


def _stop(request: HttpRequest, row: Ruleset) -> str:
    run = ArchiveRun.objects.filter(ruleset=row, pk=asked.whole(request.POST.get("run"))).first()
    if run is None or not runs.stop(run, _("由工作人员停止")):
        raise RulesetRefused(_("它已经结束了"))
    return _("已停止。")


def _share(request: HttpRequest) -> int:
    share = asked.whole(request.POST.get("share"))
    return share if share < 1000 else 0


STEPS: dict[str, Callable[[HttpRequest, Ruleset], Any]] = {
    "try": _try,
    "shadow": _shadow,
    "approve": _approve,
    "share": _set_share,
    "roll_back": _roll_back,
    "retire": _retire,
    "backtest": _backtest,
    "rescan": _rescan,
    "stop": _stop,
}
