"""Who was asked to stand by one submission with their name, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..attribution.vocabulary import Role


class Purpose(models.TextChoices):
    """A contributor confirms their part; a colleague of the field reviews the medicine (审稿)."""

    CONFIRM = "confirm", _("署名确认")
    REVIEW = "review", _("审稿")


class Answer(models.TextChoices):
    """Each change is one conditional update; only an open request can be answered."""

    OPEN = "open", _("等待答复")
    SIGNED = "signed", _("已签署")
    DECLINED = "declined", _("已拒绝")
    VOID = "void", _("已取消")


class Signature(models.Model):
    """One person's signature on exactly the digest of one submission, asked for and answered once.

    The link's secret is not kept, only its hash. Names, address and words can be erased; the ledger holds ids alone.
    """

    submission = models.ForeignKey("moderation.Submission", models.PROTECT, related_name="signatures")
    purpose = models.CharField(_("目的"), max_length=8, choices=Purpose)
    answer = models.CharField(_("答复"), max_length=8, choices=Answer, default=Answer.OPEN)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    # As the byline of this version says; the place of a contributor is the path of its entry.
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("职称"), max_length=40, blank=True)
    institution = models.CharField(_("单位"), max_length=80, blank=True)
    role = models.CharField(_("角色"), max_length=20, blank=True)
    place = models.CharField(max_length=80, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    # Whoever typed the address sees it again; everybody else sees its beginning.
    email_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link_hash = models.CharField(max_length=64, null=True, unique=True)
    link_ends = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("邀请时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    # Signed: the sentence that was signed. Declined: why.
    words = models.TextField(blank=True)
    by_link = models.BooleanField(default=False)
    # A misprint was mended and a moderator saw that nothing else changed: the signature goes on to the new digest.
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    carried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Name, address and words were taken away at the person's request; what was signed, and when, stays.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("签署")
        verbose_name_plural = _("签署")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "place"],
                condition=Q(purpose="confirm") & ~Q(answer="void"),
                name="one_confirmation_per_contributor",
            ),
            models.UniqueConstraint(
                fields=["submission", "account"],
                condition=Q(purpose="review") & ~Q(answer="void"),
                name="one_review_per_colleague",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label) if self.role in Role else self.role

    @property
    def link_works(self) -> bool:
        return bool(self.link_hash and self.link_ends and timezone.now() < self.link_ends)


class LinkMail(models.Model):
    """One link that was mailed, counted so that nobody is flooded; the address is kept as a keyed hash alone."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.sender_id} {self.at}"
