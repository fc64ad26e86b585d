"""Certificates, the page that checks them, and the keys."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from articles import checks
from articles.attribution.proof import certificate, fonts, keyring, notes, refusals, signing
from articles.models import NoteKind
from moderation import decisions
from moderation.models import Verb
from tests import factories
from tests.attribution import proofs

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document() -> bytes:
    """Setting Chinese takes a second, so one document serves the tests of the seal."""
    return b"%PDF-1.7\nsome page\n%%EOF\n"


def asked(client: Client, **form: Any) -> str:
    answer = client.post("/verify/", form)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_real_certificate_is_a_pdf_that_is_found_valid(client: Client) -> None:
    page = proofs.published()
    answer = client.get(f"/articles/{page.slug}/certificate")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client.get(f"/articles/{page.slug}/certificate").content == answer.content
    html = asked(client, file=upload("certificate.pdf", answer.content))
    assert "核对无误" in html
    assert "现在公开的正是这一版" in html
    for spelled in (b'{"key":"x\\n%PDF", "key"', b'{ "key"'):  # the same seal, with room for another page in it
        respelled = b"%xinglin-certificate ".join([*answer.content.split(b"%xinglin-certificate ")[:-1], b""])
        seal = answer.content.rpartition(b"%xinglin-certificate ")[2]
        doubled = respelled + seal.replace(b'"key"', spelled[1:], 1) if spelled.count(b"key") > 1 else respelled + b" " + seal
        assert "这份证书不成立" in asked(client, file=upload("certificate.pdf", doubled))
    changed = answer.content.replace(b"/Title", b"/Titel", 1)
    assert changed != answer.content
    assert "这份证书不成立" in asked(client, file=upload("certificate.pdf", changed))


def test_without_a_chinese_font_it_is_a_page_to_print(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = proofs.published()
    monkeypatch.setattr(fonts, "chinese", lambda: None)
    answer = client.get(f"/articles/{page.slug}/certificate")
    html = answer.content.decode()
    assert "内容存证证书" in html
    assert page.title in html
    assert "data:image/svg+xml" in html
    assert "演示证书" in html
    assert [fault.id for fault in checks.a_chinese_font_is_here()] == ["articles.W001"]


@pytest.mark.parametrize("harm", ["cut", "joined", "no seal", "another document", "another manifest", "broken seal"])
def test_a_harmed_certificate_does_not_hold(harm: str, client: Client, document: bytes) -> None:
    page = factories.publish(factories.make_article())
    row = signing.current_manifest(page)
    assert row is not None
    whole = certificate.sealed(document, row.sha256, keyring.active())
    assert "核对无误" in asked(client, file=upload("c.pdf", whole))
    seal = whole.rpartition(certificate.SEAL)[2]
    harmed = {
        "cut": whole[:-40],
        "joined": whole + b"%more",
        "no seal": document,
        "another document": document.replace(b"some", b"more") + certificate.SEAL + seal,
        "another manifest": whole.replace(row.sha256.encode(), b"0" * 64),
        "broken seal": document + certificate.SEAL + b"[" * 900,
    }[harm]
    assert "这份证书不成立" in asked(client, file=upload("c.pdf", harmed))


def test_a_manifest_is_answered_pasted_or_uploaded(client: Client) -> None:
    page = factories.publish(factories.make_article())
    text = client.get(f"/api/articles/{page.slug}/manifest").content
    for form in ({"text": text.decode()}, {"file": upload("manifest.json", text)}):
        html = asked(client, **form)
        assert "核对无误" in html
        assert page.title in html
        assert "演示密钥" in html
    changed = json.loads(text) | {"title": "别的题目"}
    assert "这份清单不成立" in asked(client, text=json.dumps(changed, ensure_ascii=False))


def test_every_code_of_a_page_leads_to_it(client: Client) -> None:
    page = factories.publish(factories.make_article())
    row = signing.current_manifest(page)
    assert row is not None
    digest = page.live_digest
    for code in (digest, row.sha256, digest[:8], f"{digest[:4]} {digest[4:8]}", digest.upper()):
        html = client.get("/verify/", {"code": code}).content.decode()
        assert "核对无误" in html, code
        assert page.title in html
    trust = client.get(f"/articles/{page.slug}/").content.decode()
    for address in (f"/verify/?code={digest}", f"/articles/{page.slug}/versions/", f"/articles/{page.slug}/certificate"):
        assert address in trust


def test_it_says_what_happened_since(client: Client) -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    page = factories.publish(factories.make_article(author))
    old = client.get(f"/api/articles/{page.slug}/manifest").content.decode()
    page.title = "家里量血压的三个要领"
    page.save_revision(user=author)
    page = factories.publish(page, author)
    html = asked(client, text=old)
    assert "之后文章有更新" in html
    assert "第 2 版" in html
    notes.add(page, moderator, NoteKind.RETRACTION, "全文撤稿，原因是测量次数写错了。")
    assert "撤稿" in asked(client, text=old)
    decisions.take_down(page, moderator, Verb.TAKEDOWN, [], "内容有误")
    html = asked(client, text=old)
    assert "文章已撤下" in html
    assert "家里量血压" not in html.partition("answer-card")[2].partition("</section>")[0]
    assert client.get(f"/api/articles/{page.slug}/manifest").status_code == 410
    assert client.get(f"/articles/{page.slug}/certificate").status_code == 410


BAD = [
    ({"text": ""}, "还没有填写内容"),
    ({"text": "你好"}, "看不懂这段内容"),
    ({"text": "12345678"}, "没有找到这个校验码"),
    ({"text": "f" * 64}, "没有找到这个校验码"),
    ({"text": "[1, 2]"}, "看不懂这段内容"),
    ({"text": '{"format": "xinglin-manifest-1"}'}, "这份清单不成立"),
    ({"text": '{"format": ' + "[" * 60_000}, "这份清单不成立"),
    ({"text": "字" * 600_000}, "内容太长"),
    ({"file": b"\xff\xfe\x00"}, "看不懂这个文件"),
    ({"file": b"%PDF-1.7 nothing"}, "这份证书不成立"),
    ({"file": b"x" * (5 * 1024 * 1024 + 1)}, "文件太大"),
    ({"text": "<script>alert(1)</script>"}, "看不懂这段内容"),
]


@pytest.mark.parametrize(("form", "said"), BAD, ids=range(len(BAD)))
def test_bad_input_is_answered_politely(form: dict[str, Any], said: str, client: Client) -> None:
    if "file" in form:
        form = {"file": upload("bad", form["file"])}
    html = asked(client, **form)
    assert said in html
    assert "<script>alert" not in html


def test_keys_are_made_listed_and_retired(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_DEMO_KEY = str(tmp_path / "keys" / "ring.json"), False
    settings.SIGNING_PASSPHRASE = "a passphrase for this test"
    call_command("signing_keys", "create")
    first = keyring.active()
    call_command("signing_keys", "create", "--unless-present")
    assert keyring.active() == first
    assert re.fullmatch(r"xl-[0-9a-f]{12}", first.id)
    assert Path(settings.SIGNING_KEYS).stat().st_mode & 0o777 == 0o600
    call_command("signing_keys", "create")
    second = keyring.active()
    assert [key.retired for key in keyring.ring()] == [second.created, ""]
    call_command("signing_keys", "retire", second.id)
    call_command("signing_keys", "list")
    assert capsys.readouterr().out.count("retired") >= 2
    with pytest.raises(CommandError, match="there is no key"):
        call_command("signing_keys", "retire", "xl-nothing")
    with pytest.raises(keyring.NoKey, match="signing_keys create"):
        keyring.active()


def test_a_wrong_passphrase_and_an_open_file_are_named(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_DEMO_KEY = str(tmp_path / "ring.json"), False
    assert [fault.id for fault in checks.a_key_signs()] == ["articles.E001"]
    settings.SIGNING_PASSPHRASE = "one passphrase"
    key = keyring.create()
    assert checks.a_key_signs() == []
    checks.refuse_to_start_without_a_key()
    settings.SIGNING_PASSPHRASE = "another"
    with pytest.raises(keyring.NoKey, match="SIGNING_PASSPHRASE"):
        keyring.signature(key, b"")
    Path(settings.SIGNING_KEYS).chmod(0o644)
    with pytest.raises(keyring.NoKey, match="600"):
        keyring.ring()
    assert [fault.id for fault in checks.a_key_signs()] == ["articles.E001"]


def test_the_demo_key_is_no_key_for_a_public_site(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEYS = str(tmp_path / "ring.json")
    assert keyring.active().id.startswith("demo-")
    settings.SIGNING_DEMO_KEY = False
    assert [fault.id for fault in checks.a_key_signs()] == ["articles.E002"]
    with pytest.raises(Exception, match="demo"):
        checks.refuse_to_start_without_a_key()


def test_without_a_key_nothing_goes_live(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_DEMO_KEY = str(tmp_path / "ring.json"), False
    page = factories.make_article()
    submission = factories.submit(page)
    assert factories.approve(submission) is False
    page.refresh_from_db()
    assert not page.live


BROKEN = {
    '{"format": 1, ': "不是合法的 JSON",
    '{"format": "x"}': "格式不是本站清单的格式",
    '{"format": 1, "format": 2}': "同一个名称写了两次",
    '{"format": 1.5}': "只有整数",
    '{"format": "xinglin-manifest-1", "key": "other"}': "密钥 other 不是本站的",
    '{"format": "xinglin-manifest-1"}': "签名、密钥或日期缺失",
    '["format"]': "不是一个 JSON 对象",
    "hello": "不是合法的 JSON",
}


@pytest.mark.parametrize("text", BROKEN)
def test_why_it_does_not_hold_is_told_in_chinese(client: Client, text: str) -> None:
    html = asked(client, text=text)
    reason = html.partition("具体原因：")[2].partition("<")[0]
    assert BROKEN[text] in reason
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", reason)


def test_a_manifest_of_a_day_without_its_key_is_told_in_chinese() -> None:
    said = "it says that it was made at 2020-01-01T00:00:00+00:00, when key demo-1 was not in use"
    assert refusals.told(said) == "它自称于 2020-01-01T00:00:00+00:00 签名，而密钥 demo-1 当时没有在用"
