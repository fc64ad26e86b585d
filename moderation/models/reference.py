"""How a moderation row points at content: by type and id, never by a key that cascades."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AboutObject(models.Model):
    """A row about one moderated object; it outlives the object."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("类型"))
    object_id = models.BigIntegerField(_("对象编号"))

    class Meta:
        abstract = True

    def content(self) -> Any:
        """The object as it is now, or None when it no longer exists."""
        kind = ContentType.objects.get_for_id(self.content_type_id).model_class()
        return kind._base_manager.filter(pk=self.object_id).first()  # type: ignore[union-attr]


def key(instance: models.Model) -> dict[str, Any]:
    """The look-up that finds rows about this object."""
    return {"content_type": ContentType.objects.get_for_model(type(instance)), "object_id": instance.pk}
