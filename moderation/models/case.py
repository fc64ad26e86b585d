"""One unit of human work on one object."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .reference import AboutObject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Kind(models.TextChoices):
    """Every kind of case the desk knows."""

    SUBMISSION = "submission", _("投稿")
    DISPUTE = "dispute", _("复核申请")
    COMPLAINT = "complaint", _("投诉")
    APPEAL = "appeal", _("申诉")
    RESCAN = "rescan", _("复扫命中")
    INFRINGEMENT = "infringement", _("侵权通知")
    EXPIRY = "expiry", _("到期")
    SAMPLE = "sample", _("抽检")
    SANCTION = "sanction", _("处置复核")


def kinds() -> Sequence[tuple[str, "StrOrPromise"]]:
    """Named by migrations instead of listed, so that a new kind needs none."""
    return Kind.choices


class State(models.TextChoices):
    """A case is open until exactly one person closes it."""

    OPEN = "open", _("待处理")
    CLOSED = "closed", _("已办结")


class Case(AboutObject):
    """Opened by `moderation.cases.open_case`, which folds duplicates; closed by one conditional update.

    `assignee` works on it until `lease_until`; on hold it comes up again at `held_until`; `needs` people must agree before
    it is decided; `first_reviewer` made the decision that this case is about.
    """

    State = State

    number = models.CharField(_("编号"), max_length=20, unique=True)
    kind = models.CharField(_("类别"), max_length=14, choices=kinds)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    title = models.CharField(_("标题"), max_length=255)
    submission = models.ForeignKey("moderation.Submission", models.PROTECT, null=True, related_name="cases")
    scan = models.ForeignKey("moderation.Scan", models.PROTECT, null=True, related_name="cases")
    risk = models.CharField(_("风险"), max_length=8, choices=[("high", _("高风险")), ("normal", _("一般"))], default="normal")
    specialty = models.CharField(_("专科"), max_length=8, blank=True)
    opened_at = models.DateTimeField(_("开立时间"), auto_now_add=True)
    due_at = models.DateTimeField(_("应办结时间"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办理人")
    )
    lease_until = models.DateTimeField(_("认领到期"), null=True)
    held_until = models.DateTimeField(_("搁置至"), null=True)
    hold_reason = models.CharField(_("搁置原因"), max_length=400, blank=True)
    escalated_at = models.DateTimeField(_("升级时间"), null=True)
    escalation = models.CharField(_("升级原因"), max_length=400, blank=True)
    needs = models.PositiveSmallIntegerField(_("需要几人同意"), default=1)
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及的人")
    )
    first_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原处理人")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    outcome = models.CharField(_("结果"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["state", "kind", "due_at"], name="case_queue"),
            models.Index(fields=["state", "due_at", "id"], name="case_urgency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind"], condition=Q(state="open"), name="one_open_case_per_object_and_kind"
            ),
            # Whoever decided first, and whoever a complaint is about, neither holds nor decides the case; NULL passes.
            models.CheckConstraint(
                condition=~Q(assignee=F("first_reviewer")) & ~Q(decided_by=F("first_reviewer")), name="case_not_by_first_reviewer"
            ),
            models.CheckConstraint(
                condition=~Q(assignee=F("about_user")) & ~Q(decided_by=F("about_user")), name="case_not_by_whom_it_concerns"
            ),
        ]
        permissions = [("work_the_desk", _("可以审核"))]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseSource(models.Model):
    """What a case was opened for; several sources fold into one open case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sources")
    what = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what
