"""Evidence files from the public: pictures and PDF, told by their bytes; what unfolds, runs or is two things at once is refused."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image

from ..models import ComplaintFile, VaultFile
from ..vault import VaultRefused, kinds, store
from .terms import MOST_FILE_BYTES

PICTURES = ("image/jpeg", "image/png", "image/webp")
MOST_UNFOLDED = 100 * 1024 * 1024
MOST_FRAMES, DEEPEST = 1, 3
# A JPEG is read small; other pictures are unfolded whole before they can be shown.
MOST_PIXELS_UNFOLDED = 40_000_000
_STREAM = re.compile(rb"stream\r?\n")
# What acts instead of being read: a PDF that has one of these is no evidence.
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction\s*<<[^>]*/JS)\b")
_OTHER_HEADS = (b"<html", b"<script", b"<?php", b"<svg", b"<!doctype")


def keep(upload: IO[bytes], role: str, ticket: str, by: Any = None) -> ComplaintFile:
    """Check one file and put it into the vault, where it waits for its complaint. Raises VaultRefused."""
    refuse_what_is_no_evidence(upload)
    kept: VaultFile = store(upload, by, "complaint")
    return ComplaintFile.objects.create(file=kept, role=role, ticket=ticket)


def refuse_what_is_no_evidence(upload: IO[bytes]) -> None:
    """Raises VaultRefused with a sentence for whoever sent it."""
    upload.seek(0, io.SEEK_END)
    if upload.tell() > MOST_FILE_BYTES:
        raise VaultRefused(_("文件超过 %(megabytes)d MB，请压缩或截图后再上传") % {"megabytes": MOST_FILE_BYTES // 1024 // 1024})
    if not upload.tell():
        raise VaultRefused(_("文件是空的"))
    try:
        media_type = kinds.kind_of(upload)
    except kinds.NotEvidence as refused:
        raise VaultRefused(_("文件的内容不是完整的图片或 PDF（%(why)s）") % {"why": refused}) from refused
    if media_type not in (*PICTURES, kinds.PDF):
        raise VaultRefused(_("只收图片（JPEG、PNG、WebP）和 PDF；其他文件请打印或截图后再上传"))
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if zipfile.is_zipfile(io.BytesIO(content)) or _hides_another(content, media_type):
        raise VaultRefused(_("这个文件里夹带了另一种文件，不能保存；请截图后再上传"))
    if media_type == kinds.PDF:
        _check_pdf(content)
    else:
        _check_picture(content)


def _hides_another(content: bytes, media_type: str) -> bool:
    head = content[:1024].lower()
    if any(other in head for other in _OTHER_HEADS):
        return True
    return media_type != kinds.PDF and b"%pdf-" in head


def _check_picture(content: bytes) -> None:
    """A header that promises few pixels and brings many is found by reading it as a viewer would, small."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if getattr(picture, "n_frames", 1) > MOST_FRAMES:
                    raise VaultRefused(_("动图不能作为证据保存，请截取其中一帧"))
                if picture.format != "JPEG" and picture.width * picture.height > MOST_PIXELS_UNFOLDED:
                    raise VaultRefused(_("图片展开后太大，请缩小或截图后再上传"))
                picture.draft("RGB", (64, 64))
                picture.load()
    except VaultRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as bomb:
        raise VaultRefused(_("图片展开后太大，请缩小或截图后再上传")) from bomb
    except Exception as strange:  # Pillow's decoders raise a dozen different classes on damaged files
        raise VaultRefused(_("图片不完整，打不开；请重新拍照或截图")) from strange


def _check_pdf(content: bytes) -> None:
    if b"/Encrypt" in content:
        raise VaultRefused(_("这个 PDF 有密码，无法核对；请去掉密码或截图后再上传"))
    if _ACTIVE.search(content):
        raise VaultRefused(_("这个 PDF 里有脚本或附件，不能保存；请重新打印成 PDF 后再上传"))
    unfolded = 0
    for part in _streams(content):
        unfolded += len(part)
        if unfolded > MOST_UNFOLDED:
            raise VaultRefused(_("这个 PDF 展开后太大，像是压缩炸弹，不能保存；请截图后再上传"))
        if _ACTIVE.search(part[: 4 * 1024 * 1024]):
            raise VaultRefused(_("这个 PDF 里有脚本或附件，不能保存；请重新打印成 PDF 后再上传"))


def _streams(content: bytes) -> Iterator[bytes]:
    """What the deflated streams unfold to, never more than a viewer may be asked to bear; nested ones are unfolded as well."""
    for match in _STREAM.finditer(content):
        end = content.find(b"endstream", match.end())
        part = content[match.end() : end if end >= 0 else len(content)]
        for _level in range(DEEPEST):
            if part[:1] != b"\x78":
                break
            try:
                part = zlib.decompressobj().decompress(part, MOST_UNFOLDED + 1)
            except zlib.error:
                break
            yield part
