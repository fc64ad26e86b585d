"""A doctor's word for one generated block of one version; added, never edited."""

from django.conf import settings
from django.db import models

from moderation.appending import AppendOnly
from moderation.models.reference import AboutObject


class SignedPassage(AppendOnly, AboutObject):
    """Holds for exactly one digest: other words ask again. `place` is the block's number in the body, or the cover."""

    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "digest", "place", "by"], name="each_block_is_signed_once_by_each_doctor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} {self.digest[:8]} {self.place}"
