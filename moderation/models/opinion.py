"""What one of several people who must agree thinks of a case, before it is decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly
from .decision import verbs


class Opinion(AppendOnly):
    """One person's view of one case, unseen by the next who is asked; added, never edited.

    `typed` keeps what an act needs when the opinions agree: answers to findings, codes, anchors.
    """

    erasable_columns: ClassVar[frozenset[str]] = frozenset({"note"})

    case = models.ForeignKey("moderation.Case", models.PROTECT, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(_("意见"), max_length=10, choices=verbs)
    digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(_("说明"), blank=True)
    typed = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_opinion_per_person_and_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.verb}"
