"""Issues and revokes keys of licensed clients, and meters what they ask."""

import datetime
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.attribution.vocabulary import LICENCE_ADDRESSES, Licence
from articles.models import ArticlePage
from moderation import ledger

from .licensees import Scope
from .models import ApiClient, ApiUsage

PREFIX, SHOWN = "xl_", 9
# The words of an article, of now and of earlier; what is told about it stands at other addresses.
_TEXT = re.compile(r"/articles/([^/]+)/(?:versions/.*)?$", re.DOTALL)


@dataclass(frozen=True)
class Refused(Exception):
    """Why a key is not served: HTTP status, a sentence, and seconds until it may be, if ever."""

    status: int
    reason: str
    seconds: int | None = None


def issue(fields: dict[str, Any], operator: Any) -> tuple[ApiClient, str]:
    """A new client and its key, which is in no table and shown once."""
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        client = ApiClient.objects.create(**fields, beginning=key[:SHOWN], sha256=_hash(key), issued_by=operator)
        told = {"scope": client.scope, "per_day": client.per_day, "valid_until": client.valid_until.isoformat()}
        ledger.append("api key issued", client, data={**told, "by": operator.pk})
    return client, key


def revoke(client: ApiClient, operator: Any) -> bool:
    """From the next request on; False when it was revoked before."""
    with transaction.atomic():
        rows = ApiClient.objects.filter(pk=client.pk, revoked_at=None)
        done = bool(rows.update(revoked_at=timezone.now(), revoked_by=operator))
        if done:
            ledger.append("api key revoked", client, data={"by": operator.pk})
    return done


def admit(key: str) -> ApiClient:
    """Count one request of the client with this key. Raises Refused for an unknown or ended key and a day's quota used up."""
    client = ApiClient.objects.filter(sha256=_hash(key)).first() if key.startswith(PREFIX) else None
    today = timezone.localdate()
    if client is None:
        raise Refused(401, _("没有这个接口密钥"))
    if client.revoked_at is not None:
        raise Refused(401, _("这个接口密钥已停用"))
    if not client.is_valid(today):
        raise Refused(401, _("这个接口密钥已于 %(day)s 到期") % {"day": client.valid_until})
    if not _counted(client, today):
        raise Refused(429, _("今天的 %(most)d 次已经用完") % {"most": client.per_day}, _until_midnight())
    return client


def check_scope(client: ApiClient, path: str) -> None:
    """Raises Refused where the contract does not reach: an index takes no texts, who displays them only those of open licences."""
    text = _TEXT.match(path)
    if text is None:
        return
    if not client.may_read_texts:
        raise Refused(403, _("这个密钥的许可范围是“%(scope)s”，不包括读取全文") % {"scope": client.get_scope_display()})
    if client.scope == Scope.DISPLAY:
        licence = ArticlePage.objects.published().filter(slug=text[1]).values_list("licence", flat=True).first()
        if licence is not None and licence not in (*LICENCE_ADDRESSES, Licence.GOVERNMENT):
            raise Refused(403, _("这篇文章没有开放许可，展示它须另取得书面许可"))


def used_on(client: ApiClient, day: datetime.date) -> int:
    return ApiUsage.objects.filter(client=client, day=day).values_list("requests", flat=True).first() or 0


def _counted(client: ApiClient, today: datetime.date) -> bool:
    """One conditional update, so that two servers never count past the quota."""
    row = ApiUsage.objects.filter(client=client, day=today)
    if row.filter(requests__lt=client.per_day).update(requests=F("requests") + 1):
        return True
    _usage, created = ApiUsage.objects.get_or_create(client=client, day=today, defaults={"requests": min(1, client.per_day)})
    return client.per_day > 0 if created else bool(row.filter(requests__lt=client.per_day).update(requests=F("requests") + 1))


def _until_midnight() -> int:
    now = timezone.localtime()
    tomorrow = (now + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, round((tomorrow - now).total_seconds()))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
