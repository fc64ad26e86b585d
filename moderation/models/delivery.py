"""What leaves the site about decisions: mail copies of notices, letters to outsiders, calls to other systems."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where something that is to be sent stands; each change is one conditional update."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已送达服务器")
    NEEDLESS = "needless", _("无需发送")
    BOUNCED = "bounced", _("被退回")
    GIVEN_UP = "given_up", _("未能送达，需人工处理")


class Sending(models.Model):
    """One thing to be sent, tried again with growing pauses until it is sent or given up."""

    State = State

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Mail(Sending):
    """A copy of a notice, or a letter to somebody without an account, whose address and words are sealed.

    `address_mark` is a keyed hash: it counts what bounced at one address and lets nobody read it. `token` names the mail in
    its headers, so that a bounce finds it.
    """

    notice = models.OneToOneField("moderation.Notice", models.CASCADE, null=True, related_name="mail")
    sealed_letter = models.BinaryField(null=True)
    language = models.CharField(max_length=12, blank=True)
    address_mark = models.CharField(max_length=64, blank=True, db_index=True)
    token = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_that_waits")]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False, sealed_letter__isnull=True) | Q(notice__isnull=True),
                name="mail_is_copy_or_letter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Webhook(models.Model):
    """An address of another system that is told of decisions; its secret is sealed and shown once."""

    name = models.CharField(_("名称"), max_length=60)
    url = models.URLField(_("地址"), max_length=300)
    sealed_secret = models.BinaryField()
    active = models.BooleanField(default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class WebhookCall(Sending):
    """One event for one webhook; `identity` is the same at every attempt, so that the receiver can drop a second copy."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    identity = models.CharField(max_length=40, unique=True)
    payload = models.JSONField()
    status = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="webhook_call_that_waits")]

    def __str__(self) -> str:
        return f"{self.identity} {self.state}"
