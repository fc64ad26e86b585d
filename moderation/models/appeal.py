"""An objection to a measure: a return, a takedown, a sanction."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..appending import AppendOnly


class Appeal(AppendOnly):
    """One for each measure; what came of it is its case's outcome and a decision of its own."""

    erasable_columns: ClassVar[frozenset[str]] = frozenset({"reason"})

    case = models.OneToOneField("moderation.Case", models.PROTECT, related_name="appeal")
    # The row that records the measure: a decision, or a sanction.
    measure_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    measure_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申诉人"))
    reason = models.TextField(_("理由"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["measure_type", "measure_id"], name="one_appeal_per_measure")]

    def __str__(self) -> str:
        return f"{self.measure_type_id}:{self.measure_id}"

    def measure(self) -> Any:
        """The row that records what is appealed against, or None when it is gone."""
        return self.measure_type.model_class()._base_manager.filter(pk=self.measure_id).first()  # type: ignore[union-attr]
