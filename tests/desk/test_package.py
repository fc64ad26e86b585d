"""The evidence package: complete, checked by `sha256sum` and `openssl` alone, and broken by any change."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from moderation.models import LedgerEntry
from tests.factories import approve, make_article, make_moderator, make_operator, publish, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(client, tmp_path, settings):
    """The package of an article that was published, edited, returned and published again, unpacked."""
    article = publish(make_article())
    article.title = "第二版的标题"
    article.save_revision(user=article.owner)
    approve(submit(article), make_moderator())
    client.force_login(make_operator())
    response = client.post(_address(article), {"reason": "某法院举证"})
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def _address(article):
    return reverse("moderation_package", args=["articles", "articlepage", article.pk])


def _verified(folder: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "verify_package.py"
    return subprocess.run([sys.executable, "-I", script, folder], capture_output=True, text=True)


def test_it_holds_and_tells_the_whole_story(folder):
    assert _verified(folder).stdout.strip() == "everything holds"
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder).returncode == 0
    submissions = json.loads((folder / "submissions.json").read_text())
    assert [row["state"] for row in submissions] == ["published", "published"]
    assert all((folder / row["version_file"]).exists() for row in submissions)
    assert {row["verb"] for row in json.loads((folder / "decisions.json").read_text())} == {"approve"}
    assert "已发布" in json.loads((folder / "notices.json").read_text())[0]["words"]
    assert (folder / "rights/manifests/0001.json").exists()
    assert "某法院举证" in (folder / "README.txt").read_text()
    assert LedgerEntry.objects.filter(kind="package downloaded").count() == 1


@pytest.mark.parametrize("name", ["decisions.json", "notices.json", "rights/dossier.json", "README.txt"])
def test_any_changed_file_is_found(folder, name):
    file = folder / name
    file.write_text(file.read_text().replace("a", "b", 1) + " ")
    assert f"{name} was changed" in _verified(folder).stdout


def test_a_file_that_was_taken_out_or_put_in_is_found(folder):
    (folder / "cases.json").unlink()
    (folder / "versions" / "forged.json").write_text("{}")
    told = _verified(folder).stdout
    assert "cases.json is missing" in told
    assert "versions/forged.json is not in the list" in told


def test_a_rewritten_ledger_is_found_even_when_the_list_is_rewritten_too(folder):
    chain = folder / "ledger" / "chain.jsonl.gz"
    lines = gzip.decompress(chain.read_bytes()).decode().splitlines()
    entry = json.loads(lines[1])
    entry["kind"] = "approved by nobody"
    lines[1] = json.dumps(entry, ensure_ascii=False)
    chain.write_bytes(gzip.compress("\n".join(lines).encode()))
    told = _verified(folder).stdout
    assert f"ledger entry {entry['number']} was changed" in told


def test_a_rewritten_list_does_not_fit_the_signature(folder):
    decisions = folder / "decisions.json"
    listed = folder / "SHA256SUMS"
    before = hashlib.sha256(decisions.read_bytes()).hexdigest()
    decisions.write_text("[]")
    listed.write_text(listed.read_text().replace(before, hashlib.sha256(b"[]").hexdigest()))
    assert _verified(folder).stdout.strip() == "the signature does not fit"


def test_only_operators_take_it_and_only_with_a_purpose(client):
    article = publish(make_article())
    client.force_login(make_moderator())
    assert client.get(_address(article)).status_code == 302
    client.force_login(make_operator())
    refused = client.post(_address(article), {"reason": " "})
    assert refused.status_code == 422
    assert "请写明用途" in refused.content.decode()
    assert not LedgerEntry.objects.filter(kind="package downloaded").exists()


def test_it_is_found_by_title_and_by_case_number(client):
    article = publish(make_article())
    client.force_login(make_operator())
    found = client.get(reverse("moderation_packages"), {"q": article.title[:2]}).content.decode()
    assert _address(article) in found
