"""What people do with evidence: add it, use it again, verify it, refuse it, withdraw it. Each act is in the ledger."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import endings, ledger, notices, vault
from moderation.desk.offices import ever_took_part
from moderation.models.notice import NoticeKind
from moderation.views.access import is_moderator, takes_part

from . import ending, rights
from .evidence_vocabulary import Standing

if TYPE_CHECKING:
    from ..models import ArticlePage, Evidence


class EvidenceRefused(Exception):
    """Nothing was recorded; the sentence says why, in the reader's language."""


def add(kind: str, page: "ArticlePage", by: Any, upload: Any, values: dict[str, Any]) -> Any:
    """Keep the file and the words about it. Raises EvidenceRefused."""
    from ..models.permission import KINDS, PermissionUse

    if kind == "consent":
        _refuse_other_case(upload, page)
    try:
        file = vault.store(upload, by, kind)
    except vault.VaultRefused as refused:
        raise EvidenceRefused(str(refused)) from refused
    if kind != "permission":
        values = {**values, "article_id": page.pk}
    with transaction.atomic():
        evidence = KINDS[kind]._base_manager.create(file=file, added_by=by, **values)
        if kind == "permission":
            PermissionUse.objects.create(permission_id=evidence.pk, article_id=page.pk, added_by=by)
        _record("evidence added", evidence, page, by)
    return evidence


def _refuse_other_case(upload: Any, page: "ArticlePage") -> None:
    """One consent is for one case in one article: the same file cannot speak for another. Raises EvidenceRefused."""
    from ..models import CaseConsent

    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    if CaseConsent.objects.filter(file__sha256=digest.hexdigest()).exclude(article_id=page.pk).exists():
        raise EvidenceRefused(_("这份知情同意书已经用于另一篇文章的病例。一份同意只对应一篇文章里的一个病例，请让患者另签一份"))


def use_again(evidence: "Evidence", page: "ArticlePage", by: Any) -> None:
    """Let an article rest on a permission that is on record. Everything else is for one article alone. Raises EvidenceRefused."""
    from ..models import Permission, PermissionUse

    if not isinstance(evidence, Permission):
        raise EvidenceRefused(_("%(kind)s只对应一篇文章，不能用于另一篇") % {"kind": evidence._meta.verbose_name})
    if evidence.standing() not in (Standing.VALID, Standing.WAITING, Standing.EARLY):
        raise EvidenceRefused(_("这份授权已经到期、撤回或未通过核验，不能再用"))
    if evidence.single_use and evidence.uses.exclude(article_id=page.pk).exists():
        raise EvidenceRefused(_("这份授权仅限一次使用，已用于另一篇文章"))
    if not any(rights.serves(evidence, work) for work in rights.works(page.get_latest_revision_as_object())):
        work = {"title": evidence.work_title, "author": evidence.work_author}
        raise EvidenceRefused(
            _(
                "这份授权是给《%(title)s》（%(author)s）的，这篇文章写的原作品里没有这一件。"
                "别的作品请上传它自己的授权，由审核员核验"
            )
            % work
        )
    if evidence.verified_by_id in ever_took_part(page):
        raise EvidenceRefused(_("这份授权的核验人参与了这篇文章，不能沿用；请再上传一次，由另一位审核员核验"))
    try:
        with transaction.atomic():
            PermissionUse.objects.create(permission=evidence, article_id=page.pk, added_by=by)
            _record("evidence added", evidence, page, by)
    except IntegrityError as twice:
        raise EvidenceRefused(_("这份授权已经在这篇文章里了")) from twice


def objection(evidence: "Evidence", by: Any) -> str:
    """Why this person may not verify it; empty when they may. Evidence is looked at by somebody who has no part in it."""
    if not is_moderator(by):
        return _("只有审核员可以核验")
    if by.pk == evidence.added_by_id:
        return _("不能核验自己上传的凭证，请由另一位审核员核验")
    if _took_part(by, evidence):
        return _("不能核验自己参与的文章的凭证，请由另一位审核员核验")
    if evidence.standing() != Standing.WAITING:
        return _("这份凭证不在等待核验")
    return ""


