"""Two people at once: one of them is told, and no history says one thing while readers see another."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from articles.models import ArticlePage
from moderation import decisions, ledger, submissions
from moderation.cases import CaseClosed
from moderation.models import Case, Decision, LedgerEntry, Submission
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at the same moment, each in its own thread and connection; results or exceptions in order."""
    results: list[Any] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(number: int, action: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            results[number] = action()
        except Exception as raised:
            results[number] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_approve_and_return_at_once_never_end_returned_yet_live() -> None:
    author = factories.make_doctor()
    first, second = factories.make_moderator(), factories.make_moderator()
    for _round in range(ROUNDS):
        page = factories.make_article(author)
        case = Case.objects.get(submission=factories.submit(page))
        again = Case.objects.get(pk=case.pk)
        results = together(
            lambda case=case: decisions.approve(case, first),
            lambda again=again: decisions.return_to_author(again, second, ["SRC.CLAIM_UNSOURCED"], "请补出处"),
        )
        assert sum(isinstance(result, CaseClosed) for result in results) == 1, results
        submission, decision = Submission.objects.get(cases=case), Decision.objects.get(case=case)
        live = ArticlePage.objects.get(pk=page.pk).live
        assert (submission.state, decision.verb, live) in {("published", "approve", True), ("returned", "return", False)}
    assert list(ledger.faults()) == []


def test_the_same_approval_sent_many_times_counts_once() -> None:
    page = factories.make_article()
    case = Case.objects.get(submission=factories.submit(page))
    moderator = factories.make_moderator()
    copies = [Case.objects.get(pk=case.pk) for _number in range(5)]
    results = together(*(lambda copy=copy: decisions.approve(copy, moderator) for copy in copies))
    assert [result for result in results if result is True] == [True]
    assert Decision.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="published").count() == 1


def test_handing_in_from_two_tabs_opens_one_case() -> None:
    page = factories.make_article()
    results = together(*[lambda: submissions.submit(page, page.owner, factories.WARRANTY)] * 4)
    assert sum(isinstance(result, Submission) for result in results) == 1, results
    assert all(isinstance(result, Submission | submissions.SubmissionRefused) for result in results), results
    assert Case.objects.count() == 1


def test_many_publishers_at_once_all_succeed_and_the_ledger_holds() -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    pages = [factories.make_article(author) for _number in range(8)]
    cases = [Case.objects.get(submission=factories.submit(page)) for page in pages]
    results = together(*(lambda case=case: decisions.approve(case, moderator) for case in cases))
    assert results == [True] * len(pages), results
    assert ArticlePage.objects.published().count() == len(pages)
    assert list(ledger.faults()) == []
