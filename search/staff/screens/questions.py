"""What readers ask most, and what they do not find."""

import csv
import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from moderation import charts
from moderation.charts import Series

from ...models import Question
from .. import figures, settling
from ..access import for_tenders
from ..tabs import frame

WINDOWS = (7, 30, 90)
DRAWN = 12


def window_of(request: HttpRequest) -> tuple[int, datetime.datetime]:
    """The days that were asked for, or the usual number, and when they begin."""
    days = next((days for days in WINDOWS if str(days) == request.GET.get("days", "")), 30)
    return days, timezone.now() - datetime.timedelta(days=days)


@require_GET
@for_tenders
def asked(request: HttpRequest) -> HttpResponse:
    window, since = window_of(request)
    rows = figures.most_asked(since)
    if request.GET.get("format") == "csv":
        return _csv(rows, window)
    context = {
        **frame(request, "asked"),
        "windows": WINDOWS,
        "window": window,
        "rows": rows,
        "sums": _numbers(figures.sums(since)),
        "unread": figures.unread(since),
        **_drawn(since, rows),
    }
    return render(request, "search/staff/asked.html", context)


def _numbers(sums: figures.Sums) -> list[tuple[str, str]]:
    """Label and number of each sum."""
    share = "{:.1f} %".format
    return [
        (_("搜索次数"), str(sums.times)),
        (_("没有结果"), share(sums.share(sums.empty))),
        (_("慢于 %(ms)d 毫秒") % {"ms": figures.SLOW_BEYOND}, share(sums.share(sums.slow))),
        (_("由后备引擎回答"), share(sums.share(sums.degraded))),
        (_("给过“您是不是要找”"), share(sums.share(sums.corrected))),
    ]


def _drawn(since: datetime.datetime, rows: list[Question]) -> dict[str, Any]:
    days, times, empty = figures.by_day(since, timezone.now())
    title = _("每天的搜索：共 %(times)d 次，其中 %(empty)d 次没有结果") % {"times": sum(times), "empty": sum(empty)}
    series = [Series(_("搜索"), times, "leaf"), Series(_("没有结果"), empty, "fruit")]
    top: list[Any] = list(rows[:DRAWN])
    most = [Series(_("次数"), [row.times for row in top], "leaf")]
    return {
        "by_day": charts.line(series, [f"{day:%m-%d}" for day in days], title) if sum(times) else "",
        "days": [row for row in zip(days, times, empty, strict=True) if row[1]],
        "most": charts.rows(most, [str(row)[:14] for row in top], _("问得最多的问题")) if top else "",
    }


def _csv(rows: list[Question], window: int) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="questions-{window}.csv"'
    answer.write("\ufeff")
    out = csv.writer(answer)
    out.writerow([_("问题"), _("次数"), _("没有结果"), _("最近找到")])
    for row in rows:
        # What begins like a formula stays a word.
        words = f"'{row.words}" if row.words[:1] in "=+-@\t\r" else row.words
        out.writerow([words, row.times, row.empty or 0, row.last_found])  # type: ignore[attr-defined]
    return answer


@require_GET
@for_tenders
def unfound(request: HttpRequest) -> HttpResponse:
    window, since = window_of(request)
    context = {
        **frame(request, "unfound"),
        "windows": WINDOWS,
        "window": window,
        "rows": figures.unfound(since),
        "settled": figures.settled(since),
        "unread": figures.unread(since),
        "synonyms": reverse("search_synonyms"),
    }
    return render(request, "search/staff/unfound.html", context)


@require_POST
@for_tenders
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, or on it again."""
    question = get_object_or_404(Question.objects.exclude(words=""), pk=pk)
    if request.POST.get("act") == "reopen":
        done = settling.reopen(question, request.user)
        said = _("“%(question)s”又回到列表里了。") % {"question": question.words}
    else:
        done = settling.settle(question, Question.Settled.DISMISSED, request.user)
        said = _("“%(question)s”不再列出；要撤回，见下面的“最近处理的”。") % {"question": question.words}
    if done:
        messages.success(request, said)
    else:
        messages.info(request, _("这一条刚刚已经有人处理过了。"))
    return redirect("search_unfound")
