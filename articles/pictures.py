"""Uploaded pictures become pixels and nothing else: no metadata, no hidden bytes, no broken file gets further."""

import io
import pathlib
import warnings
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.functional import LazyObject
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps
from wagtail.images.fields import WagtailImageField as ImageFormField
from wagtail.images.models import WagtailImageField

from .attribution import aigc

MAX_PIXELS = 30_000_000
# What is stored for each format that may come in; animations keep their first frame.
STORED_AS = {
    "JPEG": ("JPEG", ".jpg"),
    "PNG": ("PNG", ".png"),
    "GIF": ("PNG", ".png"),
    "WEBP": ("WEBP", ".webp"),
    "AVIF": ("WEBP", ".webp"),
}


class OriginalsStorage(LazyObject):
    """Originals lie outside the media root, so no address leads to them."""

    def _setup(self) -> None:
        self._wrapped = FileSystemStorage(location=settings.ORIGINALS_ROOT)


def originals() -> OriginalsStorage:
    return OriginalsStorage()


class Sanitised(ContentFile):
    """A file that `pixels_only` made, and the one thing kept of its metadata: the block that says that it was generated."""

    aigc: Mapping[str, str] = {}


def pixels_only(upload: Any) -> Sanitised:
    """The picture copied pixel by pixel into a new file, upright and in sRGB.

    Raises ValidationError, in the reader's language, for whatever is no picture, is broken, or has more than 30 million pixels.
    """
    name = pathlib.PurePath(getattr(upload, "name", "") or "picture").stem
    upload.seek(0)
    try:
        with _opened(upload) as opened:
            stored = STORED_AS.get(opened.format or "")
            if stored is None:
                raise ValidationError(_("不支持这种图片格式，请上传 JPEG、PNG、WebP、AVIF 或 GIF"), code="format")
            if opened.width * opened.height > MAX_PIXELS:
                raise ValidationError(_("图片超过 3000 万像素，请缩小后再上传"), code="too_large")
            mark = aigc.read(opened)
            copied = _copy(opened)
    except ValidationError:
        raise
    except Exception as broken:  # Pillow's decoders raise a dozen different classes on damaged files
        raise ValidationError(_("这个文件不是完整的图片，请重新导出后再上传"), code="broken") from broken
    kind, suffix = stored
    if kind == "JPEG" and copied.mode != "RGB":
        copied = copied.convert("RGB")
    out = io.BytesIO()
    copied.save(out, kind, **({"quality": 90} if kind != "PNG" else {"optimize": False}))
    clean = Sanitised(out.getvalue(), name=f"{name[:80] or 'picture'}{suffix}")
    clean.aigc = mark
    return clean


def _opened(upload: Any) -> Image.Image:
    """Reads the header only. The limit on pixels is ours, so Pillow's own warning about it says nothing new."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(upload.read()))


def _copy(opened: Image.Image) -> Image.Image:
    opened.seek(0)
    upright = ImageOps.exif_transpose(opened)
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    mode = "RGBA" if transparent else "RGB"
    profile = upright.info.get("icc_profile")
    if profile and upright.mode in ("RGB", "RGBA", "L", "CMYK"):
        upright = _to_srgb(upright, profile, mode)
    upright = upright.convert(mode)
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


def _to_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return picture
    if mode == "RGBA" and "A" in picture.getbands() and converted is not None:
        converted.putalpha(picture.getchannel("A"))
    return converted or picture


class PictureFormField(ImageFormField):
    """Decodes the whole upload before Wagtail looks at its size, so that a damaged file is a form error and never a 500."""

    def to_python(self, data: Any) -> Any:
        checked = forms.FileField.to_python(self, data)
        if checked is None:
            return None
        self.check_image_file_size(checked)
        return super().to_python(pixels_only(checked))


class PictureField(WagtailImageField):
    """The stored file, made of pixels only whichever road it came by."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        stored = getattr(model_instance, self.attname)
        if stored and not stored._committed and not isinstance(stored.file, Sanitised):
            clean = pixels_only(stored.file)
            setattr(model_instance, self.attname, clean)
        return super().pre_save(model_instance, add)