def verify(evidence: "Evidence", by: Any) -> None:
    """A moderator compared the file with what is said of it. Raises EvidenceRefused."""
    _settle(evidence, by, {"verified_by": by, "verified_at": timezone.now()}, "evidence verified")
    for page in articles_of(evidence):
        endings.tell_case(page, _("新的凭证已核验，可以考虑恢复"))
        tell(evidence, NoticeKind.EVIDENCE_CHECKED, page)


def refuse(evidence: "Evidence", by: Any, reason: str) -> None:
    """The file does not show what is said of it. Raises EvidenceRefused."""
    if not reason.strip():
        raise EvidenceRefused(_("请写明核验不通过的原因，上传人会看到"))
    values = {"refused_by": by, "refused_at": timezone.now(), "refused_reason": reason.strip()[:400]}
    _settle(evidence, by, values, "evidence refused")
    for page in articles_of(evidence):
        tell(evidence, NoticeKind.EVIDENCE_REFUSED, page, reason=reason.strip()[:400])


def _settle(evidence: "Evidence", by: Any, values: dict[str, Any], kind: str) -> None:
    against = objection(evidence, by)
    if against:
        raise EvidenceRefused(against)
    with transaction.atomic():
        open_still = {"verified_at": None, "refused_at": None, "withdrawn_at": None}
        if not type(evidence)._base_manager.filter(pk=evidence.pk, **open_still).update(**values):
            raise EvidenceRefused(_("另一位审核员刚刚处理了这份凭证"))
        for page in articles_of(evidence):
            _record(kind, evidence, page, by)
    evidence.refresh_from_db()


def may_withdraw(evidence: "Evidence", by: Any) -> bool:
    if evidence.withdrawn_at or evidence.refused_at:
        return False
    own = by.pk == evidence.added_by_id or any(by.pk in page.author_accounts() for page in articles_of(evidence))
    return own or is_moderator(by)


def _took_part(by: Any, evidence: "Evidence") -> bool:
    """Whether these are, in the row, the newest draft or anything that was handed in, this person's words."""
    return any(takes_part(by, page) or by.pk in ever_took_part(page) for page in articles_of(evidence))


def withdraw(evidence: "Evidence", by: Any, reason: str) -> list["ArticlePage"]:
    """Whoever gave it takes it back, or it was wrong. Articles that rested on it leave at once; those are the answer.

    Raises EvidenceRefused.
    """
    if not may_withdraw(evidence, by):
        raise EvidenceRefused(_("您不能撤回这份凭证，或者它已经撤回"))
    if not reason.strip():
        raise EvidenceRefused(_("请写明撤回的原因，例如：患者来信撤回同意"))
    with transaction.atomic():
        values = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_reason": reason.strip()[:400]}
        if not type(evidence)._base_manager.filter(pk=evidence.pk, withdrawn_at=None).update(**values):
            raise EvidenceRefused(_("它刚刚已经撤回"))
        for page in articles_of(evidence):
            _record("evidence withdrawn", evidence, page, by)
        evidence.refresh_from_db()
        return [page for page in articles_of(evidence) if ending.take_down_if_ended(page, timezone.now())]


def articles_of(evidence: "Evidence") -> list["ArticlePage"]:
    from ..models import ArticlePage

    return list(ArticlePage.objects.filter(pk__in=evidence.article_ids()).order_by("pk"))


def tell(evidence: "Evidence", kind: str, page: "ArticlePage", **context: str) -> None:
    words = {"title": page.title, "evidence": str(evidence._meta.verbose_name), **context}
    notices.tell(evidence.added_by, kind, words, reverse("articles_evidence", args=[page.pk]), about=page)


def _record(kind: str, evidence: "Evidence", page: "ArticlePage", by: Any) -> None:
    data = {"kind": evidence.kind, "evidence": evidence.pk, "file": evidence.file_id, "by": by.pk}
    ledger.append(kind, page, "", data)
