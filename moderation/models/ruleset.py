"""Rulesets: the shipped rules under one staff's layer, with the state in which they stand and who answered for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A draft is edited; from shadow on the words are fixed. Retired ones stay, to roll back to and to read."""

    DRAFT = "draft", _("草稿")
    SHADOW = "shadow", _("影子运行")
    LIVE = "live", _("生效")
    RETIRED = "retired", _("停用")


class Origin(models.TextChoices):
    """Who brought a ruleset about: the first run of a site, a new release, staff, or the emergency brake."""

    FOUNDING = "founding", _("建站")
    SHIPPED = "shipped", _("随版本发布")
    STAFF = "staff", _("工作人员")
    BRAKE = "brake", _("紧急制动")


class ShippedRules(models.Model):
    """The rules of one release, kept whole: a ruleset made over them can be run and read when newer ones are shipped."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    canonical = models.TextField()
    seen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:8]


class Ruleset(models.Model):
    """One layer over one release. `share` is how many of a hundred objects see it while it is live."""

    State = State
    Origin = Origin

    title = models.CharField(_("名称"), max_length=120)
    origin = models.CharField(_("来历"), max_length=8, choices=Origin, default=Origin.STAFF)
    shipped = models.ForeignKey(ShippedRules, models.PROTECT, related_name="rulesets", verbose_name=_("随版本发布的规则"))
    layer = models.JSONField(_("工作人员的改动"), default=dict)
    sha256 = models.CharField(_("摘要"), max_length=64, db_index=True)
    version = models.CharField(_("版本"), max_length=40)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    share = models.PositiveSmallIntegerField(_("放量"), default=0)
    # Counts saves of a draft, so that nobody overwrites what somebody else just saved.
    edition = models.PositiveIntegerField(default=1)
    # Account ids of everybody who changed the draft: none of them approves it.
    editors = models.JSONField(default=list)
    # What the examples said when they last ran: {"run", "failed": [...]}.
    trial = models.JSONField(default=dict)
    # The rule that the emergency brake took back, and the counts that made it: ids, codes and numbers.
    brake = models.JSONField(default=dict)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("上一个"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("起草人"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("送影子运行的人")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("批准人")
    )
    made_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("影子运行开始"), null=True)
    activated_at = models.DateTimeField(_("生效时间"), null=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("规则集")
        verbose_name_plural = _("规则集")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="live", share=100), name="one_ruleset_live_for_all"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="live", share__lt=100), name="one_ruleset_rising"),
            models.CheckConstraint(condition=Q(share__lte=100), name="share_of_a_hundred"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(made_by__isnull=True) | ~Q(approved_by=F("made_by")))
                    & (Q(submitted_by__isnull=True) | ~Q(approved_by=F("submitted_by")))
                ),
                name="ruleset_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(approved_by__isnull=False) | Q(origin__in=["founding", "brake"]),
                name="live_ruleset_was_approved",
            ),
        ]
        permissions = [("edit_ruleset", _("可以编辑规则集")), ("approve_ruleset", _("可以批准规则集"))]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class RulesetPointer(models.Model):
    """The one row by which every process sees that other rulesets stand now: a new token at each change."""

    token = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return self.token[:8]


class ShadowScan(models.Model):
    """What a ruleset in shadow would have said of a scanned document: more and less than the live one; masked, added only."""

    scan = models.ForeignKey("moderation.Scan", models.PROTECT, related_name="shadows")
    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="shadow_scans")
    verdict = models.CharField(max_length=8)
    # Each {"code", "severity", "path", "start", "end", "masked"}.
    more = models.JSONField(default=list)
    less = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.scan_id} {self.verdict} +{len(self.more)} -{len(self.less)}"


class Allowance(models.Model):
    """A finding that an entry of the allow-list set aside in a scan, with the entry's fingerprint; added only."""

    scan = models.ForeignKey("moderation.Scan", models.PROTECT, related_name="allowances")
    entry = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    path = models.CharField(max_length=160)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    masked = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.path}[{self.start}:{self.end}]"
