"""Appeals: once, within fifteen days, decided by somebody else; what is overturned comes back by a new decision."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from articles.attribution.proof.notes import noted
from articles.models import ArticlePage, PublicNote
from moderation import decisions
from moderation.cases import CaseClosed
from moderation.decisions import DecisionRefused
from moderation.desk import appeals, offices
from moderation.desk.appeals import AppealRefused
from moderation.models import Appeal, Case, Decision, Kind, LedgerEntry, Notice, Submission, Verb
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Any:
    factories.make_moderator()
    return factories.make_moderator()


@pytest.fixture
def returned(first: Any) -> Decision:
    submission = factories.submit(factories.make_article())
    decision = decisions.return_to_author(submission.cases.get(), first, ["BL7"], "没有出处")
    assert decision is not None
    return decision


@pytest.fixture
def taken_down(first: Any) -> Decision:
    page = factories.publish(factories.make_article())
    return decisions.take_down(page, first, Verb.TAKEDOWN, ["BL1"], "收到投诉")


def author(decision: Decision) -> Any:
    return decision.content().owner


def lodge(decision: Decision, reason: str = "出处在第三段，请再看一次") -> Case:
    return appeals.lodge(decision, author(decision), reason)


def test_another_person_keeps_the_decision_and_says_why(returned: Decision, first: Any) -> None:
    case = lodge(returned)
    assert (case.kind, case.first_reviewer) == (Kind.APPEAL, first)
    with pytest.raises(DecisionRefused, match="原来的决定是您作出的"):
        appeals.decide(case, first, overturned=True, note="我再看看")
    second = factories.make_moderator()
    with pytest.raises(DecisionRefused, match="请写明理由"):
        appeals.decide(case, second, overturned=False, note="  ")
    appeals.decide(case, second, overturned=False, note="第三段没有给出处")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_by) == ("closed", "affirmed", second)
    decision = Decision.objects.get(case=case)
    assert (decision.verb, decision.reverses) == (Verb.AFFIRM, None)
    notice = Notice.objects.get(recipient=author(returned), kind="appeal_kept")
    assert "第三段没有给出处" in notice.context["reason"]
    with pytest.raises(CaseClosed):
        appeals.decide(case, factories.make_moderator(), overturned=True, note="晚了")


def test_an_overturned_return_goes_to_the_moderators_again_but_not_to_the_same(returned: Decision, first: Any) -> None:
    case = lodge(returned)
    said = appeals.decide(case, factories.make_moderator(), overturned=True, note="第三段确有出处")
    assert "重新交给另一位审核员" in said
    decision = Decision.objects.get(case=case)
    assert (decision.verb, decision.reverses) == (Verb.OVERTURN, returned)
    submission = Submission.objects.get(pk=returned.submission_id)
    assert submission.state == Submission.State.OPEN
    again = Case.objects.get(submission=submission, kind=Kind.SUBMISSION, state=Case.State.OPEN)
    with pytest.raises(DecisionRefused, match="原来的决定是您作出的"):
        decisions.approve(again, first, {}, True)
    assert decisions.approve(again, factories.make_moderator(), {}, True)
    assert ArticlePage.objects.get(pk=returned.object_id).live
    kinds = list(LedgerEntry.objects.values_list("kind", flat=True))
    assert "appeal lodged" in kinds
    assert "appeal overturned" in kinds


def test_an_author_who_went_on_keeps_the_new_words(returned: Decision) -> None:
    case = lodge(returned)
    page = ArticlePage.objects.get(pk=returned.object_id)
    newer = factories.submit(page, page.owner)
    said = appeals.decide(case, factories.make_moderator(), overturned=True, note="原来的理由不成立")
    assert "已经提交了新的一版" in said
    assert Submission.objects.get(pk=returned.submission_id).state == Submission.State.RETURNED
    assert Submission.objects.get(pk=newer.pk).state == Submission.State.OPEN


def test_an_overturned_takedown_comes_back_with_a_public_word(taken_down: Decision) -> None:
    case = lodge(taken_down)
    assert "读者现在可以看到" in appeals.decide(case, factories.make_moderator(), overturned=True, note="投诉不实")
    page = ArticlePage.objects.get(pk=taken_down.object_id)
    assert page.live
    assert ArticlePage.objects.published().filter(pk=page.pk).exists()
    verbs = list(Decision.objects.filter(pk__gt=taken_down.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.OVERTURN, Verb.RESTORE]
    note = PublicNote.objects.get(object_id=page.pk)
    assert note.kind == "reinstated"
    assert "下架的决定不成立" in note.text
    assert noted([page.pk]) == {}


def test_a_takedown_that_was_answered_otherwise_is_not_restored_twice(taken_down: Decision) -> None:
    case = lodge(taken_down)
    page = ArticlePage.objects.get(pk=taken_down.object_id)
    decisions.restore(page, factories.make_moderator(), taken_down.digest, "复查后恢复")
    said = appeals.decide(case, factories.make_moderator(), overturned=True, note="投诉不实")
    assert "此后已有新的决定" in said
    assert Decision.objects.filter(verb=Verb.RESTORE).count() == 1


def test_one_appeal_for_each_decision(returned: Decision) -> None:
    case = lodge(returned)
    with pytest.raises(AppealRefused, match="只能申诉一次"):
        lodge(returned)
    appeals.decide(case, factories.make_moderator(), overturned=False, note="没有出处")
    with pytest.raises(AppealRefused, match="只能申诉一次"):
        lodge(returned)
    row = Appeal.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(case=lodged_elsewhere(), measure_type=row.measure_type, measure_id=row.measure_id, by=row.by)


def lodged_elsewhere() -> Case:
    page = factories.publish(factories.make_article())
    decision = decisions.take_down(page, factories.make_moderator(), Verb.TAKEDOWN, ["BL1"], "收到投诉")
    return appeals.lodge(decision, page.owner, "不实")


def test_fifteen_days_and_no_longer(returned: Decision) -> None:
    late = timezone.now() + datetime.timedelta(days=15, minutes=1)
    with time_machine.travel(late), pytest.raises(AppealRefused, match="15 天"):
        lodge(returned)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, hours=23)):
        assert lodge(returned).kind == Kind.APPEAL


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_it_needs_a_reason(returned: Decision, reason: str) -> None:
    with pytest.raises(AppealRefused, match="请写明申诉的理由"):
        lodge(returned, reason)
    assert not Case.objects.filter(kind=Kind.APPEAL).exists()


def test_only_whom_it_concerns_and_only_what_can_be_taken_back(returned: Decision) -> None:
    with pytest.raises(AppealRefused, match="不能由您申诉"):
        appeals.lodge(returned, factories.make_doctor(), "我觉得不对")
    page = factories.publish(factories.make_article())
    order = decisions.take_down(page, factories.make_moderator(), Verb.ORDER, ["BL1"], "监管来文")
    for decision in (order, Decision.objects.filter(verb=Verb.APPROVE).latest("pk")):
        assert appeals.ground(decision) is None


def test_whoever_gave_an_opinion_decides_no_appeal(settings: Any) -> None:
    settings.SECOND_REVIEW = "high-risk"
    page = factories.make_article(topic=factories.make_topic("儿童用药", risk="high"))
    case = factories.submit(page).cases.get()
    readers = [factories.make_moderator(), factories.make_moderator()]
    for reader in readers:
        decision = decisions.return_to_author(Case.objects.get(pk=case.pk), reader, ["BL7"], "没有出处")
    assert decision is not None
    appeal = lodge(decision)
    assert not set(readers) & set(offices.eligible(appeal))
    with pytest.raises(DecisionRefused, match="参与过这件事"):
        appeals.decide(appeal, readers[0], overturned=False, note="还是这样")


@pytest.mark.parametrize("column", ["assignee_id", "decided_by_id"])
def test_the_database_keeps_the_first_reviewer_away(returned: Decision, first: Any, column: str) -> None:
    case = lodge(returned)
    with pytest.raises(IntegrityError, match="case_not_by_first_reviewer"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE moderation_case SET {column} = %s WHERE id = %s", [first.pk, case.pk])


def test_the_grounds_of_an_appeal_stand_still_and_can_be_erased(returned: Decision) -> None:
    lodge(returned, "患者电话 13800138000 可以作证")
    assert "13800138000" not in Appeal.objects.get().reason
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(reason="别的理由")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.all()._raw_delete("default")
    assert Appeal.objects.update(reason="") == 1


def test_an_appeal_is_decided_in_no_other_way(returned: Decision) -> None:
    case = lodge(returned)
    moderator = factories.make_moderator()
    for act in (
        lambda: decisions.approve(case, moderator, {}, True),
        lambda: decisions.return_to_author(case, moderator, ["BL7"], "退回"),
        lambda: decisions.dismiss(case, moderator, "不办"),
    ):
        with pytest.raises(DecisionRefused, match="申诉"):
            act()


def test_the_only_moderator_cannot_decide_and_the_operators_hear_of_it() -> None:
    operator, only = factories.make_operator(), factories.make_moderator()
    submission = factories.submit(factories.make_article())
    decision = decisions.return_to_author(submission.cases.get(), only, ["BL7"], "没有出处")
    assert decision is not None
    case = lodge(decision)
    case.refresh_from_db()
    assert offices.eligible(case) == []
    assert "不能由原来的处理人办理" in case.escalation
    assert Notice.objects.filter(recipient=operator, kind="unstaffed").exists()


def test_the_authors_page_leads_there_and_keeps_what_was_typed(returned: Decision, client: Client) -> None:
    client.force_login(author(returned))
    address = offices.appeal_url(returned)
    assert address in client.get(f"/admin/submit/articles/articlepage/{returned.object_id}/").content.decode()
    lacking = client.post(address, {"reason": " "})
    assert lacking.status_code == 422
    assert "请写明申诉的理由" in lacking.content.decode()
    done = client.post(address, {"reason": "出处在第三段"}, follow=True).content.decode()
    assert "已收到您的申诉" in done
    assert "申诉办理中" in done
    again = client.post(address, {"reason": "再来一次，这句话要留住"})
    assert again.status_code == 422
    assert Appeal.objects.count() == 1
    client.force_login(factories.make_doctor())
    assert client.get(address).status_code == 404


def test_the_review_page_decides_it(returned: Decision, client: Client) -> None:
    case = lodge(returned)
    client.force_login(factories.make_moderator())
    address = f"/admin/desk/{case.number}/"
    page = client.get(address).content.decode()
    assert "出处在第三段，请再看一次" in page
    lacking = client.post(address, {"action": "affirm", "appeal_note": ""})
    assert lacking.status_code == 422
    assert "请写明理由" in lacking.content.decode()
    told = client.post(address, {"action": "overturn", "appeal_note": "第三段确有出处"}, follow=True).content.decode()
    assert "原决定已改变" in told
    case.refresh_from_db()
    assert case.outcome == "overturned"
