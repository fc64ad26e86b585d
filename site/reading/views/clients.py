"""The operators' register of licensed clients, and the terms as a client reads them."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from doctors.views.access import DeskPage, ForOperators

from .. import clients
from ..models import ApiClient

MOST_PER_DAY, LONGEST_DAYS = 1_000_000, 3 * 366


class ClientForm(forms.ModelForm):
    """What the contract says."""

    per_day = forms.IntegerField(label=gettext_lazy("每日次数"), min_value=1, max_value=MOST_PER_DAY, initial=10_000)

    class Meta:
        model = ApiClient
        fields = ("name", "contact", "scope", "per_day", "valid_until")
        widgets = {"valid_until": AdminDateInput}

    def clean_valid_until(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["valid_until"]
        today = timezone.localdate()
        if not today <= day <= today + datetime.timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("有效期应在今天以后、三年以内"))
        return day


class Register(ForOperators, DeskPage, FormView):
    """All keys with today's use, and the form for one more; the new key stands in this one answer and nowhere else."""

    form_class = ClientForm
    page_title = gettext_lazy("接口客户")
    header_icon = "key"
    template_name = "reading/admin/clients.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = [
            (row, clients.used_on(row, today), row.is_valid(today)) for row in ApiClient.objects.select_related("issued_by")[:200]
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def form_valid(self, form: ClientForm) -> HttpResponse:
        client, key = clients.issue(form.cleaned_data, self.request.user)
        response = self.render_to_response(self.get_context_data(form=ClientForm(), issued=client, key=key))
        response.headers["Cache-Control"] = "no-store"
        return response

    def form_invalid(self, form: ClientForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Revoke(ForOperators, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = get_object_or_404(ApiClient, pk=pk)
        if clients.revoke(client, request.user):
            messages.success(request, _("“%(name)s”的密钥已停用，立即生效") % {"name": client.name})
        return redirect("api_clients")


@require_safe
def licence(request: HttpRequest) -> JsonResponse:
    """What may be done with what the interfaces answer; with a key, the client's own terms and what is left today."""
    told: dict[str, Any] = {
        "terms": _(
            "每篇文章按它自己的许可使用（见署名资料里的 licence）；没有写明开放许可的保留所有权利。批量取用须先取得书面许可。"
        ),
        "attribution": _("使用时须写明题名、作者、来源和许可，并链接到原文。"),
        "contact": settings.COMPLAINTS_MAIL,
        "limits": {"pages_per_minute": settings.PAGE_RATE_PER_MINUTE, "api_per_minute": settings.API_RATE_PER_MINUTE},
    }
    client: ApiClient | None = getattr(request, "licensed_client", None)
    if client is not None:
        told["client"] = {
            "name": client.name,
            "scope": client.scope,
            "scope_text": str(client.get_scope_display()),
            "texts": client.may_read_texts,
            "per_day": client.per_day,
            "used_today": clients.used_on(client, timezone.localdate()),
            "valid_until": client.valid_until.isoformat(),
        }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
