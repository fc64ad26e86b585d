"""What moderators write to each other about a case, and the answers to authors that a team keeps ready."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly

LONGEST_NOTE = 2000


class CaseNote(AppendOnly):
    """Read by moderators only, never by the author; its words may be erased later, the fact that it was written stays."""

    erasable_columns: ClassVar[frozenset[str]] = frozenset({"text"})

    case = models.ForeignKey("moderation.Case", models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(_("内部备注"), max_length=LONGEST_NOTE)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"


class SavedReply(models.Model):
    """Words to an author that a team writes often, in both languages, with the reason code they go with."""

    title = models.CharField(_("名称"), max_length=60)
    code = models.CharField(_("原因编码"), max_length=40, blank=True)
    zh = models.TextField(_("中文"), max_length=2000)
    en = models.TextField(_("英文"), max_length=2000, blank=True)
    specialty = models.CharField(_("只给这个专科用"), max_length=8, blank=True)
    retired = models.BooleanField(_("停用"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("常用回复")
        verbose_name_plural = _("常用回复")
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["title"], name="saved_replies_have_titles_of_their_own")]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """In the language of whoever asks, in Chinese where there is no other."""
        return self.en if self.en and (get_language() or "zh").startswith("en") else self.zh
