"""What readers and rights holders tell the site about a page, a person or the site itself, and what became of it."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly


class ComplaintKind(models.TextChoices):
    """Terms, hints and outside bodies of each are in `moderation.complaints.terms`."""

    FALSE = "false", _("内容不实或有错误")
    PRIVACY = "privacy", _("泄露隐私")
    COPYING = "copying", _("抄袭或侵犯著作权")
    ADVERT = "advert", _("变相广告或导流")
    ILLEGAL = "illegal", _("违法或不良信息")
    DOCTOR = "doctor", _("投诉医生")
    SITE = "site", _("投诉平台")
    MODERATOR = "moderator", _("投诉审核")
    OTHER = "other", _("其他")
    INFRINGEMENT = "infringement", _("侵权通知")


class ComplaintState(models.TextChoices):
    OPEN = "open", _("办理中")
    DECIDED = "decided", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Outcome(models.TextChoices):
    """What a complainant is told in the end."""

    DISMISSED = "dismissed", _("不成立")
    TAKEN_DOWN = "taken_down", _("成立，已下架")
    CORRECTED = "corrected", _("成立，已更正")
    UPHELD = "upheld", _("成立，已处理")
    ANSWERED = "answered", _("已由机构答复")
    KEPT = "kept", _("维持下架")
    RESTORED = "restored", _("已恢复")
    INCOMPLETE = "incomplete", _("通知没有补齐")


class Complaint(models.Model):
    """One complaint of one person. Several about the same page share a case; each keeps its own receipt and outcome.

    `private` is sealed JSON with name and contact; what was written is in `texts`, masked, with the original sealed.
    """

    receipt = models.CharField(_("回执号"), max_length=16, unique=True)
    kind = models.CharField(_("类别"), max_length=14, choices=ComplaintKind)
    state = models.CharField(_("状态"), max_length=10, choices=ComplaintState, default=ComplaintState.OPEN)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    groundless = models.BooleanField(_("明显没有依据"), default=False)
    # What it is about; empty for a complaint about the site or a decision.
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    address = models.CharField(_("页面"), max_length=300, blank=True)
    case = models.ForeignKey("moderation.Case", models.PROTECT, null=True, related_name="complaints")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("投诉人账号"))
    private = models.BinaryField(default=bytes)
    # Keyed hashes: whether the same person or line wrote before. Emptied when they are no longer needed.
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True)
    source_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=10, default="zh-hans")
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("应办结时间"))
    decided_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("投诉")
        verbose_name_plural = _("投诉")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="complaints_by_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} …{self.receipt[-4:]}"


class ComplaintText(models.Model):
    """What somebody wrote: `masked` is what everybody at the desk reads, `sealed` the same words as they came.

    Both are JSON with `text` and perhaps `quotation`.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="texts")
    voice = models.CharField(
        max_length=12,
        choices=[("complainant", _("投诉人")), ("author", _("作者")), ("institution", _("机构")), ("desk", _("平台"))],
        default="complainant",
    )
    masked = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)
    codes = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.voice}"


class ComplaintFile(models.Model):
    """A file of evidence in the vault. While the form was refused it waits under the form's ticket, without a complaint."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="files")
    ticket = models.CharField(max_length=32, blank=True, db_index=True)
    file = models.OneToOneField("moderation.VaultFile", models.PROTECT, related_name="complaint_file")
    role = models.CharField(
        _("用途"),
        max_length=10,
        choices=[("evidence", _("证据")), ("authority", _("身份或授权")), ("ownership", _("权属证明")), ("counter", _("反证"))],
        default="evidence",
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id or self.ticket} {self.role}"


class ComplaintEvent(AppendOnly):
    """One step in the course of a complaint, as everybody concerned may see it; `words` may be emptied."""

    erasable_columns = frozenset({"words"})

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.what}"


class SpentProof(models.Model):
    """A proof of work that was used; each opens one door once."""

    signature = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.signature[:8]
