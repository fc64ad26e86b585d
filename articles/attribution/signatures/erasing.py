"""Takes name, address and words of a signature away when the person asks for it; digest, day and ledger stay as they were."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models import Notice
from moderation.models.notice import NoticeKind

from ...models.signature import Answer, Signature
from .asking import _record

TOLD = (NoticeKind.SIGN_GIVEN, NoticeKind.SIGN_DECLINED)


class Ground(models.TextChoices):
    """Why contact details are taken away; the code stands in the ledger."""

    PERSON = "person", _("本人要求")
    GUARDIAN = "guardian", _("监护人或近亲属要求")
    AUTHORITY = "authority", _("主管部门要求")
    MISTAKE = "mistake", _("地址填错，属于别人")


def found(words: str) -> models.QuerySet[Signature]:
    """Signatures of exactly this name or address that were not erased; none for nothing."""
    about = models.Q(name=words) | models.Q(email__iexact=words)
    rows = Signature.objects.filter(about, erased_at=None) if words else Signature.objects.none()
    return rows.select_related("submission").order_by("-pk")


def erase(signature: Signature, by: Any, ground: str) -> bool:
    """Once; False when it was erased before. A request that is still open cannot be answered any more."""
    name = signature.name
    gone = {"name": "", "title": "", "institution": "", "email": "", "email_by": None, "words": "", "link_hash": None}
    with transaction.atomic():
        Signature.objects.filter(pk=signature.pk, answer=Answer.OPEN).update(answer=Answer.VOID)
        if not Signature.objects.filter(pk=signature.pk, erased_at=None).update(**gone, erased_at=timezone.now()):
            return False
        about = signature.submission
        for notice in Notice.objects.filter(kind__in=TOLD, content_type=about.content_type, object_id=about.object_id):
            if notice.context.get("name") == name:
                notice.context |= {"name": "", "reason": ""}
                notice.save(update_fields=["context"])
        _record("signature erased", signature, by=by.pk, code=ground)
    signature.refresh_from_db()
    return True
