"""The list of cases: one queue, filtered and ordered, with who works on what and how long is left."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import cases
from ..desk import bulk, calendar, filters, leases, lights, skills
from ..desk.calendar import Calendar
from ..desk.filters import Filters
from ..desk.offices import is_operator, moderators
from ..models import Case, Kind
from ..presentation import outcome_words, specialty_words
from .access import for_desk, for_moderators, is_moderator, moderated_object
from .found import titled
from .queue import saved
from .rail import QUEUES, rail

PER_PAGE = 50
LIVE_FOUND = 8


@require_GET
@for_desk
def desk(request: HttpRequest) -> HttpResponse:
    specialties = skills.specialty_choices()
    asked, unknown = filters.read(request.GET, specialties)
    for value in unknown:
        messages.info(request, _("没有“%(value)s”这样的筛选，已略过") % {"value": value})
    now = timezone.now()
    found = filters.listed(asked, request.user, now)
    found = found.select_related("assignee", "submission__submitted_by", "content_type").prefetch_related("sources")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    wanted = request.GET.get("page", "")
    if wanted.isdigit() and wanted != str(page.number):
        messages.info(request, _("没有第 %(number)s 页，这是第 %(last)s 页") % {"number": wanted[:12], "last": page.number})
    label, empty = QUEUES[asked.queue]
    hours = calendar.current()
    context = {
        **rail(request.user, asked.queue),
        "queue": asked.queue,
        "label": label,
        "empty": empty,
        "words": asked.q,
        "filters": asked,
        "page": page,
        "rows": [_row(case, request.user, hours, now) for case in page],
        "live": _live(asked.q) if asked.q else [],
        "groups": _groups(asked, specialties),
        "sorts": filters.SORTS,
        "acts": {} if asked.queue == filters.CLOSED else bulk.ACTS,
        "views": saved.visible(request.user, asked),
        "undoable": bulk.last(request.user),
        "query": asked.query(),
        "decides": is_moderator(request.user),
        "operator": is_operator(request.user),
    }
    return render(request, "moderation/desk/list.html", context)


@require_POST
@for_moderators
def look_into(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Open a case about something that readers see, on a moderator's own motion; one that is open already is shown instead."""
    instance = moderated_object(app_label, model_name, pk)
    case = cases.open_case(Kind.SAMPLE, instance, _("审核员 %(name)s 主动查看") % {"name": request.user})
    return redirect("moderation_review", number=case.number)


def _live(words: str) -> list[Any]:
    """What readers see under a title or name that contains these words."""
    return [
        {"title": str(one), "kind": one._meta.verbose_name, "address": [one._meta.app_label, one._meta.model_name, one.pk]}
        for one in titled(words, only_shown=True, most=LIVE_FOUND)
    ]


def _row(case: Case, user: Any, hours: Calendar, now: datetime.datetime) -> dict[str, Any]:
    is_open = case.state == Case.State.OPEN
    return {
        "case": case,
        "light": lights.of(case, hours, now) if is_open else None,
        "lease": leases.standing(case, user, now),
        "held": bool(is_open and case.held_until and case.held_until > now),
        "outcome": outcome_words(case.outcome),
        "specialty": specialty_words(case),
        "author": case.submission.submitted_by if case.submission else None,
        "sources": list(case.sources.all()),
    }


def _groups(asked: Filters, specialties: dict[str, str]) -> list[dict[str, Any]]:
    """Each filter with its choices and what is chosen; a queue of one kind needs none for kinds."""
    people = {str(one.pk): one.name for one in moderators()}
    groups: list[tuple[str, str, Any]] = [
        ("risk", _("风险"), filters.RISKS),
        ("specialty", _("专科"), specialties),
        ("assignee", _("办理人"), {**filters.HANDS, **people}),
        ("due", _("时限"), filters.DUES),
        ("age", _("收到多久"), filters.AGES),
        ("marks", _("搁置与升级"), filters.MARKS),
    ]
    if asked.queue in (filters.ALL, filters.MINE, filters.CLOSED):
        groups.insert(0, ("kind", _("类别"), dict(Kind.choices)))
    chosen = {name: getattr(asked, name) for name, _label, _choices in groups}
    return [
        {
            "name": name,
            "label": label,
            "choices": choices,
            "chosen": chosen[name],
            "words": choices.get(chosen[name], chosen[name]),
        }
        for name, label, choices in groups
    ]
