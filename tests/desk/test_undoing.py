"""A decision of a moment ago is taken back by a new one, and whoever went on from it is not overtaken."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from moderation import cases, clearance, decisions, duties, ledger, submissions
from moderation.decisions import DecisionRefused
from moderation.desk import undoing
from moderation.models import Case, Decision, Kind, LedgerEntry, Notice, Submission, Verb
from tests import factories

pytestmark = pytest.mark.django_db


def handed_in(page: ArticlePage, **more: Any) -> Case:
    return Case.objects.get(submission=factories.submit(page, **more))


def state_of(case: Case) -> tuple[str, str, str, bool]:
    """State and outcome of the case, state of its submission, and whether readers see the object."""
    case = Case.objects.select_related("submission").get(pk=case.pk)
    assert case.submission is not None
    return case.state, case.outcome, case.submission.state, case.content().live


@pytest.fixture
def moderator() -> Any:
    return factories.make_moderator()


def test_a_return_taken_back_opens_case_and_submission_again(moderator: Any) -> None:
    page = factories.make_article()
    case = handed_in(page)
    returned = decisions.return_to_author(case, moderator, ["BL7"], "请补出处")
    assert undoing.undoable(moderator) == returned
    undoing.undo(returned, moderator)
    assert state_of(case) == ("open", "", "open", False)
    assert Case.objects.get(pk=case.pk).assignee == moderator
    reversing = Decision.objects.get(verb=Verb.REVERSE)
    assert (reversing.reverses, reversing.by) == (returned, moderator)
    assert [notice.kind for notice in Notice.objects.filter(recipient=page.owner, read_at=None)] == ["undone"]
    assert LedgerEntry.objects.filter(kind="decision reversed").count() == 1
    assert list(ledger.faults()) == []
    with pytest.raises(DecisionRefused, match="已经收回"):
        undoing.undo(returned, moderator)
    assert undoing.undoable(moderator) is None
    assert decisions.approve(Case.objects.get(pk=case.pk), moderator)
    assert ArticlePage.objects.published().filter(pk=page.pk).exists()


def test_an_approval_taken_back_takes_the_page_and_its_clearance_away(moderator: Any) -> None:
    page = factories.make_article()
    case = handed_in(page)
    assert decisions.approve(case, moderator)
    undoing.undo(undoing.undoable(moderator), moderator)  # type: ignore[arg-type]
    assert state_of(case) == ("open", "", "open", False)
    assert not ArticlePage.objects.published().filter(pk=page.pk).exists()
    assert clearance.standing_decision(page, case.submission.digest) is None  # type: ignore[union-attr]
    assert not Decision.objects.filter(verb=Verb.WITHDRAW).exists()
    again = Case.objects.select_related("submission", "scan").get(pk=case.pk)
    assert decisions.approve(again, moderator)
    assert state_of(case) == ("closed", "approved", "published", True)


def test_readers_see_again_what_they_saw_before(moderator: Any) -> None:
    page = factories.publish(factories.make_article(text="早晚各量一次。"))
    before = page.live_digest
    draft = page.get_latest_revision_as_object()
    draft.title = "家里量血压的第二版"
    draft.save_revision(user=page.owner)
    case = handed_in(ArticlePage.objects.get(pk=page.pk))
    assert decisions.approve(case, moderator)
    assert ArticlePage.objects.get(pk=page.pk).live_digest != before
    undoing.undo(Decision.objects.get(case=case), moderator)
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.live, row.live_digest) == (True, before)
    assert ArticlePage.objects.published().filter(pk=page.pk).exists()
    assert state_of(case)[:3] == ("open", "", "open")
    assert decisions.approve(Case.objects.get(pk=case.pk), moderator)
    assert ArticlePage.objects.get(pk=page.pk).title == "家里量血压的第二版"


def test_what_waits_for_its_time_is_not_published_any_more(moderator: Any) -> None:
    page = factories.make_article()
    case = handed_in(page, publish_at=timezone.now() + datetime.timedelta(hours=1))
    assert not decisions.approve(case, moderator)
    undoing.undo(Decision.objects.get(case=case), moderator)
    Submission.objects.filter(cases=case).update(publish_at=timezone.now())
    assert duties.publish_scheduled(timezone.now()) == 0
    assert state_of(case) == ("open", "", "open", False)


def test_only_the_same_person_within_ten_minutes_and_before_the_next_decision(
    moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = handed_in(factories.make_article())
    returned = decisions.return_to_author(first, moderator, ["BL7"], "请补出处")
    with pytest.raises(DecisionRefused, match="自己刚作出"):
        undoing.undo(returned, factories.make_moderator())
    with monkeypatch.context() as later:
        later.setattr(undoing.timezone, "now", lambda: returned.at + datetime.timedelta(minutes=11))
        assert undoing.undoable(moderator) is None
        with pytest.raises(DecisionRefused, match="十分钟"):
            undoing.undo(returned, moderator)
    decisions.return_to_author(handed_in(factories.make_article(title="另一篇")), moderator, ["BL7"], "请补出处")
    with pytest.raises(DecisionRefused, match="别的决定"):
        undoing.undo(returned, moderator)
    assert state_of(first)[1] == "returned"


def author_hands_in_again(page: ArticlePage, case: Case) -> None:
    draft = page.get_latest_revision_as_object()
    draft.title = "改过的标题"
    draft.save_revision(user=page.owner)
    factories.submit(ArticlePage.objects.get(pk=page.pk))


def author_goes_on_writing(page: ArticlePage, case: Case) -> None:
    draft = page.get_latest_revision_as_object()
    draft.title = "改过的标题"
    draft.save_revision(user=page.owner)


def author_asks_for_people(page: ArticlePage, case: Case) -> None:
    cases.open_case(Kind.APPEAL, page, "作者申诉")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (author_hands_in_again, "已经提交了新的一版"),
        (author_goes_on_writing, "已经开始修改"),
        (author_asks_for_people, "提出申请"),
    ],
)
def test_an_author_who_went_on_is_not_overtaken(moderator: Any, act: Any, words: str) -> None:
    page = factories.make_article()
    case = handed_in(page)
    returned = decisions.return_to_author(case, moderator, ["BL7"], "请补出处")
    act(page, case)
    with pytest.raises(DecisionRefused, match=words):
        undoing.undo(returned, moderator)
    assert state_of(case)[:3] == ("closed", "returned", "returned")


def test_an_author_who_took_the_page_away_keeps_it_away(moderator: Any) -> None:
    page = factories.make_article()
    case = handed_in(page)
    decisions.approve(case, moderator)
    approved = Decision.objects.get(case=case)
    decisions.take_down(ArticlePage.objects.get(pk=page.pk), page.owner, Verb.WITHDRAW, [], "作者撤下")
    with pytest.raises(DecisionRefused, match="又有了新的决定"):
        undoing.undo(approved, moderator)
    assert state_of(case) == ("closed", "approved", "published", False)


def test_an_author_who_withdrew_a_scheduled_one_in_between(moderator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = factories.make_article()
    case = handed_in(page, publish_at=timezone.now() + datetime.timedelta(hours=1))
    decisions.approve(case, moderator)
    monkeypatch.setattr(undoing, "_went_on", lambda *args: submissions.withdraw(args[1], page.owner) or [])
    with pytest.raises(DecisionRefused, match="刚刚有了新的动作"):
        undoing.undo(Decision.objects.get(case=case), moderator)
    assert state_of(case)[:3] == ("closed", "approved", "withdrawn")
    assert not Decision.objects.filter(verb=Verb.REVERSE).exists()
