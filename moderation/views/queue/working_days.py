"""The desk's calendar: hours, terms, holidays as shipped, and the days that operators set."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import ledger
from ...desk import calendar, terms
from ...models import CalendarDay, Kind
from ...presentation import length
from ..access import for_desk_operators
from ..rail import rail

LONGEST = 31


@require_http_methods(["GET", "POST"])
@for_desk_operators
def days(request: HttpRequest) -> HttpResponse:
    refusals = _change(request) if request.method == "POST" else []
    if request.method == "POST" and not refusals:
        return redirect("moderation_calendar")
    ours = calendar.current()
    today = timezone.localdate()
    set_by_hand = {entry.day: entry for entry in CalendarDay.objects.all()}
    exceptional = sorted({*ours.off, *ours.worked, *set_by_hand})
    context = {
        **rail(request.user, "calendar"),
        "hours": [(start.strftime("%H:%M"), end.strftime("%H:%M")) for start, end in ours.hours],
        "terms": [(label, _term(value, "high"), _term(value, "normal")) for value, label in Kind.choices],
        "days": [_row(day, ours, set_by_hand) for day in exceptional if day >= today - datetime.timedelta(days=LONGEST)],
        "refusals": refusals,
        "typed": request.POST,
        "estimated": sorted(year for year in ours.estimated if year >= today.year),
        "unknown_after": max(day.year for day in exceptional) if exceptional else today.year,
    }
    return render(request, "moderation/queue/calendar.html", context, status=422 if refusals else 200)


def _change(request: HttpRequest) -> list[str]:
    """Set days or give one back to the shipped calendar; what is wrong otherwise."""
    form = request.POST
    if form.get("forget"):
        return _forget(request, _day(form.get("forget", "")))
    first, last = _day(form.get("first", "")), _day(form.get("last", "") or form.get("first", ""))
    name = form.get("name", "").strip()[:40]
    refusals = []
    if first is None or last is None:
        refusals.append(_("请选择日期"))
    elif last < first or (last - first).days >= LONGEST:
        refusals.append(_("最后一天要在第一天之后，一次最多 %(most)s 天") % {"most": LONGEST})
    if not name:
        refusals.append(_("请写明是什么日子，例如“国庆节调休”"))
    if form.get("working") not in ("yes", "no"):
        refusals.append(_("请选择上班还是休息"))
    if refusals or first is None or last is None:
        return refusals
    span = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    with transaction.atomic():
        for day in span:
            CalendarDay.objects.update_or_create(day=day, defaults={"working": form["working"] == "yes", "name": name})
        _record(request.user, span, form["working"])
    messages.success(request, _("已设定 %(number)s 天；之后开立的案件按新的日历计算，已开立的不变") % {"number": len(span)})
    return []


def _forget(request: HttpRequest, day: datetime.date | None) -> list[str]:
    with transaction.atomic():
        if day is None or not CalendarDay.objects.filter(day=day).delete()[0]:
            return [_("这一天没有设定过")]
        _record(request.user, [day], "as shipped")
    messages.success(request, _("%(day)s 已恢复原来的安排") % {"day": day})
    return []


def _record(by: Any, span: list[datetime.date], what: str) -> None:
    data = {"by": by.pk, "first": str(span[0]), "last": str(span[-1]), "working": what}
    ledger.append_about("calendar changed", ContentType.objects.get_for_model(by).pk, by.pk, "", data)


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2020 <= day.year <= 2100 else None


def _row(day: datetime.date, ours: calendar.Calendar, set_by_hand: dict[datetime.date, CalendarDay]) -> dict[str, Any]:
    return {
        "day": day,
        "working": ours.works_on(day),
        "name": ours.worked.get(day) or ours.off.get(day, ""),
        "own": day in set_by_hand,
        "estimated": day.year in ours.estimated and day not in set_by_hand,
    }


def _term(kind: str, risk: str) -> str:
    term = terms.of(kind, risk)
    hours = int(term.length.total_seconds() // 3600)
    return (
        _("%(time)s（昼夜连续）") % {"time": length(term.length)} if term.by_clock else _("%(hours)s 工作小时") % {"hours": hours}
    )
