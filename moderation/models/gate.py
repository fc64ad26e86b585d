"""The two tables that the gate and its database triggers ask."""

from django.db import models

from .reference import AboutObject


class Permit(AboutObject):
    """Exists only while one checked save is under way; without it the database refuses to change a live surface."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_permit_per_object")]

    def __str__(self) -> str:
        return f"permit {self.content_type_id}:{self.object_id}"


class Shown(AboutObject):
    """The one digest of an object that readers may see now, or none; changed in the transaction of each decision."""

    digest = models.CharField(max_length=64, blank=True, default="")
    since = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_shown_digest_per_object")]

    def __str__(self) -> str:
        return f"shown {self.content_type_id}:{self.object_id} {self.digest[:8]}"
