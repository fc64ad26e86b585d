"""What an author handed in, frozen at that moment."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .reference import AboutObject


class State(models.TextChoices):
    """Where a submission stands; each change is one conditional update."""

    REFUSED = "refused", _("未通过检查")
    OPEN = "open", _("审核中")
    DISPUTED = "disputed", _("人工复核中")
    WITHDRAWN = "withdrawn", _("已撤回")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已通过，待发布")
    PUBLISHED = "published", _("已发布")


class Submission(AboutObject):
    """A revision's content, surface and digest. One with an identifier in it keeps neither: digest and masked findings only."""

    State = State

    # No foreign key cascade reaches it: the revision it names can neither be overwritten nor deleted.
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(_("摘要"), max_length=64, db_index=True)
    title = models.CharField(_("标题"), max_length=255, blank=True)
    surface = models.JSONField(_("表面"), null=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    submitted_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    # Account ids of whoever took part in the frozen words, so that none of them decides on them.
    contributors = models.JSONField(default=list)
    publish_at = models.DateTimeField(_("希望发布时间"), null=True, blank=True)
    warranty = models.TextField(_("作者保证"), blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("提交")
        verbose_name_plural = _("提交")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="submission_by_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(state__in=["open", "disputed"]),
                name="one_open_submission_per_object",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.get_state_display()}"

    def as_submitted(self) -> Any:
        """The object as it was handed in, or None where an identifier kept its words from being stored."""
        return self.revision.as_object() if self.revision else None
