"""High-risk topics: two moderators, each without seeing what the other thinks; where they differ, a third."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import ArticlePage
from moderation import decisions
from moderation.decisions import DecisionRefused
from moderation.desk import offices
from moderation.models import Case, Decision, FindingReview, Kind, Notice, Opinion, Submission, Verb
from moderation.models.reference import key
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM = "这是我们医院最佳的家庭测量方法。"


@pytest.fixture
def case(settings: Any) -> Case:
    settings.SECOND_REVIEW = "high-risk"
    for _one in range(3):
        factories.make_moderator()
    page = factories.make_article(text=CLAIM, topic=factories.make_topic("儿童用药", risk="high"))
    factories.submit(page)
    return Case.objects.get(object_id=page.pk, kind=Kind.SUBMISSION)


def approve(case: Case, by: Any = None, verdict: str = "accepted") -> bool:
    case = Case.objects.get(pk=case.pk)
    assert case.scan is not None
    answers = {finding.pk: (verdict, "说的是方法") for finding in case.scan.findings.filter(severity="review")}
    return decisions.approve(case, by or factories.make_moderator(), answers, True, "看过")


def give_back(case: Case, note: str, by: Any = None) -> Decision | None:
    return decisions.return_to_author(Case.objects.get(pk=case.pk), by or factories.make_moderator(), ["BL7"], note)


def live(case: Case) -> bool:
    return ArticlePage.objects.get(pk=case.object_id).live


def test_an_ordinary_topic_needs_one_person(settings: Any) -> None:
    settings.SECOND_REVIEW = "high-risk"
    assert factories.publish(factories.make_article()).live
    assert not Opinion.objects.exists()


def test_the_first_yes_publishes_nothing_and_tells_nobody(case: Case) -> None:
    first = factories.make_moderator()
    assert case.needs == 2
    assert approve(case, first) is False
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("open", None)
    assert not live(case)
    assert not Decision.objects.filter(case=case).exists()
    assert not FindingReview.objects.exists()
    assert not Notice.objects.filter(kind__in=("published", "approved")).exists()
    assert first not in offices.eligible(case)
    with pytest.raises(DecisionRefused, match="已经对这个案件给出过意见"):
        approve(case, first)


def test_the_second_yes_publishes_with_both_on_record(case: Case) -> None:
    first, second = factories.make_moderator(), factories.make_moderator()
    approve(case, first, "false_alarm")
    assert approve(case, second) is True
    assert live(case)
    assert Decision.objects.get(case=case, verb=Verb.APPROVE).by == second
    assert list(case.opinions.values_list("by", flat=True)) == [first.pk, second.pk]
    assert list(FindingReview.objects.order_by("pk").values_list("by", "verdict")) == [
        (first.pk, "false_alarm"),
        (second.pk, "accepted"),
    ]


def test_two_returns_give_the_author_both_reasons(case: Case) -> None:
    assert give_back(case, "缺少剂量的出处") is None
    decision = give_back(case, "请写明适用年龄")
    assert decision is not None
    assert decision.note == "缺少剂量的出处\n请写明适用年龄"
    assert Submission.objects.get(pk=case.submission_id).state == Submission.State.RETURNED


@pytest.mark.parametrize("third", [True, False])
def test_where_they_differ_a_third_decides(case: Case, third: bool) -> None:
    approve(case)
    assert give_back(case, "剂量没有出处") is None
    case.refresh_from_db()
    assert (case.needs, case.state) == (3, "open")
    if third:
        assert approve(case) is True
    else:
        assert give_back(case, "同意退回") is not None
    case.refresh_from_db()
    assert (live(case), case.state, case.outcome) == (third, "closed", "approved" if third else "returned")
    assert case.opinions.count() == 3


def test_one_persons_approval_is_refused_by_the_database(case: Case) -> None:
    assert case.submission is not None
    approve(case)
    about = {**key(case.content()), "digest": case.submission.digest, "submission": case.submission, "scan": case.scan}
    with pytest.raises(IntegrityError, match="permit"), transaction.atomic():
        Decision.objects.create(**about, case=case, by=factories.make_moderator(), verb=Verb.APPROVE)


def test_the_page_shows_nobody_what_the_first_said(case: Case, client: Client) -> None:
    first, second = factories.make_moderator(), factories.make_moderator()
    decisions.return_to_author(Case.objects.get(pk=case.pk), first, ["BL7"], "儿童剂量没有任何出处")
    address = f"/admin/desk/{case.number}/"
    for reader in (second, first):
        client.force_login(reader)
        assert "儿童剂量没有任何出处" not in client.get(address).content.decode()
    assert give_back(case, "同意", second) is not None
    assert "儿童剂量没有任何出处" in client.get(address).content.decode()


def test_through_the_page_the_first_is_told_that_another_must_read(case: Case, client: Client) -> None:
    assert case.scan is not None
    client.force_login(factories.make_moderator())
    form = factories.approval(case)
    for finding in case.scan.findings.filter(severity="review"):
        form |= {f"verdict-{finding.pk}": "accepted", f"reason-{finding.pk}": "说的是方法"}
    told = client.post(f"/admin/desk/{case.number}/", form, follow=True).content.decode()
    assert "您的意见已记录" in told
    assert not live(case)


@pytest.mark.parametrize(("verb", "needs"), [(Verb.ORDER, 2), (Verb.TAKEDOWN, 1)])
def test_new_words_in_the_place_of_what_was_taken_down_say_so_and_after_an_order_two_people_read_them(
    verb: str, needs: int
) -> None:
    factories.make_moderator()
    page = factories.publish(factories.make_article())
    decisions.take_down(page, factories.make_moderator(), verb, ["BL7"], "按指令执行")
    page = ArticlePage.objects.get(pk=page.pk)
    page.title = "改好的标题"
    page.save_revision()
    factories.submit(page)
    case = Case.objects.get(object_id=page.pk, kind=Kind.SUBMISSION, state=Case.State.OPEN)
    assert case.needs == needs
    assert any("按指令执行" in source.what for source in case.sources.all())
