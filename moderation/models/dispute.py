"""What an author says against each finding that kept a submission from people."""

from typing import ClassVar

from django.db import models

from ..appending import AppendOnly


class DisputeGround(AppendOnly):
    """One reason against one finding; added, never edited, and the words may be erased."""

    erasable_columns: ClassVar[frozenset[str]] = frozenset({"reason"})

    case = models.ForeignKey("moderation.Case", models.PROTECT, related_name="grounds")
    finding = models.ForeignKey("moderation.Finding", models.PROTECT, related_name="grounds")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["finding__number"]
        constraints = [models.UniqueConstraint(fields=["case", "finding"], name="one_ground_per_finding_and_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.finding_id}"
