"""What left the site and what could not: mail copies, webhooks, and what people have to deliver themselves."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from .. import ledger
from ..delivery import webhooks
from ..desk import parts
from ..models import Mail, Webhook, WebhookCall
from ..models.delivery import State
from .access import for_operators, sees_duties
from .rail import rail

SHOWN = 30

parts.register_link(parts.Link("deliveries", gettext_lazy("送达"), "moderation_deliveries", sees_duties))


@require_GET
@for_operators
def deliveries(request: HttpRequest) -> HttpResponse:
    return _screen(request)


@require_POST
@for_operators
def create(request: HttpRequest) -> HttpResponse:
    """The secret is on the answering page and nowhere else."""
    name = request.POST.get("name", "").strip()[:60].replace("\0", "")
    url = request.POST.get("url", "").strip()[:300].replace("\0", "")
    if not name:
        return _screen(request, typed=(name, url), refusal=_("请给这个回调起一个名称"))
    try:
        made, secret = webhooks.create(name, url, request.user)
    except webhooks.WebhookRefused as refused:
        return _screen(request, typed=(name, url), refusal=str(refused))
    ledger.append("webhook made", made, "", {"by": request.user.pk})
    return _screen(request, secret=(made, secret))


@require_POST
@for_operators
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On, off, or a call for a test."""
    hook = get_object_or_404(Webhook, pk=pk)
    act = request.POST.get("act")
    if act == "test":
        webhooks.test_call(hook)
        messages.success(request, _("测试已排队，几秒后可以在下面看到结果。"))
    elif act in ("on", "off"):
        Webhook.objects.filter(pk=hook.pk).update(active=act == "on")
        ledger.append(f"webhook {act}", hook, "", {"by": request.user.pk})
        messages.success(request, _("已启用。") if act == "on" else _("已停用。"))
    return redirect("moderation_deliveries")


@require_POST
@for_operators
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    call = get_object_or_404(WebhookCall, pk=pk)
    if webhooks.try_again(call):
        messages.success(request, _("已重新排队。"))
    else:
        messages.info(request, _("这一条已经不在“未能送达”里了。"))
    return redirect("moderation_deliveries")


def _screen(
    request: HttpRequest, typed: tuple[str, str] = ("", ""), refusal: str = "", secret: tuple[Webhook, str] | None = None
) -> HttpResponse:
    counted = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
    context: dict[str, Any] = {
        **rail(request.user, "deliveries"),
        "counts": [(label, counted.get(value, 0)) for value, label in State.choices],
        "manual": Mail.objects.filter(state__in=(State.GIVEN_UP, State.BOUNCED)).select_related("notice__recipient")[:SHOWN],
        "hooks": Webhook.objects.select_related("made_by"),
        "calls": WebhookCall.objects.select_related("webhook")[:SHOWN],
        "name": typed[0],
        "url": typed[1],
        "refusal": refusal,
        "made": secret[0] if secret else None,
        "secret": secret[1] if secret else "",
    }
    return render(request, "moderation/delivery/overview.html", context, status=422 if refusal else 200)
