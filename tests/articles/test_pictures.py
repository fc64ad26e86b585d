"""Pictures are stored as pixels only; what is no picture is a form error."""

import io
import random

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image, PngImagePlugin
from wagtail.images.forms import get_image_form

from articles import pictures
from articles.models import ArticleImage
from moderation.gate import PublicationBlocked

MARK = b"SECRET-PATIENT"


def jpeg(size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 100, 27)).save(out, "JPEG", **options)
    return out.getvalue()


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(exif=exif.tobytes(), comment=MARK) + MARK


def png_with_text() -> bytes:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Author", MARK.decode())
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(out, "PNG", pnginfo=info)
    return out.getvalue() + MARK


@pytest.mark.parametrize(("name", "made"), [("a.jpg", with_metadata), ("a.png", png_with_text)])
def test_no_hidden_byte_is_stored(name: str, made: object) -> None:
    sent = made()  # type: ignore[operator]
    assert MARK in sent
    stored = pictures.pixels_only(ContentFile(sent, name)).read()
    assert MARK not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


def test_a_sideways_picture_is_stored_upright() -> None:
    stored = Image.open(pictures.pixels_only(ContentFile(with_metadata(), "a.jpg")))
    assert stored.size == (30, 40)


def test_a_palette_with_transparency_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("P", (10, 10)).save(out, "GIF", transparency=0)
    assert Image.open(pictures.pixels_only(ContentFile(out.getvalue(), "a.gif"))).mode == "RGBA"


def broken_files() -> list[tuple[str, bytes]]:
    whole = jpeg((400, 300))
    chance = random.Random(7)
    files = [
        ("empty.jpg", b""),
        ("text.png", b"not a picture"),
        ("zip.jpg", b"PK\x03\x04" + bytes(100)),
        ("svg.png", b"<svg onload=alert(1)/>"),
    ]
    files += [(f"cut{share}.jpg", whole[: len(whole) * share // 100]) for share in (2, 30, 70)]
    for number in range(12):
        damaged = bytearray(whole)
        for _flip in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        files.append((f"flip{number}.jpg", bytes(damaged)))
    return files


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content"), broken_files())
def test_whatever_is_sent_the_form_answers(name: str, content: bytes) -> None:
    form = get_image_form(ArticleImage)({"title": "图", "collection": 1}, {"file": SimpleUploadedFile(name, content)})
    if form.is_valid():
        assert name.startswith("flip")
    else:
        assert "file" in form.errors


def test_a_pixel_bomb_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (11_000, 11_000)).save(out, "PNG")
    with pytest.raises(ValidationError, match="3000"):
        pictures.pixels_only(ContentFile(out.getvalue(), "bomb.png"))


@pytest.mark.django_db
def test_a_frozen_picture_cannot_be_changed_or_deleted() -> None:
    image = ArticleImage.objects.create(title="袖带", file=ContentFile(jpeg(), "a.jpg"))
    assert image.sha256
    assert image.file.path.startswith(str(settings.ORIGINALS_ROOT))
    ArticleImage.objects.filter(pk=image.pk).update(frozen=True)
    image.refresh_from_db()
    image.title = "别的"
    with pytest.raises(PublicationBlocked):
        image.save()
    with pytest.raises(PublicationBlocked):
        image.delete()


@pytest.mark.django_db
def test_a_file_never_changes_without_its_hash() -> None:
    image = ArticleImage.objects.create(title="袖带", file=ContentFile(jpeg(), "a.jpg"))
    before = image.sha256
    image.file = ContentFile(jpeg((50, 40)), "b.jpg")
    image.save(update_fields=["file"])
    image.refresh_from_db()
    assert image.sha256 not in ("", before)
    with pytest.raises(DatabaseError), transaction.atomic():
        ArticleImage.objects.filter(pk=image.pk).update(file="original_images/another.jpg")
