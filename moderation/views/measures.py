"""How the desk is doing, drawn and as tables; a moderator sees the whole desk and their own row, operators every row."""

import csv
import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from .. import charts, reasons
from ..charts import Series
from ..desk import parts
from ..measures import figures
from .access import for_desk, is_moderator, sees_duties
from .rail import rail

WINDOWS = (7, 30, 90, 365)

parts.register_link(
    parts.Link("measures", gettext_lazy("统计"), "moderation_measures", lambda user: is_moderator(user) or sees_duties(user))
)


@require_GET
@for_desk
def measures(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("days", "")
    window = next((days for days in WINDOWS if str(days) == asked), 30)
    now = timezone.now()
    since = now - datetime.timedelta(days=window)
    account: Any = request.user.pk
    people = figures.people(since, None if sees_duties(request.user) else [account])
    if request.GET.get("format") == "csv":
        return _csv(people, window)
    appeals, overturned = figures.overturned(since)
    context = {
        **rail(request.user, "measures"),
        "windows": WINDOWS,
        "window": window,
        "waiting": figures.waiting(since),
        "people": people,
        "everybody": sees_duties(request.user),
        "appeals": appeals,
        "overturned": overturned,
        **_flow(since, now),
        **_ageing(now),
        **_rules(since),
    }
    return render(request, "moderation/measures/overview.html", context)


def _flow(since: datetime.datetime, now: datetime.datetime) -> dict[str, Any]:
    days, opened, closed = figures.flow(since, now)
    labels = [f"{day:%m-%d}" for day in days]
    title = _("每天的案件：共收到 %(opened)d 件，办结 %(closed)d 件") % {"opened": sum(opened), "closed": sum(closed)}
    series = [Series(_("收到"), opened, "fruit"), Series(_("办结"), closed, "leaf")]
    rows = [row for row in zip(days, opened, closed, strict=True) if row[1] or row[2]]
    return {"flow_chart": charts.line(series, labels, title), "flow": rows, "opened": sum(opened), "closed": sum(closed)}


def _ageing(now: datetime.datetime) -> dict[str, Any]:
    rows = figures.ageing(now)
    buckets = [_("不到 %(days)d 天") % {"days": figures.AGES[0]}]
    buckets += [
        _("%(first)d–%(last)d 天") % {"first": first, "last": last}
        for first, last in zip(figures.AGES, figures.AGES[1:], strict=False)
    ]
    buckets.append(_("%(days)d 天以上") % {"days": figures.AGES[-1]})
    tones = ("leaf", "soft", "soon", "fruit", "stop")
    series = [Series(bucket, [row[1][place] for row in rows], tones[place]) for place, bucket in enumerate(buckets)]
    title = _("还没有办结的案件按类别和等待天数")
    chart = charts.rows(series, [str(row[0]) for row in rows], title, stacked=True) if rows else ""
    return {"ageing_chart": chart, "ageing": rows, "buckets": buckets}


def _rules(since: datetime.datetime) -> dict[str, Any]:
    rows = [{**row, "name": reasons.name_of(row["code"])} for row in figures.rules(since)]
    series = [Series(_("发现"), [row["found"] for row in rows], "leaf")]
    chart = charts.rows(series, [row["name"] for row in rows], _("发现最多的规则")) if rows else ""
    return {"rules_chart": chart, "rules": rows}


def _csv(people: list[figures.Person], window: int) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8-sig")
    answer["Content-Disposition"] = f'attachment; filename="desk-{window}.csv"'
    answer.write("\ufeff")
    out = csv.writer(answer)
    out.writerow([_("审核员"), _("现持有"), _("决定"), _("每小时"), _("被他人改变")])
    for one in people:
        # A name that begins like a formula stays a word.
        name = f"'{one.name}" if one.name[:1] in "=+-@\t\r" else one.name
        out.writerow([name, one.holds, one.decided, f"{one.pace:.1f}" if one.pace is not None else "", one.reversed])
    return answer
