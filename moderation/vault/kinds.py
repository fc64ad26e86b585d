"""What may be kept as evidence, told by the bytes and never by the name."""

import io
import warnings
import zipfile
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}
ENDINGS = {PDF: "pdf", DOCX: "docx", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/tiff": "tif"}
MOST_PIXELS = 120_000_000
# What an office file may unfold to; a letter has a few megabytes.
MOST_UNFOLDED = 200 * 1024 * 1024


class NotEvidence(ValueError):
    """This file cannot be kept; the sentence says why, in the reader's language."""


def kind_of(source: IO[bytes]) -> str:
    """The media type of a whole, readable file. Raises NotEvidence."""
    source.seek(0)
    head = source.read(1024)
    if head.startswith(b"%PDF-"):
        return _pdf(source)
    if head.startswith(b"PK\x03\x04"):
        return _docx(source)
    return _picture(source)


def _pdf(source: IO[bytes]) -> str:
    source.seek(0, io.SEEK_END)
    source.seek(max(source.tell() - 2048, 0))
    if b"%%EOF" not in source.read():
        raise NotEvidence(_("这个 PDF 不完整（可能没有下载完），请重新导出后再上传"))
    return PDF


def _docx(source: IO[bytes]) -> str:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as parts:
            names = {part.filename for part in parts.infolist()}
            unfolded = sum(part.file_size for part in parts.infolist())
            broken = None if unfolded > MOST_UNFOLDED else parts.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as damaged:
        raise NotEvidence(_("这个文件已损坏，请重新导出后再上传")) from damaged
    if unfolded > MOST_UNFOLDED or broken is not None:
        raise NotEvidence(_("这个文件已损坏，请重新导出后再上传"))
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise NotEvidence(_refusal())
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotEvidence(_("这个文档里有宏，不能保存；请导出为 PDF 后再上传"))
    return DOCX


def _picture(source: IO[bytes]) -> str:
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(source, formats=tuple(PICTURES)) as picture:
                media_type = PICTURES[picture.format or ""]
                too_large = picture.width * picture.height > MOST_PIXELS
                if not too_large:
                    picture.verify()
    except Image.DecompressionBombError as bomb:
        raise NotEvidence(_("图片超过 1.2 亿像素，请缩小后再上传")) from bomb
    except Exception as strange:  # Pillow's decoders raise a dozen different classes on damaged files
        raise NotEvidence(_refusal()) from strange
    if too_large:
        raise NotEvidence(_("图片超过 1.2 亿像素，请缩小后再上传"))
    return media_type


def _refusal() -> str:
    return _("文件的内容不是完整的 PDF、JPEG、PNG、WebP、TIFF 或 DOCX；改名不能改变内容，请上传原件的扫描件或照片")
