"""The script that checks a manifest with nothing of the site: it accepts what is real and refuses every forgery."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from articles.attribution import verify_manifest
from articles.attribution.proof import canonical, keyring
from tests.attribution import proofs

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(client: Client, tmp_path: Path) -> proofs.Saved:
    return proofs.saved(client, tmp_path)


def write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def checked(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = verify_manifest.main(saved.arguments())
    return status, capsys.readouterr().out


def test_it_runs_alone_and_says_what_it_checked(saved: proofs.Saved) -> None:
    script = ROOT / "articles" / "attribution" / "verify_manifest.py"
    command = [sys.executable, "-I", str(script), *saved.arguments()]
    found = subprocess.run(command, cwd=saved.folder, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0, found.stdout + found.stderr
    for words in ("signed by key demo-", "DEMONSTRATION", f"article {saved.page.slug}", "title, summary and body", "picture"):
        assert words in found.stdout


def test_white_space_and_escapes_are_no_forgery(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    saved.manifest.write_text(json.dumps(saved.content(), indent=2) + "\n", encoding="utf-8")
    assert checked(saved, capsys)[0] == 0


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a title changed": (lambda content: content.update(title=content["title"] + "。"), "not over this content"),
    "a number changed": (lambda content: content.update(version=2), "not over this content"),
    "a value changed in depth": (lambda content: content["contributors"][0].update(name="别人"), "not over this content"),
    "true for one": (lambda content: content.update(number=True), "not over this content"),
    "a value added": (lambda content: content.update(prize="一等奖"), "not over this content"),
    "a finding added": (lambda content: content["findings"].append({}), "not over this content"),
    "a value taken away": (lambda content: content.pop("interests"), "not over this content"),
    "a decision taken away": (lambda content: content["decisions"].clear(), "not over this content"),
    "the previous hash changed": (lambda content: content.update(previous="0" * 64), "not over this content"),
    "the ledger's place changed": (lambda content: content["ledger"].update(number=1), "not over this content"),
    "the key swapped": (lambda content: content.update(key="xl-000000000000"), "not in the ring"),
    "no key": (lambda content: content.pop("key"), "missing"),
    "no signature": (lambda content: content.pop("signature"), "missing"),
    "a signature that is none": (lambda content: content.update(signature="AAAA"), "not over this content"),
    "made earlier": (lambda content: content.update(created_at="2020-01-01T00:00:00+00:00"), "not over this content"),
    "another format": (lambda content: content.update(format="xinglin-manifest-0"), "format"),
    "a lone surrogate": (lambda content: content.update(title="\ud800"), "UTF-8"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_changed_manifest_is_refused(forgery: str, saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    change, said = FORGERIES[forgery]
    content = saved.content()
    change(content)
    saved.manifest.write_text(json.dumps(content), encoding="utf-8")
    status, told = checked(saved, capsys)
    assert status == 1
    assert told.startswith(f"DOES NOT HOLD: {saved.manifest}: ")
    assert said in told


SPELLINGS: dict[str, tuple[Callable[[str], str], str]] = {
    "a name twice": (lambda text: text.replace('"version":1', '"version":1,"version":1'), "twice"),
    "a name twice in depth": (lambda text: text.replace('"number":', '"number":0,"number":', 1), "twice"),
    "a float": (lambda text: text.replace('"version":1', '"version":1.0'), "no whole number"),
    "an exponent": (lambda text: text.replace('"version":1', '"version":1e0'), "no whole number"),
    "NaN": (lambda text: text.replace('"version":1', '"version":NaN'), "no whole number"),
    "more after the end": (lambda text: text + "{}", "no JSON"),
    "cut off": (lambda text: text[:-2], "no JSON"),
    "a list": (lambda text: f"[{text}]", "no JSON object"),
    "too deep": (lambda text: text.replace('"version":1', '"version":' + "[" * 200_000), "no JSON"),
    "a byte order mark": (lambda text: "\ufeff" + text, "no JSON"),
    "nothing": (lambda text: "", "no JSON"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_is_no_strict_json_is_refused(spelling: str, saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    change, said = SPELLINGS[spelling]
    text = saved.manifest.read_text(encoding="utf-8")
    assert change(text) != text
    saved.manifest.write_text(change(text), encoding="utf-8")
    status, told = checked(saved, capsys)
    assert status == 1
    assert said in told


def test_a_signature_of_another_manifest_is_refused(
    saved: proofs.Saved, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    other = proofs.published(title="另一篇文章讲什么？")
    theirs = client.get(f"/api/articles/{other.slug}/manifest").json()
    write(saved.manifest, {**saved.content(), "signature": theirs["signature"]})
    assert checked(saved, capsys)[0] == 1
    write(saved.manifest, theirs)
    status, told = checked(saved, capsys)
    assert (status, "title of the page is not that" in told) == (1, True)


def signed_with(private: Ed25519PrivateKey, content: dict[str, Any]) -> dict[str, Any]:
    content = {name: value for name, value in content.items() if name != "signature"}
    return {**content, "signature": base64.b64encode(private.sign(canonical.encode(content))).decode()}


def test_a_key_that_is_not_in_the_ring_is_refused(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = Ed25519PrivateKey.generate()
    write(saved.manifest, signed_with(stranger, saved.content()))
    assert "not over this content" in checked(saved, capsys)[1]
    write(saved.manifest, signed_with(stranger, {**saved.content(), "key": "xl-stranger"}))
    assert "'xl-stranger' is not in the ring" in checked(saved, capsys)[1]


@pytest.mark.parametrize(
    ("moved", "status"),
    [
        ({"retired": "2099-01-01T00:00:00+00:00"}, 0),
        ({"retired": "2021-01-01T00:00:00+00:00"}, 1),
        ({"created": "2099-01-01T00:00:00+00:00"}, 1),
    ],
)
def test_a_key_holds_only_what_it_signed_while_in_use(
    moved: dict[str, str], status: int, saved: proofs.Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = json.loads(saved.keys.read_text(encoding="utf-8"))
    keys["keys"] = [{**key, **moved} for key in keys["keys"]]
    write(saved.keys, keys)
    found, told = checked(saved, capsys)
    assert found == status
    assert status == 0 or "was not in use" in told


def test_a_ring_that_names_a_key_twice_is_refused(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    keys = json.loads(saved.keys.read_text(encoding="utf-8"))
    write(saved.keys, {**keys, "keys": keys["keys"] * 2})
    assert checked(saved, capsys)[0] == 1


CHARACTERS = [
    ("家里量", "家裏量", "title"),
    ("起落", "起伏", "summary"),
    ("坐稳", "坐隐", "body"),
    ("128/82", "128/83", "body"),
    ("刚吃完饭就量", "刚吃完饭才量", "body"),
    (">要点<", ">要占<", "body"),
    ("不要这样做", "要这样做", "body"),
    ("立即拨打 120：", "立即拨打 110：", "body"),
    ("袖带下缘", "袖带上缘", "body"),
    ("第一次两边都量。", "第一次两边都量。！", "body"),
    ("<p>第一次", "<p>加一段。</p><p>第一次", "body"),
]


@pytest.mark.parametrize(("old", "new", "part"), CHARACTERS)
def test_one_changed_character_of_the_page_is_refused(
    old: str, new: str, part: str, saved: proofs.Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    html = saved.html.read_text(encoding="utf-8")
    begin = html.index("<h1")
    marks = "<wbr>"
    plain = html[begin:].replace(marks, "")
    assert old in plain
    saved.html.write_text(html[:begin] + plain.replace(old, new, 1), encoding="utf-8")
    status, told = checked(saved, capsys)
    assert status == 1
    assert f"the {part} of the page is not that of this version" in told


FORGED = "<p>每天服一百片</p>"


def _within(html: str, words: str) -> str:
    place = html.index(">", html.index('class="prose')) + 1
    return html[:place] + words + html[place:]


HIDDEN = [
    lambda html: _within(html, f"<!-->{FORGED}<!-- -->"),
    lambda html: _within(html, f'<iframe srcdoc="{FORGED}"></iframe>'),
    lambda html: _within(html, "<p hidden></p>"),
    lambda html: _within(html, "<p style='display:none'></p>"),
    lambda html: html.replace("<h1", "<div hidden><h1", 1).replace("</h1>", "</h1></div>" + FORGED, 1),
    lambda html: html.replace("<body", f"<!-->{FORGED}<!-- --><body", 1),
    lambda html: html.replace("<h1", f"{FORGED}<template><h1", 1),
]


@pytest.mark.parametrize("forge", HIDDEN)
def test_a_page_that_shows_other_words_than_it_says_is_refused(
    forge: Callable[[str], str], saved: proofs.Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    html = saved.html.read_text(encoding="utf-8")
    forged = forge(html)
    assert forged != html
    saved.html.write_text(forged, encoding="utf-8")
    assert checked(saved, capsys)[0] == 1


def test_another_spelling_of_the_signature_is_refused(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads(saved.manifest.read_text(encoding="utf-8"))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = manifest["signature"][-3]
    other = manifest["signature"][:-3] + alphabet[alphabet.index(last) + 1] + "=="
    assert base64.b64decode(other) == base64.b64decode(manifest["signature"])
    write(saved.manifest, {**manifest, "signature": other})
    assert checked(saved, capsys)[0] == 1


def test_a_page_in_another_language_and_an_untouched_copy_hold(
    saved: proofs.Saved, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    english = client.get(f"/articles/{saved.page.slug}/", headers={"Accept-Language": "en"}).content
    assert b"Do not do this" in english
    saved.html.write_bytes(english)
    status, told = checked(saved, capsys)
    assert status == 0, told


def test_a_changed_picture_is_refused(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(saved.picture.read_bytes())
    content[-1] ^= 1
    saved.picture.write_bytes(content)
    status, told = checked(saved, capsys)
    assert status == 1
    assert "no picture of this version" in told


def test_a_missing_file_is_said(saved: proofs.Saved, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_manifest.main([str(saved.folder / "none.json"), str(saved.keys)]) == 1
    assert "No such file" in capsys.readouterr().out


def test_a_real_retired_key_still_proves_what_it_signed(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.SIGNING_KEYS = str(tmp_path / "ring" / "signing.json")
    saved = proofs.saved(client, tmp_path)
    first = keyring.active()
    second = keyring.create(demo=True)
    saved.keys.write_bytes(client.get("/.well-known/xinglin-keys.json").content)
    assert checked(saved, capsys)[0] == 0
    late = {**saved.content(), "created_at": second.created}
    content = {name: value for name, value in late.items() if name != "signature"}
    write(saved.manifest, {**content, "signature": keyring.signature(first, canonical.encode(content))})
    status, told = checked(saved, capsys)
    assert status == 1
    assert "was not in use" in told


@pytest.mark.parametrize("closing", ["</i>", "</b>", "<b>a"])
def test_a_page_nested_without_end_is_read_in_one_pass(closing: str) -> None:
    begun = time.process_time()
    shown = verify_manifest.Shown()
    shown.feed('<div class="prose">' + "<b>" * 30_000 + closing * 30_000)
    shown.close()
    assert time.process_time() - begun < 4
