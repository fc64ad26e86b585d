"""What a complaint sets going beside its decision: a correction by the author, an answer by an institution, a notice of infringement."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """An author is asked to mend what a complaint was right about, until a day."""

    case = models.ForeignKey("moderation.Case", models.PROTECT, related_name="corrections")
    digest = models.CharField(max_length=64)
    words = models.TextField(_("要求"))
    state = models.CharField(
        max_length=8, choices=[("asked", _("等待作者")), ("made", _("作者已更正")), ("late", _("已逾期"))], default="asked"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(_("期限"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="asked"), name="one_correction_asked_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Referral(models.Model):
    """A case handed to an institution, with a deadline and its answer. `mail` is sealed; the link holds a signed token."""

    case = models.ForeignKey("moderation.Case", models.PROTECT, related_name="referrals")
    institution = models.CharField(_("机构"), max_length=80)
    mail = models.BinaryField(default=bytes)
    summary = models.TextField(_("转交内容"))
    state = models.CharField(
        max_length=8,
        choices=[("sent", _("等待答复")), ("answered", _("已答复")), ("late", _("逾期未答复")), ("ended", _("已结束"))],
        default="sent",
    )
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.CharField(_("答复人"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(_("期限"))
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="sent"), name="one_referral_waiting_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.institution}"


class NoticeState(models.TextChoices):
    """Where a notice of infringement stands; `moderation.complaints.infringement` says which step leads where."""

    RECEIVED = "received", _("待初步核对")
    INCOMPLETE = "incomplete", _("等待权利人补充")
    MEASURED = "measured", _("已采取措施并转送作者")
    COUNTERED = "countered", _("作者已提交声明")
    WAITING = "waiting", _("声明已转送权利人，等待期")
    SUED = "sued", _("权利人已投诉或起诉")
    RESTORED = "restored", _("已恢复")
    KEPT = "kept", _("维持下架")
    REFUSED = "refused", _("不采取措施")
    WITHDRAWN = "withdrawn", _("权利人已撤回")


class InfringementNotice(models.Model):
    """What a rights holder's notice has beyond a complaint, and each date of its course."""

    State = NoticeState

    complaint = models.OneToOneField("moderation.Complaint", models.PROTECT, related_name="notice")
    state = models.CharField(_("状态"), max_length=10, choices=NoticeState, default=NoticeState.RECEIVED)
    holder = models.CharField(_("权利人"), max_length=80)
    acts_as = models.CharField(_("通知人"), max_length=8, choices=[("self", _("权利人本人或单位")), ("agent", _("受权利人委托"))])
    right = models.CharField(
        _("权利"),
        max_length=10,
        choices=[
            ("copyright", _("著作权")),
            ("portrait", _("肖像")),
            ("name", _("姓名或名誉")),
            ("mark", _("商标")),
            ("other", _("其他权利")),
        ],
    )
    work = models.CharField(_("作品或权利"), max_length=200)
    work_url = models.CharField(_("作品网址"), max_length=300, blank=True)
    good_faith = models.BooleanField(_("保证真实"), default=False)
    malicious = models.BooleanField(_("恶意通知"), default=False)
    malicious_why = models.TextField(blank=True)
    completed_by = models.DateTimeField(_("补充期限"), null=True)
    # Other pages that were taken down with this one, as [content type, id]; they come back with it.
    taken_with = models.JSONField(default=list)
    measured_at = models.DateTimeField(_("采取措施时间"), null=True)
    counter_until = models.DateTimeField(_("声明期限"), null=True)
    countered_at = models.DateTimeField(_("作者声明时间"), null=True)
    counter_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    waiting_until = models.DateTimeField(_("等待期至"), null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("侵权通知")
        verbose_name_plural = _("侵权通知")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_right_display()} {self.state}"
