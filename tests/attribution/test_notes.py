"""Corrections, concerns and retractions: who may write one, what a scan refuses, and where readers meet it."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from articles.attribution.proof import notes
from articles.models import NoteKind, PublicNote
from moderation import decisions, ledger, triggers
from moderation.models import LedgerEntry, Verb
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "第 1 版把两次测量的间隔写错了，应为 1 分钟；按旧文测量的读者不必担心。"


def test_a_retraction_stands_on_top_of_a_page_that_stays(client: Client) -> None:
    page = factories.publish(factories.make_article())
    before = client.get(f"/articles/{page.slug}/")
    notes.add(page, factories.make_moderator(), NoteKind.RETRACTION, TEXT)
    after = client.get(f"/articles/{page.slug}/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    html = after.content.decode()
    assert html.index("撤稿") < html.index("<h1")
    assert "应为" in html
    assert '"creativeWorkStatus":"Retracted"' in html
    told = client.get(f"/api/articles/{page.slug}/attribution").json()["notes"]
    assert [(note["kind"], note["by"], note["version"]) for note in told] == [("retraction", "editors", 1)]
    assert "撤稿" in client.get(f"/articles/{page.slug}/versions/").content.decode()
    entry = LedgerEntry.objects.filter(kind="public note").get()
    assert TEXT not in str(entry.data)
    assert list(ledger.faults()) == []


def test_only_a_moderator_who_took_no_part_may_write_one() -> None:
    page = factories.publish(factories.make_article())
    for by in (factories.make_doctor(), factories.make_operator()):
        with pytest.raises(notes.NoteRefused, match="只有审核员"):
            notes.add(page, by, NoteKind.CORRECTION, TEXT)
    moderator = factories.make_moderator()
    page.byline = [*page.byline, {"account": moderator.pk, "name": "某某"}]
    with pytest.raises(notes.NoteRefused, match="自己参与"):
        notes.add(page, moderator, NoteKind.CORRECTION, TEXT)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("correction", "   ", "请写明"),
        ("correction", "字" * 1001, "1000 字以内"),
        ("apology", TEXT, "请选择"),
        ("correction", "请联系患者本人，电话 13800138000。", "个人电话"),
    ],
)
def test_bad_notes_are_refused_with_the_reason(kind: str, text: str, said: str) -> None:
    page = factories.publish(factories.make_article())
    with pytest.raises(notes.NoteRefused, match=said):
        notes.add(page, factories.make_moderator(), kind, text, accepted=True)
    assert not PublicNote.objects.exists()


def test_a_scan_that_fails_lets_nothing_through(monkeypatch: pytest.MonkeyPatch) -> None:
    page = factories.publish(factories.make_article())

    def broken() -> None:
        raise RuntimeError("no rules")

    monkeypatch.setattr(notes, "scanner", broken)
    with pytest.raises(notes.NoteRefused, match="扫描没有完成"):
        notes.add(page, factories.make_moderator(), NoteKind.CORRECTION, TEXT)
    assert not PublicNote.objects.exists()


def test_a_withdrawn_article_takes_no_note() -> None:
    page = factories.publish(factories.make_article())
    moderator = factories.make_moderator()
    decisions.take_down(page, moderator, Verb.TAKEDOWN, [], "内容有误")
    with pytest.raises(notes.NoteRefused, match="正在公开"):
        notes.add(page, moderator, NoteKind.CORRECTION, TEXT)


def test_the_database_keeps_notes_and_lets_their_words_be_erased(client: Client) -> None:
    page = factories.publish(factories.make_article())
    note = notes.add(page, factories.make_moderator(), NoteKind.CORRECTION, TEXT)
    for statement in (
        "UPDATE articles_publicnote SET text = 'other'",
        "UPDATE articles_publicnote SET kind = 'retraction'",
        "DELETE FROM articles_publicnote",
    ):
        with pytest.raises(DatabaseError, match="xinglin"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    client.get(f"/articles/{page.slug}/")
    notes.erase(note, "PRIV")
    html = client.get(f"/articles/{page.slug}/").content.decode()
    assert "已按规定抹除" in html
    assert "应为" not in html
    assert triggers.missing() == []
    assert list(ledger.faults()) == []


def test_the_screen_keeps_what_was_typed_and_asks_before_it_publishes(client: Client) -> None:
    page = factories.publish(factories.make_article())
    moderator = factories.make_moderator()
    address = reverse("articles_notes", args=[page.pk])
    client.force_login(factories.make_doctor())
    assert client.get(address).status_code == 302
    client.force_login(moderator)
    refused = client.post(address, {"kind": "correction", "voice": "editors", "text": "电话 13800138000"}).content.decode()
    assert "没有发布，您写的内容还在" in refused
    assert "13800138000" in refused
    assert not PublicNote.objects.exists()
    assert client.post(address, {"kind": "correction", "voice": "authors", "text": TEXT}).status_code == 302
    assert PublicNote.objects.get().by == moderator


@pytest.mark.parametrize(
    ("kinds", "kind", "words"),
    [
        (["correction"], "correction", "已更正"),
        (["correction", "concern"], "concern", "有关注提示"),
        (["retraction", "correction"], "retraction", "已撤稿"),
    ],
)
def test_lists_search_feeds_and_interfaces_say_it_in_words(client: Client, kinds: list[str], kind: str, words: str) -> None:
    page = factories.publish(factories.make_article(topic=factories.make_topic(live=True)))
    other = factories.publish(factories.make_article(title="另一篇讲血压的文章"))
    for each in kinds:
        notes.add(page, factories.make_moderator(), each, TEXT)
    chip = f'<span class="noted noted--{kind}">{words}</span>'
    for address in ("/", "/articles/", f"/topics/{page.topic.slug}/", "/search/?q=血压"):
        assert client.get(address).content.decode().count(chip) == 1, address
    found = {row["id"]: row["noted"] for row in client.get("/api/search?q=血压").json()["results"]}
    assert found == {page.slug: {"kind": kind, "words": words}, other.slug: None}
    offered = {row["url"]: row["noted"] for row in client.get("/api/suggest?q=血压").json()["suggestions"]}
    assert offered[f"/articles/{page.slug}/"] == {"kind": kind, "words": words}
    for address in ("/feed/", "/feed/rss/"):
        feed = client.get(address).content.decode()
        assert f"【{words}】{page.title}" in feed
        assert f"】{other.title}" not in feed
    assert client.get(f"/api/articles/{page.slug}/attribution").json()["noted"] == {"kind": kind, "words": words}


def test_a_corrected_article_says_so_to_machines(client: Client) -> None:
    page = factories.publish(factories.make_article())
    notes.add(page, factories.make_moderator(), NoteKind.CORRECTION, TEXT)
    assert '"creativeWorkStatus":"Corrected"' in client.get(f"/articles/{page.slug}/").content.decode()
