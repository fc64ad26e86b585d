"""An entry in somebody's inbox."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class NoticeKind(models.TextChoices):
    """Each has a sentence in `moderation.notices`."""

    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("审核通过")
    PUBLISHED = "published", _("已发布")
    NOT_PUBLISHED = "not_published", _("未能按时发布")
    TAKEN_DOWN = "taken_down", _("已下架")
    RESTORED = "restored", _("已恢复")
    EXPIRING = "expiring", _("证件将到期")
    EXPIRED = "expired", _("证件已到期")
    VERIFIED = "verified", _("证件已核验")
    INTERESTS_DUE = "interests_due", _("利益声明待更新")
    SOURCE = "source", _("所引文献有变")
    EVIDENCE_ENDING = "evidence_ending", _("授权将到期")
    EVIDENCE_ENDED = "evidence_ended", _("授权已结束，文章下架")
    EVIDENCE_CHECKED = "evidence_checked", _("凭证已核验")
    EVIDENCE_REFUSED = "evidence_refused", _("凭证未通过核验")
    SIGN_ASKED = "sign_asked", _("请您签署")
    SIGN_GIVEN = "sign_given", _("有人签署")
    SIGN_DECLINED = "sign_declined", _("有人拒绝签署")
    EDIT_PROPOSED = "edit_proposed", _("有修改建议")
    EDIT_ANSWERED = "edit_answered", _("修改建议已答复")
    UNDONE = "undone", _("决定已收回")
    CORRECTION = "correction", _("要求更正")
    COMPLAINT = "complaint", _("投诉的进展")
    INFRINGEMENT = "infringement", _("侵权通知")
    OVERDUE = "overdue", _("投诉超时")
    DISPUTE_WON = "dispute_won", _("复核：拦截已撤销")
    DISPUTE_LOST = "dispute_lost", _("复核：拦截成立")
    APPEAL_KEPT = "appeal_kept", _("申诉：维持原决定")
    APPEAL_WON = "appeal_won", _("申诉：改变原决定")
    UNSTAFFED = "unstaffed", _("案件无人可办")
    RULE_BRAKED = "rule_braked", _("规则紧急制动")
    SANCTIONED = "sanctioned", _("账号处置")
    SANCTION_ENDED = "sanction_ended", _("处置结束")
    SANCTION_LAPSED = "sanction_lapsed", _("紧急处置未复核")
    SANCTION_LEFT = "sanction_left", _("处置没有全部执行")
    SANCTION_LIFTED = "sanction_lifted", _("处置提前解除")
    NOT_DELIVERED = "not_delivered", _("邮件未能送达")
    CASE_HANDED = "case_handed", _("案件转交给您")
    CASE_TAKEN_BACK = "case_taken_back", _("案件被收回")
    CASE_ESCALATED = "case_escalated", _("案件升级")
    SEARCH_PARKED = "search_parked", _("文章没能送进检索")


def kinds() -> Sequence[tuple[str, "StrOrPromise"]]:
    """Named by migrations instead of listed, so that a new kind needs none."""
    return NoticeKind.choices


class Notice(models.Model):
    """Always written where something was decided about a person's work; mail copies come on top, never instead."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=kinds)
    # The object it tells of, where there is one.
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=120, null=True, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="notice_by_object")]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"
