"""Evidence packages: find an object or a case, say what the package is for, and take it away; each one is on the ledger."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from .. import ledger
from ..desk import parts
from ..models import Case, Decision, LedgerEntry, Notice, Submission
from ..models.reference import key
from ..moderated import Moderated
from ..package import packing
from ..substrings import holding
from .access import for_operators, moderated_object, sees_duties
from .found import titled
from .rail import rail

FOUND = 20

parts.register_link(parts.Link("packages", gettext_lazy("存证"), "moderation_packages", sees_duties))


@require_GET
@for_operators
def packages(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80].replace("\0", "")
    context = {**rail(request.user, "packages"), "words": words, "found": _found(words) if words else []}
    return render(request, "moderation/package/search.html", context)


@require_http_methods(["GET", "POST"])
@for_operators
def package(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse | FileResponse:
    """Raises Http404 for what never was."""
    instance = moderated_object(app_label, model_name, pk)
    reason = request.POST.get("reason", "").strip()[:200].replace("\0", "")
    if request.method == "POST" and reason:
        ledger.append("package downloaded", instance, instance.live_digest, {"by": request.user.pk})
        made = packing.packed(instance, str(request.user), reason)
        return FileResponse(made, as_attachment=True, filename=f"evidence-{model_name}-{pk}.zip")
    about = key(instance)
    counts = [
        (_("提交和版本"), Submission.objects.filter(**about).count()),
        (_("决定"), Decision.objects.filter(**about).count()),
        (_("案件"), Case.objects.filter(**about).count()),
        (_("告知"), Notice.objects.filter(**about).count()),
        (_("存证条目"), LedgerEntry.objects.filter(**about).count()),
    ]
    lacking = request.method == "POST"
    context = {**rail(request.user, "packages"), "instance": instance, "counts": counts, "lacking": lacking}
    return render(request, "moderation/package/one.html", context, status=422 if lacking else 200)


def _found(words: str) -> list[dict[str, Any]]:
    """Objects whose title or name has these words, or whose case has this number, each once."""
    cases = Case.objects.filter(holding(words, "number", "title")).order_by("-pk")[:FOUND]
    objects = [content for case in cases if isinstance(content := case.content(), Moderated)] + titled(words)
    once = {(type(one), one.pk): one for one in objects}
    return [
        {"title": str(one), "kind": one._meta.verbose_name, "address": [one._meta.app_label, one._meta.model_name, one.pk]}
        for one in list(once.values())[:FOUND]
    ]
