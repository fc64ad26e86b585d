"""Draws the visible label into what readers get of a generated picture, and writes the block of GB 45438 into the file."""

import io
from collections.abc import Mapping

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from . import aigc
from .proof import fonts

# GB 45438-2025 5.2: the label's letters are at least a twentieth of the shorter side.
SHARE = 0.06
SMALLEST = 10
WORDS, WORDS_WITHOUT_FONT = "AI 生成", "AI"


def labelled(file: ImageFile, block: Mapping[str, str], number: str) -> ImageFile:
    """A copy of this size of the picture with label and block; format and dimensions stay."""
    file.seek(0)
    with Image.open(io.BytesIO(file.read())) as opened:
        kind = opened.format or "PNG"
        picture = opened.convert("RGBA" if "A" in opened.getbands() and kind != "JPEG" else "RGB")
    _draw(picture)
    xmp = aigc.packet(aigc.spread(block, number))
    out = io.BytesIO()
    if kind == "PNG":
        metadata = PngInfo()
        metadata.add_itxt("XML:com.adobe.xmp", xmp.decode())
        picture.save(out, kind, pnginfo=metadata)
    else:
        picture.save(out, kind, quality=85, xmp=xmp)
    return ImageFile(io.BytesIO(out.getvalue()), name=file.name)


def _draw(picture: Image.Image) -> None:
    size = max(SMALLEST, round(min(picture.size) * SHARE))
    found = fonts.chinese()
    font = ImageFont.truetype(found[0], size, index=found[1]) if found else ImageFont.load_default(size)
    words = WORDS if found else WORDS_WITHOUT_FONT
    pen = ImageDraw.Draw(picture, "RGBA")
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
    pad = round(size * 0.35)
    corner = (picture.width - (right - left) - 3 * pad, picture.height - (bottom - top) - 3 * pad)
    pen.rounded_rectangle(
        (*corner, corner[0] + right - left + 2 * pad, corner[1] + bottom - top + 2 * pad), pad, fill=(0, 0, 0, 170)
    )
    pen.text((corner[0] + pad - left, corner[1] + pad - top), words, font=font, fill=(255, 255, 255, 255))
