"""Leaving the list: for the next case that one may work on, or with the list as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ...cases import DecisionRefused
from ...desk import choosing, exporting, filters, skills
from ...models import Case
from ..access import for_desk, for_moderators

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook is made in memory; more rows go into a text file, line by line.
MOST_IN_A_WORKBOOK = 20_000


@require_POST
@for_moderators
def next_case(request: HttpRequest) -> HttpResponse:
    """Take the most urgent case that one may work on, within the filters of the list, after the one that is named."""
    asked, _unknown = filters.read(request.POST, skills.specialty_choices())
    after = Case.objects.filter(number=request.POST.get("after", "")).first()
    within = asked.condition(request.user, timezone.now()) if request.POST.get("queue") else None
    try:
        case = choosing.claim_next(request.user, after, within)
    except DecisionRefused as refused:
        messages.warning(request, "；".join(refused.reasons))
        return redirect(f"{reverse('moderation_desk')}?queue={filters.MINE}")
    if case is None:
        messages.info(request, _("现在没有可以派给您的案件：都已有人办理、搁置中，或者您不能审核。"))
        return redirect(f"{reverse('moderation_desk')}?{asked.query()}")
    return redirect("moderation_review", number=case.number)


@require_GET
@for_desk
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a file for a spreadsheet."""
    asked, _unknown = filters.read(request.GET, skills.specialty_choices())
    found = filters.listed(asked, request.user, timezone.now())
    name = f"cases-{timezone.localtime():%Y%m%d-%H%M}"
    answer: HttpResponseBase
    if request.GET.get("format") == "xlsx":
        if found.count() > MOST_IN_A_WORKBOOK:
            messages.warning(request, _("超过 %(most)s 件，请缩小范围，或导出 CSV") % {"most": MOST_IN_A_WORKBOOK})
            return redirect(f"{reverse('moderation_desk')}?{asked.query()}")
        answer, name = HttpResponse(exporting.as_xlsx(found), content_type=XLSX), f"{name}.xlsx"
    else:
        answer, name = StreamingHttpResponse(exporting.as_csv(found), content_type="text/csv; charset=utf-8"), f"{name}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
