"""The jobs that run beside the server: when each last ran, what it did, and what went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import duties as jobs
from ..models import DutyRun
from ..presentation import length
from .access import for_operators


@require_GET
@for_operators
def duties(request: HttpRequest) -> HttpResponse:
    runs = {run.name: run for run in DutyRun.objects.all()}
    rows = [_row(duty, runs.get(duty.name)) for duty in jobs.all_duties()]
    return render(request, "moderation/duties.html", {"rows": rows, "stale": any(row["tone"] == "stop" for row in rows)})


def _row(duty: jobs.Duty, run: DutyRun | None) -> dict[str, Any]:
    tone, words = _state(duty, run)
    return {
        "duty": duty,
        "run": run,
        "tone": tone,
        "words": words,
        "every": length(duty.every) if duty.every.seconds >= 60 else "",
    }


def _state(duty: jobs.Duty, run: DutyRun | None) -> tuple[str, str]:
    if run is None or run.last_started is None:
        return "stop", _("还没有运行过")
    if run.error:
        return "stop", _("上次运行出错")
    silent = timezone.now() - run.last_started
    if silent > max(jobs.STALE, duty.every * 2):
        return "stop", _("已停 %(time)s，请检查值守进程") % {"time": length(silent)}
    return "leaf", _("正常")
