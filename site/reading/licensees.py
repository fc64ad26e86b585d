"""Who holds a licence to take articles by machine, and how much each took a day."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What the contract with a licensed client allows; the articles' own licences stay as they are."""

    INDEX = "index", _("检索与索引：标题、摘要、署名资料，不得全文展示")
    DISPLAY = "display", _("展示：按各篇许可全文展示，保留署名、许可和原文链接")
    RESEARCH = "research", _("研究：文本挖掘，不得再分发")


class ApiClient(models.Model):
    """One key, of which the site keeps the hash alone. It is revoked, never deleted."""

    name = models.CharField(_("客户名称"), max_length=80)
    contact = models.EmailField(_("联系邮箱"))
    scope = models.CharField(_("许可范围"), max_length=10, choices=Scope)
    per_day = models.PositiveIntegerField(_("每日次数"), default=10_000)
    valid_until = models.DateField(_("有效期至"))
    # The beginning of the key, to tell keys apart, and the SHA-256 of all of it: a random key of 256 bits needs no slow hash.
    beginning = models.CharField(max_length=12, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    issued_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("接口客户")
        verbose_name_plural = _("接口客户")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.beginning}"

    @property
    def may_read_texts(self) -> bool:
        """Whether the contract reaches beyond titles, summaries and attribution."""
        return self.scope in (Scope.DISPLAY, Scope.RESEARCH)

    def is_valid(self, today: datetime.date) -> bool:
        """The last day still counts."""
        return self.revoked_at is None and today <= self.valid_until


class ApiUsage(models.Model):
    """How often one client asked on one day."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="usage")
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["client", "day"], name="one_count_for_each_client_and_day")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.day} {self.requests}"
