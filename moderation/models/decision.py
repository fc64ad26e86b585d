"""What people decided on a submission, an object or a finding; added, never edited."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference import AboutObject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Verb(models.TextChoices):
    """`approve`, `import` and `restore` clear a digest; `takedown`, `withdraw` and `order` end every earlier clearance.

    `reverse` takes one decision of the same person back, and with it the clearance that this one gave.
    `set_aside` answers a dispute, `affirm` and `overturn` an appeal.
    """

    APPROVE = "approve", _("通过")
    RETURN = "return", _("退回修改")
    IMPORT = "import", _("导入放行")
    TAKEDOWN = "takedown", _("下架")
    WITHDRAW = "withdraw", _("撤回")
    ORDER = "order", _("监管指令下架")
    RESTORE = "restore", _("恢复")
    DISMISS = "dismiss", _("不予处理")
    REVERSE = "reverse", _("收回决定")
    UPHOLD = "uphold", _("成立，已处理")
    SET_ASIDE = "set_aside", _("撤销拦截")
    AFFIRM = "affirm", _("维持原决定")
    OVERTURN = "overturn", _("改变原决定")


def verbs() -> Sequence[tuple[str, "StrOrPromise"]]:
    """Named by migrations instead of listed, so that a new verb needs none."""
    return Verb.choices


CLEARING = (Verb.APPROVE, Verb.IMPORT, Verb.RESTORE)
ENDING = (Verb.TAKEDOWN, Verb.WITHDRAW, Verb.ORDER)


class Decision(AboutObject):
    """One act of one person on one digest of one object. A decision is reversed only by a new one."""

    verb = models.CharField(_("决定"), max_length=10, choices=verbs)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    case = models.ForeignKey("moderation.Case", models.PROTECT, null=True, related_name="decisions")
    submission = models.ForeignKey("moderation.Submission", models.PROTECT, null=True, related_name="decisions")
    scan = models.ForeignKey("moderation.Scan", models.PROTECT, null=True, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人"))
    reason_codes = models.JSONField(default=list)
    note = models.TextField(_("说明"), blank=True)
    anchors = models.JSONField(default=list)
    pictures_checked = models.BooleanField(default=False)
    # The decision that this one takes back; each at most once.
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="decision_by_object")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.digest[:8]}"


class FindingReview(models.Model):
    """What one moderator says of one finding: right, or a false alarm; a review finding cannot pass without one."""

    finding = models.ForeignKey("moderation.Finding", models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(
        max_length=12, choices=[("confirmed", _("确认")), ("false_alarm", _("误报")), ("accepted", _("可以接受"))]
    )
    reason = models.CharField(max_length=400)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.verdict}"
