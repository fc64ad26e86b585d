"""The author's page of likeness, the moderator's tab, and the dossier with its file."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage, SimilarityReport
from benchmarks.measuring import prose
from doctors.models import User
from moderation import ledger
from moderation.models import Case, LedgerEntry
from tests import factories
from tests.attribution import scene

ROOT = Path(__file__).resolve().parents[2]
ORIGINAL = [prose(200, 300 + number) for number in range(4)]
TAKEN = ORIGINAL[1].rstrip("，。")
pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def article(*paragraphs: str, **fields: Any) -> ArticlePage:
    return factories.make_article(body=[("paragraph", f"<p>{text}</p>") for text in paragraphs], **fields)


@pytest.fixture
def original(django_capture_on_commit_callbacks: Any) -> ArticlePage:
    with django_capture_on_commit_callbacks(execute=True):
        page: ArticlePage = factories.publish(article(*ORIGINAL, title="甲文"))
    return page


@pytest.fixture
def copy(original: ArticlePage) -> ArticlePage:
    """A quarter is taken, as one long run."""
    return article(ORIGINAL[1], *[prose(200, 400 + number) for number in range(3)], title="乙文")


def test_the_author_sees_both_places(copy: ArticlePage) -> None:
    answer = signed_in(copy.owner).get(reverse("articles_similarity", args=[copy.pk]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "《甲文》" in page
    assert "需要复核" in page
    assert page.count(f"<mark>{TAKEN}</mark>") == 2
    assert f"第 1–{len(TAKEN)} 字" in page


def test_the_draft_exists_for_nobody_else(copy: ArticlePage) -> None:
    for stranger in (factories.make_doctor(), factories.make_moderator(), factories.make_operator()):
        assert signed_in(stranger).get(reverse("articles_similarity", args=[copy.pk])).status_code == 404


def test_a_source_that_is_pasted_is_compared_and_not_kept(copy: ArticlePage) -> None:
    source = prose(200, 400)
    answer = signed_in(copy.owner).post(reverse("articles_similarity", args=[copy.pk]), {"text": "前言。" + source})
    assert answer.content.decode().count(f"<mark>{source.rstrip('，。')}</mark>") == 2
    assert (
        "没有相同的长段落"
        in signed_in(copy.owner).post(reverse("articles_similarity", args=[copy.pk]), {"text": prose(100, 999)}).content.decode()
    )


@pytest.mark.parametrize("text", ["", "   ", "高" * 200_001])
def test_a_source_that_is_none_is_refused_in_words(copy: ArticlePage, text: str) -> None:
    answer = signed_in(copy.owner).post(reverse("articles_similarity", args=[copy.pk]), {"text": text})
    assert answer.status_code == 422
    assert "没有比对：" in answer.content.decode()


def test_an_empty_article_has_a_page(original: ArticlePage) -> None:
    empty = factories.make_article(body=[], summary="高")
    answer = signed_in(empty.owner).get(reverse("articles_similarity", args=[empty.pk]))
    assert answer.status_code == 200
    assert "没有相同的长段落" in answer.content.decode()


def test_the_submit_screen_says_how_many(copy: ArticlePage) -> None:
    page = signed_in(copy.owner).get(reverse("moderation_submit", args=["articles", "articlepage", copy.pk])).content.decode()
    assert "1 篇文字有相同的段落" in page


def test_the_moderators_tab_shows_the_report_of_the_submission(copy: ArticlePage, original: ArticlePage) -> None:
    case = Case.objects.get(submission=factories.submit(copy))
    moderator = signed_in(factories.make_moderator())
    page = factories.review_tabs(moderator, case)
    assert "提交时与库中 1 篇文字比对" in page
    assert page.count(f"<mark>{TAKEN}</mark>") == 2
    original.withdraw_live("author")
    page = factories.review_tabs(moderator, case)
    assert page.count(f"<mark>{TAKEN}</mark>") == 1
    assert "这段文字已更新或撤下，不再显示。" in page


def test_a_report_cannot_be_changed(copy: ArticlePage) -> None:
    from django.db import DatabaseError, transaction

    factories.submit(copy)
    with pytest.raises(DatabaseError), transaction.atomic():
        SimilarityReport.objects.update(share=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        SimilarityReport.objects.all().delete()


def test_the_dossier_is_for_staff_and_every_look_is_on_record(original: ArticlePage) -> None:
    address = reverse("articles_dossier", args=[original.pk])
    for stranger in (original.owner, factories.make_doctor()):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).get(reverse("articles_dossier_download", args=[original.pk])).status_code == 404
    assert not LedgerEntry.objects.filter(kind__startswith="dossier").exists()
    for member in (factories.make_moderator(), factories.make_operator()):
        answer = signed_in(member).get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        entry = LedgerEntry.objects.filter(kind="dossier opened").latest("number")
        assert (entry.object_id, entry.data) == (original.pk, {"by": member.pk})
    assert list(ledger.faults()) == []


def test_the_file_holds_manifests_that_hold_and_no_bytes_of_the_vault(tmp_path: Path) -> None:
    page = scene.derived("转载")
    permission = scene.give("permission", page, text="SECRET-OF-THE-VAULT")
    page = factories.publish(page)
    answer = signed_in(factories.make_moderator()).get(reverse("articles_dossier_download", args=[page.pk]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="dossier-{page.slug}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["README.txt", "dossier.json", "manifests/0001.json", "keys.json", "vault.json"]
        archive.extractall(tmp_path)
    assert not [file for file in tmp_path.rglob("*.*") if b"SECRET-OF-THE-VAULT" in file.read_bytes()]
    dossier = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    (vault,) = json.loads((tmp_path / "vault.json").read_text(encoding="utf-8"))
    assert (vault["evidence"], vault["sha256"]) == ("permission", permission.file.sha256)
    assert [row["digest"] for row in dossier["versions"]] == [page.live_digest]
    assert dossier["article"]["origin"] == "转载"
    assert dossier["similarity"][0]["digest"] == page.live_digest
    assert [row["state"] for row in dossier["submissions"]] == ["published"]
    assert {"evidence added", "published"} <= {entry["kind"] for entry in dossier["ledger"]}
    checked = subprocess.run(
        [
            sys.executable,
            str(ROOT / "articles/attribution/verify_manifest.py"),
            str(tmp_path / "manifests/0001.json"),
            str(tmp_path / "keys.json"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_draft_has_no_dossier_until_it_is_handed_in_and_an_empty_one_then() -> None:
    page = factories.make_article()
    assert signed_in(factories.make_moderator()).get(reverse("articles_dossier", args=[page.pk])).status_code == 404
    factories.submit(page)
    answer = signed_in(factories.make_moderator()).get(reverse("articles_dossier", args=[page.pk]))
    assert "还没有发布过，没有签名清单。" in answer.content.decode()
    assert signed_in(factories.make_moderator()).get(reverse("articles_dossier", args=[page.pk + 999])).status_code == 404
