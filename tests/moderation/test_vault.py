"""The vault: what may come in, how it lies there, who gets it out, and what stays when it is erased."""

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from moderation.delivery import mail, webhooks
from moderation.models import LedgerEntry, VaultFile
from moderation.vault import VaultFault, VaultRefused, cipher, erase, filing, keeping, keys, kinds, read, store
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def upload(content: bytes = PDF, name: str = "授权书-林某.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (27, 106, 77)).save(out, kind)
    return out.getvalue()


def document(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **parts}.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_scans_and_photographs_are_told_by_their_bytes(kind: str) -> None:
    assert kinds.kind_of(io.BytesIO(picture(kind))) == kinds.PICTURES[kind]


def test_documents_are_told_by_their_bytes() -> None:
    assert kinds.kind_of(io.BytesIO(PDF)) == kinds.PDF
    assert kinds.kind_of(io.BytesIO(document())) == kinds.DOCX


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00 a program", "文件的内容不是完整的"),
        (b"<html><script>alert(1)</script>", "文件的内容不是完整的"),
        (picture("GIF"), "文件的内容不是完整的"),
        (picture("PNG")[:60], "文件的内容不是完整的"),
        (PDF[:40], "PDF 不完整"),
        (document(**{"word/vbaProject.bin": "macro"}), "有宏"),
        (document()[:-30], "已损坏"),
        (b"", "文件是空的"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(VaultRefused, match=sentence):
        store(upload(content), factories.make_doctor(), "permission")
    assert not VaultFile.objects.exists()


def test_a_file_that_is_too_large_is_refused(settings: Any) -> None:
    settings.VAULT_MAX_BYTES = 1024 * 1024
    with pytest.raises(VaultRefused, match="超过 1 MB"):
        store(upload(PDF + b" " * 1024 * 1024 + b"%%EOF"), factories.make_doctor(), "permission")


def test_what_lies_on_the_shelf_is_sealed_and_has_no_name() -> None:
    doctor = factories.make_doctor()
    kept = store(upload(), doctor, "permission")
    with filing.shelf().open(kept.stored_name) as raw:
        stored = raw.read()
    assert b"PDF" not in stored
    assert "授权书" not in kept.stored_name
    assert "林某".encode() not in bytes(VaultFile.objects.get().name)
    assert filing.name_of(kept) == "授权书-林某.pdf"
    with read(kept, doctor) as clear:
        assert clear.read() == PDF
    assert [entry.kind for entry in LedgerEntry.objects.order_by("number")][-2:] == ["vault stored", "vault read"]


@pytest.mark.parametrize("size", [0, 1, cipher.CHUNK - 1, cipher.CHUNK, cipher.CHUNK + 1, 3 * cipher.CHUNK])
def test_any_length_comes_back(size: int) -> None:
    clear = bytes(range(256)) * (size // 256 + 1)
    sealed = b"".join(cipher.sealed([clear[:size]], "a", keys.newest()))
    assert b"".join(cipher.opened(io.BytesIO(sealed), "a")) == clear[:size]


@pytest.mark.parametrize("fault", ["changed", "cut", "cut at a chunk", "swapped", "renamed", "foreign"])
def test_any_change_of_the_stored_bytes_is_seen(fault: str) -> None:
    whole = b"".join(cipher.sealed([b"x" * 3 * cipher.CHUNK], "a", keys.newest()))
    head, piece = 43, cipher.CHUNK + cipher.TAG
    broken = {
        "changed": whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        "cut": whole[:-5],
        "cut at a chunk": whole[: head + 2 * piece],
        "swapped": whole[:head] + whole[head + piece : head + 2 * piece] + whole[head : head + piece] + whole[head + 2 * piece :],
        "renamed": whole,
        "foreign": b"something else entirely, long enough for a header",
    }[fault]
    with pytest.raises(cipher.Unreadable):
        list(cipher.opened(io.BytesIO(broken), "b" if fault == "renamed" else "a"))


def test_a_write_that_fails_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def power_is_lost(name: str) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(filing, "_sync", power_is_lost)
    with pytest.raises(OSError, match="no space"):
        store(upload(), factories.make_doctor(), "permission")
    assert not VaultFile.objects.exists()


def test_bytes_without_a_row_are_swept_away_after_a_day() -> None:
    name = filing.shelf().save("zz/orphan", ContentFile(b"left behind"))
    kept = store(upload(), factories.make_doctor(), "permission")
    keeping.sweep(timezone.now())
    assert filing.shelf().exists(name)
    keeping.sweep(timezone.now() + datetime.timedelta(days=2))
    assert not filing.shelf().exists(name)
    assert filing.shelf().exists(kept.stored_name)


def test_erasing_keeps_hash_row_and_ledger(django_capture_on_commit_callbacks: Any) -> None:
    moderator = factories.make_moderator()
    kept = store(upload(), factories.make_doctor(), "consent")
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(kept, moderator, "PRIV.CASE_NO_CONSENT")
    assert not filing.shelf().exists(kept.stored_name)
    assert (filing.name_of(kept), len(kept.sha256)) == ("", 64)
    assert LedgerEntry.objects.filter(kind="vault erased", digest=kept.sha256).exists()
    assert not erase(kept, moderator, "PRIV.CASE_NO_CONSENT")
    with pytest.raises(VaultFault):
        read(kept, moderator)
    call_command("verify_ledger")


def test_a_damaged_file_is_named_and_not_handed_out(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    doctor = factories.make_doctor()
    kept = store(upload(), doctor, "permission")
    call_command("verify_vault")
    assert "1 files" in capsys.readouterr().out
    with open(filing.shelf().path(kept.stored_name), "r+b") as stored:
        stored.seek(60)
        stored.write(b"\x00\x00\x00")
    with pytest.raises(SystemExit):
        call_command("verify_vault")
    assert f"file {kept.pk}" in capsys.readouterr().err
    client.force_login(doctor)
    answer = client.get(f"/admin/vault/{kept.token}/")
    assert answer.status_code == 500
    assert "完整性核对" in answer.content.decode()
    with pytest.raises(VaultFault):
        keeping.look_after(timezone.now())


def test_the_key_can_be_exchanged(settings: Any) -> None:
    doctor = factories.make_doctor()
    kept = store(upload(), doctor, "permission")
    settings.WEBHOOK_HOSTS = ["127.0.0.1:9"]
    letter = mail.write_to("someone@example.org", "moderation/mail/receipt", {"word": "留下"})
    hook, _secret = webhooks.create("系统", "http://127.0.0.1:9/", factories.make_operator())
    old, place = settings.VAULT_KEY, kept.stored_name
    settings.VAULT_KEY = f"a-new-key-for-the-vault-in-tests-0001,{old}"
    call_command("rotate_vault_key")
    kept.refresh_from_db()
    assert kept.stored_name != place
    assert not filing.shelf().exists(place)
    settings.VAULT_KEY = "a-new-key-for-the-vault-in-tests-0001"
    with read(kept, doctor) as clear:
        assert clear.read() == PDF
    assert filing.name_of(kept) == "授权书-林某.pdf"
    letter.refresh_from_db()
    hook.refresh_from_db()
    assert "留下" in cipher.open_text(bytes(letter.sealed_letter), "letter")
    assert cipher.open_text(bytes(hook.sealed_secret), hook.url)
    settings.VAULT_KEY = old
    with pytest.raises(VaultFault):
        read(kept, doctor)


@pytest.mark.parametrize(
    ("who", "status"), [("uploader", 200), ("moderator", 200), ("operator", 200), ("doctor", 404), ("nobody", 302)]
)
def test_who_may_fetch_a_file(client: Client, who: str, status: int) -> None:
    uploader = factories.make_doctor()
    kept = store(upload(), uploader, "permission")
    people = {
        "uploader": lambda: uploader,
        "moderator": factories.make_moderator,
        "operator": factories.make_operator,
        "doctor": factories.make_doctor,
    }
    if who in people:
        client.force_login(people[who]())
    answer = client.get(f"/admin/vault/{kept.token}/")
    assert answer.status_code == status
    recorded = LedgerEntry.objects.order_by("-number").values_list("kind", flat=True)[0]
    assert recorded == {200: "vault read", 404: "vault refused", 302: "vault stored"}[status]
    if status == 200:
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


def test_an_erased_file_says_so(client: Client) -> None:
    kept = store(upload(), factories.make_doctor(), "permission")
    erase(kept, factories.make_moderator(), "PRIV.CASE_NO_CONSENT")
    client.force_login(factories.make_moderator())
    answer = client.get(f"/admin/vault/{kept.token}/")
    assert answer.status_code == 410
    assert "已经抹除" in answer.content.decode()
