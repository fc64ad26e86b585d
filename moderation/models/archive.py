"""What re-scans and backtests read and keep: the words that are live, runs over them, and what each rule costs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference import AboutObject
from .ruleset import Ruleset


class LiveText(AboutObject):
    """The passages of what readers see of one object, as its surface gives them; made anew when its digest changes."""

    digest = models.CharField(max_length=64)
    # Each [path, text].
    passages = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_live_text_per_object")]

    def __str__(self) -> str:
        return f"text {self.content_type_id}:{self.object_id} {self.digest[:8]}"


class LivePassage(models.Model):
    """One passage as the engine folds it, so that the database can count where a term stands."""

    text = models.ForeignKey(LiveText, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    folded = models.TextField()

    def __str__(self) -> str:
        return f"{self.text_id}.{self.number}"


class RunKind(models.TextChoices):
    """A re-scan writes scans and opens cases; a backtest writes nothing but its own result."""

    RESCAN = "rescan", _("复扫")
    BACKTEST = "backtest", _("回测")


class RunState(models.TextChoices):
    QUEUED = "queued", _("等待")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    STOPPED = "stopped", _("已停止")


class ArchiveRun(models.Model):
    """One walk over the archive, in slices and resumable: `cursor` is the last row that was done."""

    Kind = RunKind
    State = RunState

    ruleset = models.ForeignKey(Ruleset, models.PROTECT, null=True, related_name="runs", verbose_name=_("规则集"))
    kind = models.CharField(max_length=8, choices=RunKind)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    # Only objects whose bucket lies in [low, high): a ruleset that rises re-scans what it newly reaches.
    low = models.PositiveSmallIntegerField(default=0)
    high = models.PositiveSmallIntegerField(default=100)
    names = models.BooleanField(default=True)
    stage = models.CharField(max_length=12, default="live")
    cursor = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Whoever works on it holds it until then.
    held_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"


class RuleCost(models.Model):
    """What one rule costs in a scan, by samples of what is live, day by day."""

    day = models.DateField()
    ruleset_sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    samples = models.PositiveIntegerField(default=0)
    microseconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "ruleset_sha256", "code"], name="one_cost_per_rule_and_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.microseconds:.0f} µs"
