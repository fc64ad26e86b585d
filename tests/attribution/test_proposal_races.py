"""Editors and author at the same moment: nothing is kept twice, and no proposal speaks of words that went before it was kept."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.attribution.proposals import answering, proposing
from articles.attribution.proposals.proposing import ProposalRefused
from articles.models import ArticlePage, EditProposal
from moderation import ledger
from moderation.models import LedgerEntry
from tests import factories
from tests.chain.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "早晚各量一次，取平钧值。先在家休息片刻再量。"
ROUNDS = 4


def scene(*names: str) -> tuple[ArticlePage, list[Any], str]:
    page = factories.make_article(text=TEXT)
    editors = [factories.make_user("doctors", name) for name in names]
    blocks = [
        {"type": "contributor", "value": {"account": one.pk, "name": one.name, "role": "editor"}, "id": f"c{one.pk}"}
        for one in editors
    ]
    page.set_stream("contributors", blocks)
    page.save_revision(user=page.owner)
    draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return page, editors, next(one.path for one in draft.surface().passages if one.text == TEXT)


def proposing_of(page: ArticlePage, by: Any, path: str, old: str, new: str) -> Callable[[], Any]:
    return lambda: proposing.propose(ArticlePage.objects.get(pk=page.pk), by, path, TEXT, TEXT.replace(old, new), "读起来更顺")


def test_the_same_proposal_sent_many_times_is_kept_once() -> None:
    page, (editor,), path = scene("白小满")
    results = together(*[proposing_of(page, editor, path, "平钧", "平均")] * 4)
    assert sum(isinstance(one, list) for one in results) == 1, results
    assert all(isinstance(one, list | ProposalRefused) for one in results), results
    assert EditProposal.objects.count() == LedgerEntry.objects.filter(kind="edits proposed").count() == 1


def test_two_editors_at_once_are_both_heard_and_one_place_changes_once() -> None:
    page, (first, second), path = scene("白小满", "方圆")
    results = together(proposing_of(page, first, path, "片刻", "一会儿"), proposing_of(page, second, path, "片刻", "几分钟"))
    assert all(isinstance(one, list) for one in results), results
    rows = list(EditProposal.objects.order_by("pk"))
    together(*[lambda row=row: answering.accept(ArticlePage.objects.get(pk=page.pk), [row], page.owner) for row in rows])
    assert sorted(EditProposal.objects.values_list("state", flat=True)) == ["accepted", "stale"]
    draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    taken = EditProposal.objects.get(state="accepted")
    assert TEXT.replace("片刻", taken.after) in [one.text for one in draft.surface().passages]
    assert list(ledger.faults()) == []


def test_an_answer_sent_from_two_tabs_counts_once() -> None:
    page, (editor,), path = scene("白小满")
    rows = proposing_of(page, editor, path, "片刻", "一会儿")()
    before = page.revisions.count()
    results = together(*[lambda: answering.accept(ArticlePage.objects.get(pk=page.pk), rows, page.owner)] * 4)
    assert sorted((len(one.accepted), one.late) for one in results) == [(0, 1)] * 3 + [(1, 0)], results
    assert page.revisions.count() == before + 1
    assert LedgerEntry.objects.filter(kind="edits answered").count() == 1


def test_editor_and_author_saving_at_once_leave_no_proposal_about_words_that_went() -> None:
    for _round in range(ROUNDS):
        page, (editor,), path = scene("白小满")

        def save(page: ArticlePage = page) -> int:
            draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
            draft.body = [("paragraph", "<p>整段重写了。</p>")]
            return int(draft.save_revision(user=page.owner).pk)

        kept, saved = together(proposing_of(page, editor, path, "片刻", "一会儿"), save)
        assert isinstance(saved, int), saved
        assert isinstance(kept, list | ProposalRefused), kept
        # Whichever came first, the author's words stand and the proposal, if kept, is answered as one whose place went.
        answering.refuse_all(page, page.owner)
        assert set(EditProposal.objects.filter(article=page).values_list("state", flat=True)) <= {"stale"}
        draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [one.text for one in draft.surface().passages if one.path.startswith("body")] == ["整段重写了。"]


def test_a_draft_overwritten_in_place_after_it_was_read_refuses_the_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    page, (editor,), path = scene("白小满")
    original = proposing._refuse_identifiers

    def autosave(texts: Any) -> None:
        original(texts)
        draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.body = [("paragraph", "<p>整段重写了。</p>")]
        draft.save_revision(user=page.owner, overwrite_revision=draft.latest_revision)

    monkeypatch.setattr(proposing, "_refuse_identifiers", autosave)
    before = ArticlePage.objects.get(pk=page.pk).latest_revision_id
    with pytest.raises(ProposalRefused, match="刚刚有改动"):
        proposing_of(page, editor, path, "片刻", "一会儿")()
    assert ArticlePage.objects.get(pk=page.pk).latest_revision_id == before, "the same revision, with other words"
    assert not EditProposal.objects.exists()
