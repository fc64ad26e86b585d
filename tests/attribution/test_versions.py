"""The history that readers may open: what was live, while the article is published, and never what was taken down."""

import json

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from articles.attribution import evidence_acts
from articles.attribution.proof import chain, commitments, signing
from articles.models import ArticlePage, Manifest
from moderation import decisions, ledger
from moderation.models import Submission, Verb
from moderation.models.reference import key
from tests import factories
from tests.attribution.scene import give

pytestmark = pytest.mark.django_db
OLD, NEW = "早晚各量一次，每次两遍，取平均值。", "早晚各量一次，每次三遍，取平均值。"


def rewritten(page: ArticlePage, text: str) -> ArticlePage:
    page.body = [("heading", "怎样量才准"), ("paragraph", f"<p>{text}</p>")]
    page.save_revision(user=page.owner)
    return factories.publish(page, page.owner)


def two_versions() -> ArticlePage:
    return rewritten(factories.publish(factories.make_article(text=OLD)), NEW)


def test_each_version_opens_and_two_compare_by_the_character(client: Client) -> None:
    page = two_versions()
    base = f"/articles/{page.slug}/versions/"
    html = client.get(base).content.decode()
    assert html.index("第 2 版") < html.index("第 1 版")
    assert "noindex" in html
    assert OLD in client.get(f"{base}1/").content.decode()
    assert "这是旧版" in client.get(f"{base}1/").content.decode()
    assert NEW in client.get(f"{base}2/").content.decode()
    for asked in ({"from": "1", "to": "2"}, {"from": "2", "to": "1"}):
        html = client.get(base, asked).content.decode()
        assert "<del>两</del><ins>三</ins>" in html
    assert client.get(f"/api/articles/{page.slug}/attribution").json()["version"] == 2


@pytest.mark.parametrize("asked", [{"from": "1", "to": "1"}, {"from": "9", "to": "x"}, {"from": ""}, {"to": "2", "from": "-1"}])
def test_a_comparison_that_cannot_be_is_answered(asked: dict[str, str], client: Client) -> None:
    page = two_versions()
    answer = client.get(f"/articles/{page.slug}/versions/", asked)
    assert answer.status_code == 200
    assert "请选两个不同的" in answer.content.decode()
    assert client.get(f"/articles/{page.slug}/versions/7/").status_code == 404


def test_drafts_and_returned_words_are_in_no_history(client: Client) -> None:
    page = factories.publish(factories.make_article(text=OLD))
    page.body = [("paragraph", "<p>还没写完的草稿。</p>")]
    page.save_revision(user=page.owner)
    submission = factories.submit(page)
    html = client.get(f"/articles/{page.slug}/versions/").content.decode()
    assert "第 2 版" not in html
    assert submission.digest[:16] not in html
    draft = factories.make_article()
    assert client.get(f"/articles/{draft.slug}/versions/").status_code == 404


def test_what_was_taken_down_stays_closed_when_better_words_are_live(client: Client) -> None:
    page = factories.publish(factories.make_article(text=OLD))
    moderator = factories.make_moderator()
    decisions.take_down(page, moderator, Verb.TAKEDOWN, [], "内容有误")
    base = f"/articles/{page.slug}/versions/"
    assert client.get(base).status_code == 410
    assert client.get(f"{base}1/").status_code == 410
    rewritten(ArticlePage.objects.get(pk=page.pk), NEW)
    assert "已被撤下，不再提供全文" in client.get(base).content.decode()
    closed = client.get(f"{base}1/").content.decode()
    assert "不再提供全文" in closed
    assert OLD not in closed
    assert "两遍" not in client.get(base, {"from": "1", "to": "2"}).content.decode()


def test_a_version_whose_consent_was_withdrawn_is_closed_though_the_live_one_needs_none(client: Client) -> None:
    page = factories.make_article(text="病例一：量了三周，后来稳定了。", case_kind="real")
    consent = give("consent", page)
    page = factories.publish(page)
    page.case_kind = "none"
    page = rewritten(page, NEW)
    base = f"/articles/{page.slug}/versions/"
    assert "后来稳定了" in client.get(f"{base}1/").content.decode()
    evidence_acts.withdraw(consent, page.owner, "患者来信撤回")
    assert "授权或同意已经到期" in client.get(f"{base}1/").content.decode()
    for address, asked in ((f"{base}1/", {}), (base, {"from": "1", "to": "2"})):
        assert "后来稳定了" not in client.get(address, asked).content.decode()
    assert NEW in client.get(f"{base}2/").content.decode()


