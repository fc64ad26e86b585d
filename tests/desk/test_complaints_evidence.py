"""Files from the public: what is told by its bytes, what is refused, and what every limit leaves open."""

import datetime
import io
import json
import struct
import zipfile
import zlib
from typing import Any

import altcha
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from moderation.complaints import attachments, duties, following, limits, proof, receipts, sealing, terms
from moderation.models import Complaint, ComplaintFile, Mail, SpentProof, VaultFile
from moderation.vault import VaultRefused, keys
from tests import factories
from tests.desk.complaint_scene import complain, picture

pytestmark = pytest.mark.django_db


def pdf(stream: bytes = b"", extra: bytes = b"") -> bytes:
    packed = zlib.compress(stream, 9)
    return (
        b"%PDF-1.4\n1 0 obj <</Type /Catalog"
        + extra
        + b">> endobj\n2 0 obj <</Filter /FlateDecode>>\nstream\n"
        + packed
        + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    )


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hidden")
    return out.getvalue()


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (10, 200)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def promising() -> bytes:
    """A PNG of a few hundred bytes whose header promises 60,000 × 1,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 1_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("content", [picture("JPEG"), picture("PNG"), picture("WEBP"), pdf(b"BT (evidence) Tj ET")])
def test_pictures_and_pdf_are_kept_sealed(content: bytes) -> None:
    kept = attachments.keep(ContentFile(content, "证据"), "evidence", "ticket")
    assert kept.file.uploaded_by is None
    assert VaultFile.objects.get().purpose == "complaint"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\x00 a program", "不是完整的图片或 PDF"),
        (picture("GIF"), "不是完整的图片或 PDF"),
        (picture("TIFF"), "只收图片"),
        (zipped(), "不是完整的图片或 PDF"),
        (picture("PNG") + zipped(), "夹带了另一种文件"),
        (pdf() + zipped() + b"%%EOF", "夹带了另一种文件"),
        (pdf(extra=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), "脚本或附件"),
        (pdf(b"<</S /JavaScript>>"), "脚本或附件"),
        (pdf(extra=b"/Encrypt 3 0 R"), "有密码"),
        (pdf(b"\0" * (attachments.MOST_UNFOLDED + 10)), "压缩炸弹"),
        (pdf(zlib.compress(b"\0" * (attachments.MOST_UNFOLDED + 10))), "压缩炸弹"),
        (promising(), "图片展开后太大"),
        (moving(), "动图"),
        (b"%PDF-1.4\n" + b"x" * (terms.MOST_FILE_BYTES + 1), "文件超过 10 MB"),
    ],
    ids=[
        *("empty", "program", "gif", "tiff", "zip", "png and zip", "pdf and zip", "script", "hidden script"),
        *("password", "bomb", "nested bomb", "pixels", "moving", "large"),
    ],
)
def test_what_unfolds_runs_or_is_two_things_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(VaultRefused, match=sentence):
        attachments.keep(ContentFile(content, "证据.pdf"), "evidence", "ticket")
    assert not VaultFile.objects.exists()


def test_a_request_that_is_too_long_is_not_read(client: Client) -> None:
    answer = client.post(
        "/complaints/new/", data=b"x", content_type="multipart/form-data; boundary=a", CONTENT_LENGTH="999999999"
    )
    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()


def test_files_of_a_form_that_was_never_sent_are_erased(client: Client) -> None:
    kept = attachments.keep(ContentFile(picture(), "图.png"), "evidence", "ticket")
    assert duties.tidy(timezone.now()) == 0
    assert duties.tidy(timezone.now() + datetime.timedelta(days=2)) == 1
    assert not ComplaintFile.objects.filter(pk=kept.pk).exists()
    assert VaultFile.objects.get().erased_at is not None


def test_a_line_may_complain_again_tomorrow_and_less_often_after_groundless_ones(settings: Any) -> None:
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    settings.COMPLAINTS_PER_DAY = 3
    page = factories.publish(factories.make_article())
    source = sealing.source_hash("203.0.113.9")
    for _time in range(3):
        limits.check_person("203.0.113.9", source, "")
        complain(page, source_hash=source)
    with pytest.raises(limits.TooOften, match="已到上限"):
        limits.check_person("203.0.113.9", source, "")
    tomorrow = timezone.now() + datetime.timedelta(days=1, minutes=1)
    limits.check_person("203.0.113.9", source, "", tomorrow)
    Complaint.objects.update(state="decided", groundless=True, decided_at=timezone.now())
    limits.check_person("203.0.113.9", source, "", tomorrow)
    Complaint.objects.filter(pk__in=[one.pk for one in Complaint.objects.all()[:2]]).update(received_at=tomorrow)
    with pytest.raises(limits.TooOften, match="已到上限"):
        limits.check_person("203.0.113.9", source, "", tomorrow)


def test_receipts_cannot_be_tried_out_and_are_read_as_people_type_them(client: Client, settings: Any) -> None:
    complaint = complain()
    typed = receipts.written(complaint.receipt).lower().replace("1", "l").replace("0", "o")
    assert receipts.read(typed) == complaint.receipt
    assert client.post("/complaints/", {"receipt": typed}).headers["Location"] == f"/complaints/{complaint.receipt}/"
    assert "没有找到这个回执号" in client.post("/complaints/", {"receipt": "1234"}).content.decode()
    assert client.get("/complaints/0000000000000000/").status_code == 404
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    cache.clear()
    statuses = [client.post("/complaints/", {"receipt": "1234"}).status_code for _time in range(limits.LOOKUPS_PER_HOUR)]
    assert set(statuses) == {422}
    assert "太频繁" in client.post("/complaints/", {"receipt": typed}).content.decode()
    assert client.get(f"/complaints/{complaint.receipt}/").status_code == 429
    cache.clear()


def test_without_scripts_the_road_is_slower_and_open(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    cache.clear()
    page = factories.publish(factories.make_article())
    opened = timezone.now() - datetime.timedelta(seconds=30)
    for number in range(limits.PLAIN_PER_HOUR + 1):
        typed = {"kind": "false", "about": f"/articles/{page.slug}/", "text": "数值有误", "ticket": proof.ticket(opened)}
        answer = client.post("/complaints/new/", typed)
        assert answer.status_code == (302 if number < limits.PLAIN_PER_HOUR else 422)
    assert "太频繁" in answer.content.decode()
    assert "数值有误" in answer.content.decode()
    cache.clear()


def test_a_proof_expires_and_what_is_spent_is_forgotten() -> None:
    old = altcha.Challenge.from_dict(json.loads(proof.challenge(timezone.now() - proof.LIFE * 2)))
    payload = altcha.Payload(old, altcha.solve_challenge(old)).to_base64()
    with pytest.raises(proof.NotProven, match="过期"):
        proof.check(payload)
    proof.spend("a" * 64)
    with pytest.raises(proof.NotProven, match="已经提交过"):
        proof.spend("a" * 64)
    assert proof.forget(timezone.now() + proof.LIFE * 2) == 1
    assert not SpentProof.objects.exists()


def test_adding_and_taking_back(client: Client) -> None:
    complaint = complain(factories.publish(factories.make_article()))
    following.add(complaint, {"text": "补充：我的电话 13800138000"})
    assert "13800138000" not in complaint.texts.last().masked["text"]  # type: ignore[union-attr]
    following.withdraw(complaint)
    for act in (lambda: following.add(complaint, {"text": "再补充"}), lambda: following.withdraw(complaint)):
        with pytest.raises(following.TooLate):
            act()
    assert [event.what for event in complaint.events.all()] == ["received", "added", "withdrawn"]
    assert complaint.case is not None
    assert complaint.case.state == "open"
    assert Mail.objects.filter(notice=None).count() == 1


def test_a_new_key_seals_every_text_anew(settings: Any) -> None:
    complaint = complain(factories.publish(factories.make_article()))
    settings.VAULT_KEY = "another-key-of-more-than-thirty-two-characters," + settings.VAULT_KEY
    assert sealing.reseal() == 2
    settings.VAULT_KEY = settings.VAULT_KEY.partition(",")[0]
    complaint.refresh_from_db()
    assert sealing.private_of(complaint)["contact"] == "reader@xinglin.example"
    assert sealing.words_of(complaint.texts.get())["text"] == "收缩压的数值写反了。"
    assert keys.newest().secret.startswith(b"another")
