"""Uploaded pictures: pixels only, private originals, frozen once a live surface names them."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from moderation.freezing import Freezable

from ..attribution.ai_picture import labelled
from ..pictures import PictureField, Sanitised, originals, pixels_only


class ArticleImage(Freezable, AbstractImage):
    """Credit and licence belong to each use of a picture and stand in the block that uses it."""

    frozen_columns = frozenset({"file", "title", "description", "sha256"})
    fingerprint = ("file", "sha256")

    file = PictureField(
        verbose_name=_("图片文件"), upload_to=get_upload_to, width_field="width", height_field="height", storage=originals
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    # The block of GB 45438 that came with the file, or that its author declared; empty for what people made.
    aigc = models.JSONField(default=dict, editable=False)

    admin_form_fields = ("title", "file", "description", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file is made of pixels only and hashed before it is stored, whichever fields are saved."""
        if self.file and not self.file._committed:
            clean = self.file.file if isinstance(self.file.file, Sanitised) else pixels_only(self.file.file)
            clean.seek(0)
            self.sha256 = hashlib.sha256(clean.read()).hexdigest()
            clean.seek(0)
            self.aigc = dict(clean.aigc)
            setattr(self, "file", clean)  # noqa: B010  (to mypy the attribute is the field)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "sha256", "aigc"}
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Wagtail's; what readers get of a generated picture carries the label and the block."""
        made = super().generate_rendition_file(filter, source=source)
        if not self.aigc:
            return made
        with made:
            return labelled(made, self.aigc, str(self.pk))


class ArticleRendition(AbstractRendition):
    """What readers get of a picture."""

    image = models.ForeignKey(ArticleImage, models.CASCADE, related_name="renditions")
    # Of the file's bytes, as readers get them; a manifest names it.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.file.file.seek(0)
            self.sha256 = hashlib.sha256(self.file.file.read()).hexdigest()
            self.file.file.seek(0)
        super().save(*args, **kwargs)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"),
        ]
