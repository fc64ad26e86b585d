"""The model comes out of one known archive, or not at all."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.meaning import fetching, files


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SEMANTIC_MODEL = str(tmp_path / "models")
    return tmp_path / "models"


def archive(path: Path, **contents: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as written:
        for name, content in contents.items():
            written.writestr(name, content)
    return path


def known(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Take this archive, and what is in it, for the real ones."""
    monkeypatch.setattr(fetching, "ARCHIVE_SHA256", files.sha256_of(path))
    with zipfile.ZipFile(path) as opened:
        hashes = {name: hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist()}
    monkeypatch.setattr(files, "SHA256", hashes)


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("fetch_model", *words, stdout=out)
    return out.getvalue()


def test_both_files_and_their_licences_arrive_once(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = archive(tmp_path / "given.jar", **{files.MODEL: b"model", files.TOKENIZER: b"{}", "other.class": b""})
    known(monkeypatch, jar)
    monkeypatch.delitem(files.SHA256, "other.class")
    assert "fetched and checked" in run("--archive", str(jar))
    assert sorted(path.name for path in place.iterdir()) == sorted(["LICENCES", files.MODEL, files.TOKENIZER])
    assert "MIT License" in (place / "LICENCES").read_text(encoding="utf-8")
    jar.unlink()
    assert "there already" in run("--archive", str(jar))


def test_a_damaged_file_is_brought_anew(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = archive(tmp_path / "given.jar", **{files.MODEL: b"model", files.TOKENIZER: b"{}"})
    known(monkeypatch, jar)
    run("--archive", str(jar))
    (place / files.MODEL).write_bytes(b"damaged")
    assert "fetched and checked" in run("--archive", str(jar))
    assert (place / files.MODEL).read_bytes() == b"model"


def test_another_archive_is_refused_and_leaves_nothing(place: Path, tmp_path: Path) -> None:
    jar = archive(tmp_path / "given.jar", **{files.MODEL: b"model", files.TOKENIZER: b"{}"})
    with pytest.raises(CommandError, match="is not the known archive: its SHA-256 is"):
        run("--archive", str(jar))
    assert list(place.iterdir()) == []


def test_without_maven_it_says_what_to_install(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="apt-get install maven") as refused:
        run()
    assert "--archive FILE" in str(refused.value)


def test_what_maven_says_is_passed_on(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = tmp_path / "bin" / "mvn"
    maven.parent.mkdir()
    maven.write_text("#!/bin/sh\necho no route to the mirror\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{maven.parent}:/usr/bin:/bin")
    with pytest.raises(CommandError, match="no route to the mirror"):
        run()


def test_an_archive_that_is_none_is_told(place: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("--archive", str(tmp_path / "nothing.jar"))
