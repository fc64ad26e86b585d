"""A file in the vault, as the database knows it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VaultFile(models.Model):
    """Everything but the bytes. The hash of the clear bytes outlives them; the name they came with does not."""

    token = models.CharField(max_length=32, unique=True)
    stored_name = models.CharField(max_length=80, unique=True)
    key_name = models.CharField(max_length=16, db_index=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=80)
    # Sealed like the file itself, since names of files name people.
    name = models.BinaryField(default=bytes)
    purpose = models.CharField(_("用途"), max_length=20)
    # Nobody with an account, for what a reader sends with a complaint.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    erased_at = models.DateTimeField(_("抹除时间"), null=True)
    # When its bytes were last compared with the hash, and what was wrong with them.
    checked_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("凭证文件")
        verbose_name_plural = _("凭证文件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["erased_at", "checked_at"], name="vault_by_check")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sha256[:8]}"
