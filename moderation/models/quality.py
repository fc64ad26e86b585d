"""Checks of what reviewers decide: decisions drawn at random, and past cases whose answer is agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly
from .decision import Verb

ANSWERS = [(Verb.APPROVE.value, Verb.APPROVE.label), (Verb.RETURN.value, Verb.RETURN.label)]


class GoldenCase(models.Model):
    """A decided case with the answer that reviewers agree on; `retired_at` takes it out of use, nothing else changes."""

    source = models.OneToOneField("moderation.Case", models.PROTECT, related_name="golden")
    verb = models.CharField(_("约定的答案"), max_length=10, choices=ANSWERS)
    why = models.CharField(_("为什么"), max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("标记人"))
    at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("金标准案件")
        verbose_name_plural = _("金标准案件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.verb}"


class QualityCheck(AppendOnly):
    """A case that asks a second person for the answer and changes nothing that readers see.

    It checks either a decision that was drawn, or whoever answers it, by a golden case. The answer is the case's opinion.
    """

    case = models.OneToOneField("moderation.Case", models.PROTECT, related_name="quality")
    decision = models.OneToOneField("moderation.Decision", models.PROTECT, null=True, related_name="quality")
    golden = models.ForeignKey(GoldenCase, models.PROTECT, null=True, related_name="checks")
    expected = models.CharField(max_length=10, choices=ANSWERS)
    # Of the draw, as ISO names it: 2026-W21.
    week = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, golden__isnull=True) | Q(decision__isnull=True, golden__isnull=False),
                name="check_is_a_sample_or_golden",
            )
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.case_id}"
