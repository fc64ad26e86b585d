"""The script that checks a manifest with nothing of the site: it accepts what is real and refuses every forgery."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.attribution import verify_manifest
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
