"""Signed calls to other systems about decisions (Standard Webhooks 1): ids, codes and digests, never names or words."""

import base64
import datetime
import json
import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from standardwebhooks import Webhook as Signing

from ..models import Decision, Webhook, WebhookCall
from ..models.delivery import State
from ..vault import cipher
from . import pauses

logger = logging.getLogger(__name__)

TIMEOUT = 5.0  # seconds, for the connection and for each piece of the answer
AT_ONCE = 100


class WebhookRefused(Exception):
    """Says in a sentence why this address cannot be called."""


def create(name: str, url: str, by: Any) -> tuple[Webhook, str]:
    """The webhook and its secret, which is told this once. Raises WebhookRefused."""
    check(url)
    secret = secrets.token_bytes(32)
    row = Webhook.objects.create(
        name=name, url=url, sealed_secret=cipher.seal_text(base64.b64encode(secret).decode(), url), made_by=by
    )
    return row, "whsec_" + base64.b64encode(secret).decode()


def check(url: str) -> None:
    """Only hosts that the operators of the machine listed are called, so that nobody reaches its neighbours from a form."""
    try:
        parts = urlsplit(url)
        place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        raise WebhookRefused(_("这不是一个网址")) from None
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise WebhookRefused(_("请填写以 https:// 开头的完整网址"))
    if place not in settings.WEBHOOK_HOSTS:
        raise WebhookRefused(_("这台服务器没有获准调用 %(host)s，请在设置 WEBHOOK_HOSTS 里加入它") % {"host": place})


def announce(sender: type[Decision], instance: Decision, created: bool, **kwargs: Any) -> None:
    """Receiver of a decision's `post_save`: what is to be called is written in the decision's own transaction."""
    if not created:
        return
    hooks = list(Webhook.objects.filter(active=True))
    if not hooks:
        return
    payload = {
        "type": "decision.made",
        "timestamp": timezone.now().isoformat(),
        "data": {
            "id": instance.pk,
            "verb": instance.verb,
            "codes": list(instance.reason_codes),
            "object": {"type": instance.content_type.model, "id": instance.object_id},
            "digest": instance.digest,
            "case": instance.case.number if instance.case else None,
        },
    }
    WebhookCall.objects.bulk_create(_call(hook, payload) for hook in hooks)


def test_call(hook: Webhook) -> WebhookCall:
    """A call that says nothing, so that the receiver can be tried."""
    row = _call(hook, {"type": "test", "timestamp": timezone.now().isoformat(), "data": {}})
    row.save()
    return row


def _call(hook: Webhook, payload: dict[str, Any]) -> WebhookCall:
    return WebhookCall(webhook=hook, identity=f"msg_{secrets.token_hex(16)}", payload=payload, due_at=timezone.now())


def send_waiting(now: datetime.datetime) -> int:
    """Make the calls that are due, the oldest first; answers how many were taken."""
    waiting = WebhookCall.objects.filter(state=State.WAITING, due_at__lte=now, webhook__active=True).select_related("webhook")
    return sum(
        send(call, now) for call in waiting.order_by("due_at", "pk")[:AT_ONCE] if pauses.claimed(WebhookCall.objects, call, now)
    )


def send(call: WebhookCall, now: datetime.datetime) -> bool:
    """One attempt. Any answer from 200 to 299 counts; redirects are not followed."""
    body = json.dumps(call.payload, ensure_ascii=False)
    status = None
    try:
        check(call.webhook.url)
        secret = cipher.open_text(bytes(call.webhook.sealed_secret), call.webhook.url)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": call.identity,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Signing(secret).sign(call.identity, now.astimezone(datetime.UTC), body),
        }
        with requests.post(
            call.webhook.url, data=body.encode(), headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            status = answer.status_code
        error = "" if 200 <= status < 300 else f"HTTP {status}"
    except (requests.RequestException, WebhookRefused, cipher.Unreadable) as failure:
        error = type(failure).__name__
    WebhookCall.objects.filter(pk=call.pk).update(status=status)
    if error:
        logger.error("webhook call %s failed: %s", call.identity, error)
        pauses.failed(WebhookCall.objects, call, now, error)
        return False
    return bool(WebhookCall.objects.filter(pk=call.pk, state=State.WAITING).update(state=State.SENT, settled_at=now, error=""))


def try_again(call: WebhookCall) -> bool:
    """Put a call that was given up back in line."""
    with transaction.atomic():
        again = WebhookCall.objects.filter(pk=call.pk, state=State.GIVEN_UP)
        return bool(again.update(state=State.WAITING, attempts=0, due_at=timezone.now(), settled_at=None))


def reseal() -> int:
    """Seal every secret anew under the newest key of the ring; the number of rows. Raises cipher.Unreadable."""
    done = 0
    for row in Webhook.objects.all():
        again = cipher.seal_text(cipher.open_text(bytes(row.sealed_secret), row.url), row.url)
        done += Webhook.objects.filter(pk=row.pk).update(sealed_secret=again)
    return done
