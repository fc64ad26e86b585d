"""What each moderator is offered: specialties, kinds, high risk, how many at a time, and a pause."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ... import ledger
from ...desk import leases, offices, skills
from ...models import Kind, Skills
from ..access import for_desk_operators
from ..rail import rail

MOST_AT_ONCE = 200


@require_GET
@for_desk_operators
def overview(request: HttpRequest) -> HttpResponse:
    now = leases.clock()
    names = skills.specialty_choices()
    rows = [_row(person, names, skills.load(person, now)) for person in offices.moderators()]
    return render(request, "moderation/queue/skills.html", {**rail(request.user, "skills"), "rows": rows})


@require_http_methods(["GET", "POST"])
@for_desk_operators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = next((one for one in offices.moderators() if one.pk == pk), None)
    if person is None:
        raise Http404
    able = skills.of(person)
    names = skills.specialty_choices()
    refusals: list[str] = []
    cap = str(able.cap)
    if request.method == "POST":
        cap, refusals = _read(request, able, names)
        if not refusals:
            _keep(able, request.user)
            messages.success(request, _("%(name)s 的派件设置已保存") % {"name": person})
            return redirect("moderation_skills")
    context = {
        **rail(request.user, "skills"),
        "person": person,
        "able": able,
        "cap": cap,
        "specialties": [(code, label, code in able.specialties) for code, label in names.items()],
        "kinds": [(value, label, value in able.kinds) for value, label in Kind.choices],
        "refusals": refusals,
    }
    return render(request, "moderation/queue/skills_edit.html", context, status=422 if refusals else 200)


def _read(request: HttpRequest, able: Skills, names: dict[str, str]) -> tuple[str, list[str]]:
    """Put what was typed into the row, unsaved; the cap as typed, and what is wrong."""
    form = request.POST
    refusals = []
    able.specialties = [code for code in names if code in form.getlist("specialty")]
    able.kinds = [value for value, _label in Kind.choices if value in form.getlist("kind")]
    unknown = {*form.getlist("specialty")} - {*names} | {*form.getlist("kind")} - {*Kind.values}
    if unknown:
        refusals.append(_("没有这样的专科或类别：%(values)s") % {"values": "、".join(sorted(unknown))[:80]})
    able.high_risk, able.paused = bool(form.get("high_risk")), bool(form.get("paused"))
    cap = form.get("cap", "").strip()
    if cap.isascii() and cap.isdigit() and 1 <= int(cap[:6]) <= MOST_AT_ONCE:
        able.cap = int(cap)
    else:
        refusals.append(_("同时最多办理的件数要在 1 到 %(most)s 之间；暂时不派件请勾选“暂停派件”") % {"most": MOST_AT_ONCE})
    return cap[:12], refusals


def _keep(able: Skills, by: Any) -> None:
    able.changed_by = by
    with transaction.atomic():
        able.save()
        data = {"by": by.pk, "cap": able.cap, "kinds": able.kinds, "specialties": able.specialties}
        ledger.append("skills set", able.moderator, "", {**data, "high_risk": able.high_risk, "paused": able.paused})


def _row(person: Any, names: dict[str, str], load: int) -> dict[str, Any]:
    able = skills.of(person)
    kinds = dict(Kind.choices)
    return {
        "person": person,
        "able": able,
        "load": load,
        "specialties": [names.get(code, code) for code in able.specialties],
        "kinds": [kinds.get(value, value) for value in able.kinds],
    }
