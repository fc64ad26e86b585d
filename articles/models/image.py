"""Uploaded pictures: pixels only, private originals, frozen once a live surface names them."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from moderation.freezing import Freezable

from ..pictures import PictureField, originals


class ArticleImage(Freezable, AbstractImage):
    """Credit and licence belong to each use of a picture and stand in the block that uses it."""

    frozen_columns = frozenset({"file", "title", "description", "sha256"})

    file = PictureField(
        verbose_name=_("图片文件"), upload_to=get_upload_to, width_field="width", height_field="height", storage=originals
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    admin_form_fields = ("title", "file", "description", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None and not self.frozen:
            with self.open_file() as stored:
                sha256 = hashlib.sha256(stored.read()).hexdigest()
            if sha256 != self.sha256:
                self.sha256 = sha256
                super().save(update_fields=["sha256"])


class ArticleRendition(AbstractRendition):
    """What readers get of a picture."""

    image = models.ForeignKey(ArticleImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"),
        ]
