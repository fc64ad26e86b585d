"""Measures against accounts, the strikes that lead to them, and orders of a regulator."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly
from .reference import AboutObject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Step(models.TextChoices):
    """The ladder, the mildest first; `moderation.sanctions.ladder` says what each does."""

    NOTICE = "notice", _("提醒")
    RECTIFY = "rectify", _("限期整改")
    NO_SUBMITTING = "no_submitting", _("限制投稿")
    NO_PUBLISHING = "no_publishing", _("限制发布")
    HIDE = "hide", _("隐藏内容")
    SUSPEND = "suspend", _("暂停账号")
    TERMINATE = "terminate", _("终止账号")


def steps() -> Sequence[tuple[str, "StrOrPromise"]]:
    """Named by migrations instead of listed, so that a new step needs none."""
    return Step.choices


class State(models.TextChoices):
    """Each change is one conditional update."""

    PROPOSED = "proposed", _("待复核")
    IN_FORCE = "in_force", _("执行中")
    REFUSED = "refused", _("复核未通过")
    ENDED = "ended", _("已期满")
    LIFTED = "lifted", _("已解除")
    LAPSED = "lapsed", _("逾期未复核，自动解除")


class Sanction(models.Model):
    """One step against one account, with basis, term and a second person who reviewed it.

    An emergency is in force before it is reviewed, until `review_by` and no longer. No row is without a person who decided:
    a machine sanctions nobody.
    """

    Step, State = Step, State

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sanctions", verbose_name=_("账号"))
    step = models.CharField(_("处置"), max_length=16, choices=steps)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    codes = models.JSONField(_("依据"))
    reason = models.TextField(_("理由"))
    emergency = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(_("期限（天）"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("复核人")
    )
    reviewed_at = models.DateTimeField(null=True)
    review_by = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.TextField(blank=True)
    # What was taken from readers for it: [content type, object, digest]; comes back when it ends.
    hidden = models.JSONField(default=list)

    class Meta:
        verbose_name = _("处置")
        verbose_name_plural = _("处置")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "state"], name="sanction_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "step"], condition=Q(state__in=("proposed", "in_force")), name="one_standing_sanction_per_step"
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("account")), name="nobody_sanctions_themselves"),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("decided_by")) & ~Q(reviewed_by=F("account")), name="sanction_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(reviewed_by__isnull=False) | Q(emergency=True),
                name="in_force_is_reviewed_or_urgent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.get_state_display()}"


class Strike(AppendOnly, AboutObject):
    """A decision that counts against its author until `expires_at`; added, never edited."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="strikes")
    decision = models.OneToOneField("moderation.Decision", models.PROTECT, related_name="strike")
    code = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.code} × {self.weight}"


class Order(models.Model):
    """What a regulator asked for, word for word, and by when; its items say what was done."""

    authority = models.CharField(_("来文机关"), max_length=120)
    number = models.CharField(_("文号"), max_length=80, unique=True)
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("执行期限"))
    demand = models.TextField(_("要求"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(auto_now_add=True)
    executed_at = models.DateTimeField(null=True)
    executed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("监管指令")
        verbose_name_plural = _("监管指令")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.authority} {self.number}"


class OrderItem(AboutObject):
    """One object that an order covers, and what came of it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    title = models.CharField(max_length=255)
    decision = models.ForeignKey("moderation.Decision", models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "content_type", "object_id"], name="order_names_each_object_once")
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.title}"
