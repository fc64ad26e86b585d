"""Articles that the editors put first for certain questions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Pin(models.Model):
    """What is put first when a reader asks exactly one of these questions; an article that is not published is left out.

    `version` is raised by every change, and a change names the version that it was made of.
    """

    questions = models.JSONField(_("问题"))
    folded = models.JSONField(editable=False)
    articles = models.JSONField(_("文章"))
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("置顶")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return "、".join(self.questions)
