"""One of the four documents that qualify a doctor, entered by one person and verified by another."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four that registration asks for; a missing one means not qualified."""

    IDENTITY = "identity", _("身份证")
    LICENCE = "licence", _("医师执业证书")
    QUALIFICATION = "qualification", _("医师资格证书")
    TITLE = "title", _("专业技术资格证书")


class Certificate(models.Model):
    """Kind, issuer and dates only: neither number nor scan is kept until there is a vault for them."""

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificates", verbose_name=_("持证人"))
    kind = models.CharField(_("证件"), max_length=20, choices=Kind)
    issuer = models.CharField(_("发证机关"), max_length=80)
    issued_on = models.DateField(_("签发日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True, help_text=_("长期有效的证件留空"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"), editable=False
    )
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("核验人"), editable=False
    )
    verified_at = models.DateTimeField(_("核验时间"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("证件")
        verbose_name_plural = _("证件")
        ordering = ["holder", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["holder", "kind"], name="one_certificate_of_each_kind"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("entered_by")), name="verified_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="a_verification_has_a_person_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} · {self.get_kind_display()}"

    def status(self, today: datetime.date) -> str:
        """`verified`, `unverified`, `expired` or `revoked`; the last day of validity still counts."""
        if self.revoked_at:
            return "revoked"
        if self.expires_on and self.expires_on < today:
            return "expired"
        return "verified" if self.verified_at else "unverified"
