"""One ruleset applied to one digest, and what it found; added, never edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference import AboutObject


class Scan(AboutObject):
    """Drafts are scanned too and leave no row; these are scans of submissions, imports and re-scans."""

    submission = models.ForeignKey("moderation.Submission", models.PROTECT, null=True, related_name="scans")
    digest = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=12, choices=[("submission", _("提交")), ("import", _("导入")), ("rescan", _("复扫"))])
    ruleset = models.CharField(max_length=40)
    ruleset_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8)
    unchecked = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.verdict} ({self.ruleset})"


class Finding(models.Model):
    """One rule at one place. Text is masked and the raw slice kept only as a keyed hash: findings must not become the leak."""

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    path = models.CharField(max_length=160)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    masked = models.CharField(max_length=400, blank=True)
    keyed_hash = models.CharField(max_length=64, blank=True)
    basis = models.TextField(blank=True)
    message = models.TextField()
    fix = models.TextField(blank=True)
    replacement = models.CharField(max_length=400, null=True)
    # Places in the same passage of the clues that the message lists, each [start, end]; their words are kept nowhere.
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["scan", "number"], name="findings_are_numbered_within_a_scan")]

    def __str__(self) -> str:
        return f"{self.number}. {self.code} {self.path}[{self.start}:{self.end}]"