def test_an_erased_version_says_so(client: Client) -> None:
    page = two_versions()
    first = Submission.objects.filter(**key(page)).order_by("pk").first()
    assert first is not None
    Submission.objects.filter(pk=first.pk).update(revision=None, surface=None)
    assert "已按规定抹除" in client.get(f"/articles/{page.slug}/versions/").content.decode()
    closed = client.get(f"/articles/{page.slug}/versions/1/").content.decode()
    assert "已按规定抹除" in closed
    assert OLD not in closed


def test_words_that_come_back_keep_their_number(client: Client) -> None:
    page = factories.publish(factories.make_article(text=OLD))
    digest = page.live_digest
    moderator = factories.make_moderator()
    decisions.take_down(page, moderator, Verb.TAKEDOWN, [], "误判")
    decisions.restore(ArticlePage.objects.get(pk=page.pk), factories.make_moderator(), digest, "误判，恢复")
    rows = list(Manifest.objects.filter(**key(page)).order_by("number").values_list("number", "version", "digest"))
    assert rows == [(1, 1, digest), (2, 1, digest)]
    answer = client.get(f"/api/articles/{page.slug}/manifest").json()
    assert [row["outcome"] for row in answer["decisions"]] == ["approve", "takedown", "restore"]
    assert list(chain.faults()) == []


def test_manifests_chain_and_are_anchored_and_name_nobody_behind_the_scenes(client: Client) -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    page = factories.publish(factories.make_article(author, text=OLD), author, moderator)
    first = client.get(f"/api/articles/{page.slug}/manifest").json()
    page = rewritten(page, NEW)
    text = client.get(f"/api/articles/{page.slug}/manifest").content.decode()
    row = signing.current_manifest(page)
    assert row is not None
    assert row.previous == Manifest.objects.get(digest=first["digest"]).sha256
    assert list(chain.faults()) == []
    assert list(ledger.faults()) == []
    for secret in (moderator.name, moderator.email, author.email):
        assert secret not in text
    opening = json.loads(row.openings)["decisions.0.by"]
    said = signing.content_of(row)["decisions"][0]["by"]
    assert commitments.opens(said, *opening)
    assert not commitments.opens(said, opening[0], opening[1].replace("account", "other"))
    assert not commitments.opens(said, "no hex", opening[1])


def test_the_database_keeps_manifests_and_lets_their_words_be_erased(client: Client) -> None:
    page = two_versions()
    for statement in (
        "UPDATE articles_manifest SET text = '{}'",
        "UPDATE articles_manifest SET sha256 = 'x'",
        "UPDATE articles_manifest SET openings = 'x'",
        "DELETE FROM articles_manifest",
    ):
        with pytest.raises(DatabaseError, match="xinglin"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    row = signing.current_manifest(page)
    assert row is not None
    signing.erase(row, "PRIV")
    row.refresh_from_db()
    assert (row.text, row.openings) == ("", "")
    assert client.get(f"/api/articles/{page.slug}/manifest").status_code == 410
    assert client.get(f"/articles/{page.slug}/certificate").status_code == 404
    assert "已按规定抹除" in client.get("/verify/", {"code": row.sha256}).content.decode()
    assert list(chain.faults()) == []
    assert list(ledger.faults()) == []


def test_a_manifest_that_somebody_slipped_in_is_named() -> None:
    page = factories.publish(factories.make_article(text=OLD))
    row = signing.current_manifest(page)
    assert row is not None
    row.pk, row.number, row.sha256, row.text = None, 5, "a" * 64, row.text.replace("CC BY 4.0", "CC0")
    row.save(force_insert=True)
    found = " ".join(chain.faults())
    for fault in ("does not follow", "not in the ledger", "was changed", "not over this content"):
        assert fault in found
