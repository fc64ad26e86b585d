"""The tabs beside the sheet, each loaded when it is opened: what changed, attribution, the author, the record, and a content type's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ..desk.offices import case_url
from ..desk.veil import Veil
from ..models import Case
from ..moderated import Moderated
from . import dossier
from .access import for_moderators, hide_from_whom_it_is_about
from .rail import rail
from .sheets import frozen_object


def of(case: Case, frozen: Any) -> list[tuple[str, str]]:
    """Name and label of every tab besides the sheet."""
    found = [("compare", _("与上一版比较"))] if case.submission_id else []
    if isinstance(frozen, Moderated):
        found += [("record", _("归属与许可")), ("author", _("作者"))]
        found += [(f"extra-{number}", str(label)) for number, (label, _template) in enumerate(frozen.review_tabs(), start=1)]
    return [*found, ("history", _("记录"))]


@require_GET
@for_moderators
def tab(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A script puts the bare part into its page; without one it is a page of its own."""
    case = get_object_or_404(
        Case.objects.select_related("submission__revision", "submission__submitted_by", "scan"), number=number
    )
    hide_from_whom_it_is_about(request.user, case)
    frozen = frozen_object(case, case.content())
    label = dict(of(case, frozen)).get(name)
    if label is None:
        raise Http404
    part = _part(request, case, frozen, name)
    if "fetch" in request.headers.get("X-Requested-With", ""):
        return HttpResponse(part, headers={"Cache-Control": "private, no-store"})
    context = {**rail(request.user, case.kind), "case": case, "label": label, "part": part}
    return render(request, "moderation/desk/tab.html", context)


def _part(request: HttpRequest, case: Case, frozen: Any, name: str) -> SafeString:
    """Covered words stay covered here; the sheet is where they can be asked for."""
    context: dict[str, Any] = {"case": case, "frozen": frozen, "of_submission": case.submission is not None}
    if name == "compare":
        context["previous"] = dossier.previous(case, frozen)
    elif name == "record":
        context |= dossier.attribution(frozen)
    elif name == "author":
        context |= dossier.author(case, frozen)
    elif name == "history":
        context |= dossier.history(case)
    else:
        _label, template = frozen.review_tabs()[int(name.partition("-")[2]) - 1]
        back = f"{case_url(case)}#tab-{name}"
        text = render_to_string(template, {"instance": frozen, "case": case, "back": back}, request)
        return SafeString(_veil(case, frozen).cover(text))
    return SafeString(_veil(case, frozen).cover(render_to_string(f"moderation/desk/_{name}.html", context, request)))


def _veil(case: Case, frozen: Any) -> Veil:
    return Veil.over(case.scan, frozen.surface().passages if isinstance(frozen, Moderated) else ())
